namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Prior of the hierarchical model.</summary>
/// <param name="MeanSd">Standard deviation of the normal prior of the mean log rate ratio.</param>
/// <param name="TauScale">Scale of the half-normal prior of tau, the standard deviation of the log rate ratios.</param>
public readonly record struct HierarchyPrior(double MeanSd, double TauScale)
{
    /// <summary>Normal(0, 2) and half-normal(0.5): a two-fold spread between groups is plausible, a ten-fold one is not.</summary>
    public static HierarchyPrior Standard => new(2, 0.5);
}

/// <summary>Posterior of tau, the standard deviation between groups of the log rate ratio; 0 means one common rate.</summary>
/// <param name="UpperLimit">One-sided: tau is below it with the level's probability.</param>
public readonly record struct TauPosterior(double Mean, double Median, Interval Interval, double UpperLimit)
{
    /// <summary>From a uniform grid of tau and the mass of each of its points.</summary>
    internal static TauPosterior Of(double[] tau, double[] mass, double tail)
    {
        var mean = 0.0;
        for (var t = 0; t < tau.Length; t++)
            mean += mass[t] * tau[t];
        // Euler and Maclaurin: tau times an even function has a slope at 0, which the trapezoidal rule misses; h²/12 times the density there.
        if (tau[0] == 0 && tau.Length > 1)
            mean += mass[0] * (tau[1] - tau[0]) / 6;
        return new(mean, Quantile(0.5), new(Quantile(tail), Quantile(1 - tail)), Quantile(1 - (2 * tail)));

        // The mass of a grid point fills the cell about it; linear inside the cell.
        double Quantile(double p)
        {
            var sum = 0.0;
            for (var t = 0; t < tau.Length; t++)
            {
                if (sum + mass[t] >= p)
                {
                    var left = t == 0 ? tau[0] : (tau[t - 1] + tau[t]) / 2;
                    var right = t == tau.Length - 1 ? tau[t] : (tau[t] + tau[t + 1]) / 2;
                    return left + ((right - left) * (p - sum) / mass[t]);
                }

                sum += mass[t];
            }

            return tau[^1];
        }
    }
}

/// <summary>Posterior of the hierarchical model; ratios are against the common rate of all groups together.</summary>
/// <param name="Mean">Posterior mean of the mean log rate ratio.</param>
/// <param name="Groups">One per group in the order of the input.</param>
/// <param name="NewGroup">A group not yet seen, from the same class.</param>
public sealed record HierarchyPosterior(double Mean, TauPosterior Tau, IReadOnlyList<RatioPosterior> Groups, RatioPosterior NewGroup);

/// <summary>
/// Counts are Poisson with mean e·exp(θ), the θ normal with mean mu and standard deviation tau, both uncertain. Computed on a fixed grid: no sampling,
/// the same answer every time.
/// </summary>
/// <remarks>
/// The marginal likelihood of each group at each grid point is a trapezoidal sum about the mode of its log-concave integrand, exact to about 1e-10.
/// Both grids are uniform; the integrand is even in tau, so the trapezoidal rule with half weight at 0 converges fast. Posteriors of the ratios are
/// gathered in bins of 0.01 on the log scale: moments are exact, probabilities and quantiles good to about 1e-3.
/// Source: Gelman, Bayesian Data Analysis (3rd ed.) sections 5.4 and 5.7. Checked against C01 (R, Gauss–Hermite on the same grid, 1e-6, which is its own
/// error) and against two independent summations in R: tau and mu 1e-10, groups 1e-3.
/// </remarks>
public static class LogNormalHierarchy
{
    /// <summary>Grid points below e^-40 of the largest are left out.</summary>
    private const double Negligible = 40;

    /// <summary>Posterior by group; at least one group and one event.</summary>
    /// <exception cref="ArgumentException">There is no event: the expected counts are then all 0.</exception>
    public static HierarchyPosterior Fit(CountsByGroup data, HierarchyPrior prior, double level)
    {
        // About half the standard deviation of mu, and one of tau, if there were no variation between groups; bounded to keep the work bounded.
        var spread = Math.Sqrt(1.0 / Math.Max(1, data.Total));
        var muStep = Math.Clamp(spread / 2, 0.02, 0.1);
        var tauStep = Math.Min(Math.Max(spread, 0.01), prior.TauScale / 10);
        var reach = Math.Max(20 * spread, Math.Min(3, 3 * prior.MeanSd));
        return Fit(data, prior, HierarchyGrid.Uniform(reach, muStep, 6 * prior.TauScale, tauStep), level);
    }

    internal static HierarchyPosterior Fit(CountsByGroup data, HierarchyPrior prior, HierarchyGrid grid, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        if (data.Total == 0)
            throw new ArgumentException("Without an event no ratio can be estimated.", nameof(data));
        var groups = data.Groups;
        var (muCount, tauCount) = (grid.Mu.Length, grid.Tau.Length);
        var inner = new GroupLikelihood[groups];
        for (var g = 0; g < groups; g++)
            inner[g] = new(data.Counts[g], data.Expected[g]);

        var log = new double[muCount * tauCount];
        var each = new double[groups][];
        for (var g = 0; g < groups; g++)
            each[g] = new double[log.Length];
        Array.Fill(log, double.NegativeInfinity);
        var largest = double.NegativeInfinity;
        for (var t = 0; t < tauCount; t++)
        for (var side = -1; side <= 1; side += 2)
        {
            // From the middle outwards; the integrand is log-concave in mu, so once it falls and is negligible the rest of the side is too.
            var before = double.NegativeInfinity;
            for (var m = (muCount / 2) + (side > 0 ? 0 : -1); m >= 0 && m < muCount; m += side)
            {
                var (mu, tau) = (grid.Mu[m], grid.Tau[t]);
                var at = (t * muCount) + m;
                var sum = -0.5 * ((mu / prior.MeanSd * mu / prior.MeanSd) + (tau / prior.TauScale * tau / prior.TauScale));
                for (var g = 0; g < groups; g++)
                    sum += each[g][at] = inner[g].Log(mu, tau);
                log[at] = sum;
                largest = Math.Max(largest, sum);
                if (sum < before && sum < largest - Negligible)
                    break;
                before = sum;
            }
        }

        var (total, mean) = (0.0, 0.0);
        var tauMass = new double[tauCount];
        for (var at = 0; at < log.Length; at++)
        {
            var weight = Math.Exp(log[at] - largest) * grid.TauWeight[at / muCount];
            log[at] = weight;
            total += weight;
        }

        var posteriors = new RatioAccumulator[groups];
        for (var g = 0; g < groups; g++)
            posteriors[g] = new();
        var next = new RatioAccumulator();
        for (var at = 0; at < log.Length; at++)
        {
            var weight = log[at] / total;
            if (weight == 0)
                continue;
            var (mu, tau) = (grid.Mu[at % muCount], grid.Tau[at / muCount]);
            tauMass[at / muCount] += weight;
            mean += weight * mu;
            // Points below a billionth of the mass cannot change what is gathered in bins; the moments of tau and mu above keep them.
            if (weight < 1e-9)
                continue;
            for (var g = 0; g < groups; g++)
                inner[g].Gather(mu, tau, Math.Log(weight) - each[g][at], posteriors[g]);
            GroupLikelihood.GatherPrior(mu, tau, weight, next);
        }

        return new(
            mean,
            TauPosterior.Of(grid.Tau, tauMass, tail),
            Array.ConvertAll(posteriors, p => p.Posterior(tail)),
            next.Posterior(tail)
        );
    }
}
