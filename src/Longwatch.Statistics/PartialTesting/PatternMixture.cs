using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.PartialTesting;

/// <summary>Whether some odds ratio makes the expected total reach a target.</summary>
public enum TippingStatus
{
    Found,

    /// <summary>The positives already seen reach the target; no assumption about the untested can undo that.</summary>
    ReachedByTested,

    /// <summary>Not even all untested being positive reaches the target.</summary>
    OutOfReach,

    /// <summary>Prior and tested cases give no proper posterior.</summary>
    ImproperPosterior,
}

/// <summary>The odds ratio at which the expected number of positives equals the target.</summary>
/// <param name="OddsRatio">Defined only when the status is <see cref="TippingStatus.Found"/>; NaN otherwise.</param>
public readonly record struct TippingPoint(TippingStatus Status, double OddsRatio);

/// <summary>
/// Missing not at random: the odds of being positive among the untested are <i>oddsRatio</i> times the odds among the tested. 1 is missing at random,
/// 0 all untested negative, ∞ all positive. The data hold no information about this number: it is varied, never estimated.
/// </summary>
/// <remarks>
/// Source: Little (1993) J Am Stat Assoc 88:125–134; tipping point: Yan, Lee and Li (2009) J Biopharm Stat 19:1085–1098.
/// The share among the tested has its Beta posterior; the untested are binomial given the shifted share.
/// Checked against D02 (R, quadrature), odds ratios 0 to 10^6: 1e-10.
/// </remarks>
public static class PatternMixture
{
    /// <summary>Distribution of the number of positives among all cases.</summary>
    /// <param name="oddsRatio">≥ 0; may be ∞.</param>
    /// <exception cref="ArgumentOutOfRangeException">The odds ratio is negative or not a number.</exception>
    public static Prediction Predict(PartlyTestedCases cases, BetaPrior prior, double oddsRatio)
    {
        Check(oddsRatio);
        var proper = prior.TryUpdate(cases, out var a, out var b);
        var untested = cases.Untested;
        if (untested == 0 || oddsRatio == 0)
            return Prediction.Of(CountDistribution.Certain(cases.Positive));
        if (double.IsPositiveInfinity(oddsRatio))
            return Prediction.Of(CountDistribution.Certain(cases.Positive + untested));
        if (!proper)
            return Prediction.Improper;

        var nodes = LogitNodes.Of(a, b, untested / 4.0);
        var probabilities = new double[untested + 1];
        var choose = new double[untested + 1];
        for (var k = 0; k <= untested; k++)
            choose[k] = GammaFunctions.LogChoose(untested, k);
        var shift = Math.Log(oddsRatio);
        for (var i = 0; i < nodes.Logit.Length; i++)
        {
            var y = nodes.Logit[i] + shift;
            var (yes, no) = (LogitNodes.LogExpit(y), LogitNodes.LogExpit(-y));
            for (var k = 0; k <= untested; k++)
                probabilities[k] += Math.Exp(nodes.LogWeight[i] + choose[k] + (k * yes) + ((untested - k) * no));
        }

        return Prediction.Of(new(cases.Positive, probabilities));
    }

    /// <summary>The odds ratio at which the expected number of positives among all cases is the target.</summary>
    /// <param name="target">For example half of all cases; may be fractional.</param>
    /// <remarks>The expected total rises strictly with the odds ratio, so there is one root; bisection on its logarithm to 1e-12.</remarks>
    public static TippingPoint Tipping(PartlyTestedCases cases, BetaPrior prior, double target)
    {
        var (least, most) = cases.Bounds;
        if (target <= least)
            return new(TippingStatus.ReachedByTested, double.NaN);
        if (target >= most)
            return new(TippingStatus.OutOfReach, double.NaN);
        if (!prior.TryUpdate(cases, out var a, out var b))
            return new(TippingStatus.ImproperPosterior, double.NaN);

        var nodes = LogitNodes.Of(a, b, information: 0.25);
        var wanted = (target - least) / cases.Untested;
        var shift = SignChange.Bisect(s => MeanShare(nodes, s) - wanted, new(-100, 100), rising: true, 1e-12);
        return new(TippingStatus.Found, Math.Exp(shift));
    }

    private static double MeanShare(LogitNodes nodes, double shift)
    {
        var mean = 0.0;
        for (var i = 0; i < nodes.Logit.Length; i++)
            mean += Math.Exp(nodes.LogWeight[i] + LogitNodes.LogExpit(nodes.Logit[i] + shift));
        return mean;
    }

    private static void Check(double oddsRatio)
    {
        if (!(oddsRatio >= 0))
            throw new ArgumentOutOfRangeException(nameof(oddsRatio), "An odds ratio is not negative.");
    }
}
