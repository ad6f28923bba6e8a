using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>How much more often a pair is reported than expected, in powers of two, shrunk towards 0.</summary>
/// <param name="Value">log2((observed + ½) / (expected + ½)).</param>
/// <param name="Interval">Central credible interval; its lower limit at level 0.95 is IC025, above 0 a signal by the usual rule.</param>
/// <remarks>
/// The ratio of observed to expected has a Gamma(½, ½) prior, so its posterior is Gamma(observed + ½, expected + ½), whose quantiles make the interval.
/// Norén, Hopstadius and Bate (2013) Stat Methods Med Res 22:57. Checked against pvda and R's <c>qgamma</c> (E03): 1e-9.
/// </remarks>
public readonly record struct InformationComponent(double Value, Interval Interval)
{
    /// <summary>The half that is added to both counts.</summary>
    private const double Shrinkage = 0.5;

    /// <summary>IC of an observed count against an expected one.</summary>
    /// <param name="observed">Distinct reports of the pair, ≥ 0.</param>
    /// <param name="expected">drug × event / total, or its sum over strata; ≥ 0, finite.</param>
    /// <param name="level">Strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static InformationComponent Of(int observed, double expected, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(observed);
        if (!(expected >= 0 && double.IsFinite(expected)))
            throw new ArgumentOutOfRangeException(nameof(expected), expected, "An expected count is finite and not negative.");
        return Of(observed, expected, Limits(observed, ConfidenceLevel.Tail(level)));
    }

    /// <summary>Quantiles of Gamma(observed + ½): they do not depend on what was expected, so a table of pairs makes them once per count.</summary>
    internal static Interval Limits(int observed, double tail) =>
        new(GammaDistribution.Quantile(observed + Shrinkage, tail), GammaDistribution.UpperQuantile(observed + Shrinkage, tail));

    internal static InformationComponent Of(int observed, double expected, Interval limits)
    {
        var rate = expected + Shrinkage;
        return new(Math.Log2((observed + Shrinkage) / rate), new(Math.Log2(limits.Lower / rate), Math.Log2(limits.Upper / rate)));
    }
}
