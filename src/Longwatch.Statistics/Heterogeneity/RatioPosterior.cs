namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Posterior distribution of one rate ratio, held in bins on the log scale.</summary>
public sealed class RatioPosterior
{
    private readonly double[] cumulative;

    internal RatioPosterior(double mean, double[] cumulative, double tail)
    {
        (Mean, this.cumulative) = (mean, cumulative);
        (Median, Interval) = (Quantile(0.5), new(Quantile(tail), Quantile(1 - tail)));
    }

    /// <summary>Posterior mean of the ratio.</summary>
    public double Mean { get; }

    public double Median { get; }

    /// <summary>Equal-tailed.</summary>
    public Interval Interval { get; }

    /// <summary>P(ratio &lt; limit); limit &gt; 0.</summary>
    public double Below(double limit)
    {
        var position = Math.Clamp((Math.Log(limit) - RatioAccumulator.First) / RatioAccumulator.Width, 0, cumulative.Length - 1);
        var bin = Math.Min((int)position, cumulative.Length - 2);
        return cumulative[bin] + ((position - bin) * (cumulative[bin + 1] - cumulative[bin]));
    }

    /// <summary>P(1/margin &lt; ratio &lt; margin); margin &gt; 1.</summary>
    public double Within(double margin) => Below(margin) - Below(1 / margin);

    /// <summary>Posterior expectation of a function of the ratio.</summary>
    internal double Expect(Func<double, double> function)
    {
        var sum = 0.0;
        for (var bin = 1; bin < cumulative.Length; bin++)
            if (cumulative[bin] - cumulative[bin - 1] is > 0 and var mass)
                sum += mass * function(Math.Exp(RatioAccumulator.First + ((bin - 0.5) * RatioAccumulator.Width)));
        return sum;
    }

    private double Quantile(double p)
    {
        var found = Array.BinarySearch(cumulative, p);
        var above = Math.Clamp(found >= 0 ? found : ~found, 1, cumulative.Length - 1);
        var mass = cumulative[above] - cumulative[above - 1];
        var part = mass > 0 ? Math.Clamp((p - cumulative[above - 1]) / mass, 0, 1) : 0;
        return Math.Exp(RatioAccumulator.First + ((above - 1 + part) * RatioAccumulator.Width));
    }
}

/// <summary>Gathers weighted points of a log ratio; each is shared between the two nearest bin centres, so that its mean is kept.</summary>
internal sealed class RatioAccumulator
{
    public const double First = -12;
    public const double Width = 0.01;
    private const int Bins = 2000;

    private readonly double[] mass = new double[Bins];
    private double moment;
    private double total;

    public void Add(double logRatio, double weight)
    {
        total += weight;
        moment += weight * Math.Exp(logRatio);
        var position = Math.Clamp(((logRatio - First) / Width) - 0.5, 0, Bins - 1.000001);
        var bin = (int)position;
        mass[bin] += weight * (bin + 1 - position);
        mass[bin + 1] += weight * (position - bin);
    }

    public RatioPosterior Posterior(double tail)
    {
        var cumulative = new double[Bins + 1];
        for (var i = 0; i < Bins; i++)
            cumulative[i + 1] = cumulative[i] + (mass[i] / total);
        return new(moment / total, cumulative, tail);
    }
}
