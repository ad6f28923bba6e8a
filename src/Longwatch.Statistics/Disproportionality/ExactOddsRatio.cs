using Longwatch.Statistics.Tables;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>The reporting odds ratio of one table given its margins, without any approximation.</summary>
/// <param name="MaximumLikelihood">Conditional estimate; 0, infinite, or NaN when the margins leave no choice.</param>
/// <param name="Exact">Central limits: each tail at most half of what the level leaves out (Fisher, Cornfield).</param>
/// <param name="MidP">Central limits by mid-P: what was seen counts half in its tail; narrower, close to the level on average.</param>
/// <param name="MinimumLikelihoodP">Two-sided Fisher p: sum over tables no more probable than the one seen. Does not go with either interval.</param>
/// <param name="CentralP">Two-sided p, twice the smaller tail: goes with <paramref name="Exact"/>.</param>
/// <param name="CentralMidP">Two-sided mid-P, twice the smaller half-counted tail: goes with <paramref name="MidP"/>.</param>
/// <param name="BlakerP">Two-sided p of Blaker, never larger than <paramref name="CentralP"/>.</param>
/// <remarks>
/// Checked against R's <c>fisher.test</c> and exact2x2 (E05): p values 1e-9; estimate and limits are exact roots, against roots in R to 1e-12, as the packages'
/// own stop at 1e-4 to 1e-5.
/// </remarks>
public readonly record struct ExactOddsRatio(
    double MaximumLikelihood,
    Interval Exact,
    Interval MidP,
    double MinimumLikelihoodP,
    double CentralP,
    double CentralMidP,
    double BlakerP
)
{
    /// <summary>Estimate, limits and p values of one table. O(smaller margin) for each step of a search.</summary>
    /// <param name="level">Strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not strictly between 0 and 1.</exception>
    public static ExactOddsRatio Of(TwoByTwo table, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        var counts = TiltedCounts.Of(table);
        var (atLeast, atMost, own) = counts.Tails(table.Both);
        return new(
            counts.MaximumLikelihood(table.Both),
            counts.Limits(table.Both, tail, 1),
            counts.Limits(table.Both, tail, 0.5),
            FisherExact.Test(table.Both, table.Drug, table.EventOnly, table.Total - table.Drug).TwoSided,
            Math.Min(1, 2 * Math.Min(atLeast, atMost)),
            Math.Min(1, 2 * Math.Min(atLeast - (own / 2), atMost - (own / 2))),
            counts.BlakerP(table.Both)
        );
    }
}
