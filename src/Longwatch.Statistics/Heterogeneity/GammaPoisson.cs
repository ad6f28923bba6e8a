using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Where the marginal likelihood has its maximum.</summary>
public enum GammaPoissonStatus
{
    Estimated,

    /// <summary>The counts vary no more than Poisson counts of one common rate: the likelihood is largest without any variation between groups.</summary>
    /// <remarks>That is no proof of equality; the upper limit of the variation is to be taken from <see cref="LogNormalHierarchy"/>.</remarks>
    NoOverDispersion,

    /// <summary>No event, or fewer than two groups.</summary>
    NothingToCompare,
}

/// <summary>Shrunken rate ratio of one group against the common rate: Gamma posterior.</summary>
/// <param name="Raw">Count over expected.</param>
/// <param name="Mean">Posterior mean.</param>
/// <param name="Above2">Posterior probability that the ratio is above 2.</param>
/// <param name="BelowHalf">Posterior probability that the ratio is below ½.</param>
public readonly record struct ShrunkenRatio(double Raw, double Mean, Interval Interval, double Above2, double BelowHalf);

/// <summary>Fit of the gamma-Poisson model.</summary>
/// <param name="Shape">a of the gamma distribution of the rate ratios; ∞ without over-dispersion, NaN when nothing can be compared.</param>
/// <param name="Rate">b of that distribution; as the shape.</param>
/// <param name="LogLikelihood">Maximum.</param>
/// <param name="PoissonLogLikelihood">The same with one common rate.</param>
/// <param name="Groups">One per group in the order of the input; empty unless estimated.</param>
public sealed record GammaPoissonFit(
    GammaPoissonStatus Status,
    double Shape,
    double Rate,
    double LogLikelihood,
    double PoissonLogLikelihood,
    IReadOnlyList<ShrunkenRatio> Groups
);

/// <summary>Empirical Bayes: the rate ratios of the groups are drawn from one gamma distribution, whose parameters are estimated by maximum likelihood.</summary>
/// <remarks>
/// Intervals and probabilities take the two estimated parameters as known, so they are too narrow with few groups; the hierarchical model does not.
/// Method: for a given shape the score equation of the rate has one root; the profile score of the shape is then bracketed on a grid of ln a and bisected.
/// Source: Clayton and Kaldor (1987) Biometrics 43:671–681. Checked against C01 (R, Newton, and <c>MASS::glm.nb</c>): 1e-8.
/// </remarks>
public static class GammaPoisson
{
    private const double LargestLogShape = 13.8; // beyond a million the rates differ by less than a thousandth of themselves

    /// <summary>Estimates the distribution of the rate ratios and each group's posterior.</summary>
    public static GammaPoissonFit Fit(CountsByGroup data, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        if (data.Groups < 2 || data.Total == 0)
            return new(GammaPoissonStatus.NothingToCompare, double.NaN, double.NaN, 0, 0, []);

        var poisson = 0.0;
        for (var i = 0; i < data.Groups; i++)
            poisson += SaddlePoint.LogPoisson(data.Counts[i], data.Expected[i]);

        var (best, shape) = (double.NegativeInfinity, double.PositiveInfinity);
        const double step = 0.1;
        var before = Score(data, -7);
        for (var y = -7.0; y < LargestLogShape; y += step)
        {
            var after = Score(data, y + step);
            // A maximum of the profile likelihood is where its score falls through zero.
            if (before > 0 && after <= 0)
            {
                var candidate = Math.Exp(SignChange.Bisect(v => Score(data, v), new(y, y + step), rising: false));
                var likelihood = LogLikelihood(data, candidate, RateFor(data, candidate));
                if (likelihood > best)
                    (best, shape) = (likelihood, candidate);
            }

            before = after;
        }

        if (!(best > poisson))
            return new(GammaPoissonStatus.NoOverDispersion, double.PositiveInfinity, double.PositiveInfinity, poisson, poisson, []);
        var rate = RateFor(data, shape);
        var groups = new ShrunkenRatio[data.Groups];
        for (var i = 0; i < groups.Length; i++)
        {
            var (a, b) = (shape + data.Counts[i], rate + data.Expected[i]);
            groups[i] = new(
                data.Counts[i] / data.Expected[i],
                a / b,
                new(GammaDistribution.Quantile(a, tail) / b, GammaDistribution.UpperQuantile(a, tail) / b),
                GammaDistribution.Survival(a, 2 * b),
                GammaDistribution.Cdf(a, b / 2)
            );
        }

        return new(GammaPoissonStatus.Estimated, shape, rate, best, poisson, groups);
    }

    private static double LogLikelihood(CountsByGroup data, double a, double b)
    {
        var sum = 0.0;
        for (var i = 0; i < data.Groups; i++)
        {
            var (x, e) = (data.Counts[i], data.Expected[i]);
            sum +=
                GammaFunctions.LogGamma(a + x)
                - GammaFunctions.LogGamma(a)
                - GammaFunctions.LogGamma(x + 1.0)
                - (a * GammaFunctions.LogOnePlus(e / b))
                + (x * Math.Log(e / (b + e)));
        }

        return sum;
    }

    /// <summary>b that maximises the likelihood for a given a: Σ (a e − b x)/(b + e) = 0, whose left side falls with b.</summary>
    private static double RateFor(CountsByGroup data, double a)
    {
        var centre = Math.Log(a);
        return Math.Exp(SignChange.Bisect(Slope, new(centre - 20, centre + 20), rising: false));

        double Slope(double logB)
        {
            var b = Math.Exp(logB);
            var sum = 0.0;
            for (var i = 0; i < data.Groups; i++)
                sum += ((a * data.Expected[i]) - (b * data.Counts[i])) / (b + data.Expected[i]);
            return sum;
        }
    }

    /// <summary>Derivative of the profile log-likelihood with respect to a, at a = e^y.</summary>
    private static double Score(CountsByGroup data, double y)
    {
        var a = Math.Exp(y);
        var b = RateFor(data, a);
        var sum = 0.0;
        for (var i = 0; i < data.Groups; i++)
        {
            // ψ(a + x) − ψ(a) as a sum, without cancellation.
            for (var k = 0; k < data.Counts[i]; k++)
                sum += 1 / (a + k);
            sum -= GammaFunctions.LogOnePlus(data.Expected[i] / b);
        }

        return sum;
    }
}
