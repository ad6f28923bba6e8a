namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Grid on which the posterior of (mu, tau) is summed.</summary>
/// <param name="Mu">Uniform, ascending.</param>
/// <param name="Tau">Uniform, ascending, from 0 or just above.</param>
/// <param name="TauWeight">Relative weight of each value of tau; as long as <paramref name="Tau"/>.</param>
internal sealed record HierarchyGrid(double[] Mu, double[] Tau, double[] TauWeight)
{
    /// <summary>Trapezoidal rule: mu from −reach to reach, tau from 0 to its largest value, with half weight at 0.</summary>
    public static HierarchyGrid Uniform(double reach, double muStep, double largestTau, double tauStep)
    {
        var half = (int)Math.Ceiling(reach / muStep);
        var mu = new double[(2 * half) + 1];
        for (var i = 0; i < mu.Length; i++)
            mu[i] = (i - half) * muStep;
        var tau = new double[(int)Math.Ceiling(largestTau / tauStep) + 1];
        var weight = new double[tau.Length];
        for (var i = 0; i < tau.Length; i++)
            (tau[i], weight[i]) = (i * tauStep, i == 0 ? 0.5 : 1);
        return new(mu, tau, weight);
    }
}

/// <summary>One group: its count given mu and tau, the log rate ratio θ integrated out.</summary>
internal sealed class GroupLikelihood(int count, double expected)
{
    /// <summary>In standard deviations of the integrand at its mode; errors of the trapezoidal rule are then far below 1e-10.</summary>
    private const double Step = 0.5;

    /// <summary>Terms below e^-30 of the largest are left out.</summary>
    private const double Depth = 30;

    private static readonly double halfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>ln ∫ e^(x θ − e exp θ) N(θ; mu, tau) dθ, the factor e^x / x! left out.</summary>
    public double Log(double mu, double tau)
    {
        if (tau == 0)
            return Count(mu);
        var (mode, width) = Mode(mu, tau);
        var top = Term(mode, mu, tau);
        var sum = 1.0;
        for (var side = -1; side <= 1; side += 2)
        for (var j = 1; ; j++)
        {
            var term = Term(mode + (side * j * Step * width), mu, tau) - top;
            if (term < -Depth)
                break;
            sum += Math.Exp(term);
        }

        return top + Math.Log(sum * Step * width / tau) - halfLogTwoPi;
    }

    /// <summary>Adds the posterior of θ at one (mu, tau), times e^logFactor, to the bins.</summary>
    public void Gather(double mu, double tau, double logFactor, RatioAccumulator into)
    {
        if (tau == 0)
        {
            into.Add(mu, Math.Exp(logFactor + Count(mu)));
            return;
        }

        var (mode, width) = Mode(mu, tau);
        var top = Term(mode, mu, tau);
        var scale = logFactor + Math.Log(Step * width / tau) - halfLogTwoPi;
        into.Add(mode, Math.Exp(scale + top));
        for (var side = -1; side <= 1; side += 2)
        for (var j = 1; ; j++)
        {
            var theta = mode + (side * j * Step * width);
            var term = Term(theta, mu, tau);
            if (term - top < -Depth)
                break;
            into.Add(theta, Math.Exp(scale + term));
        }
    }

    /// <summary>Adds Normal(mu, tau), a group without data, to the bins.</summary>
    public static void GatherPrior(double mu, double tau, double weight, RatioAccumulator into)
    {
        if (tau == 0)
        {
            into.Add(mu, weight);
            return;
        }

        var scale = weight * Step * Math.Exp(-halfLogTwoPi);
        for (var j = -14; j <= 14; j++)
            into.Add(mu + (j * Step * tau), scale * Math.Exp(-0.5 * j * Step * j * Step));
    }

    private double Count(double theta) => (count * theta) - (expected * Math.Exp(theta));

    private double Term(double theta, double mu, double tau)
    {
        var z = (theta - mu) / tau;
        return Count(theta) - (0.5 * z * z);
    }

    /// <summary>Mode of the integrand and its standard deviation there; Newton on a concave function, from the side where it cannot overshoot.</summary>
    private (double Mode, double Width) Mode(double mu, double tau)
    {
        var precision = 1 / (tau * tau);
        // At this point the slope x − e exp θ − (θ − mu)/τ² is not positive; from there Newton falls monotonically to the root.
        var theta = Math.Max(mu, Math.Min(mu + (count / precision), count == 0 ? mu : Math.Log(count / expected)));
        for (var i = 0; i < 60; i++)
        {
            var mean = expected * Math.Exp(theta);
            var step = (count - mean - ((theta - mu) * precision)) / (mean + precision);
            theta += step;
            if (Math.Abs(step) < 1e-9)
                break;
        }

        return (theta, 1 / Math.Sqrt((expected * Math.Exp(theta)) + precision));
    }
}
