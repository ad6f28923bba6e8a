namespace Longwatch.Statistics.Disproportionality;

/// <summary>The common odds ratio of several strata given all their margins, without any approximation.</summary>
/// <param name="MaximumLikelihood">Conditional estimate; 0 or infinite at an end of what the margins allow, NaN when they leave no choice.</param>
/// <param name="Exact">Central limits.</param>
/// <param name="P">Two-sided: sum over the totals no more probable than the one seen, as in R.</param>
/// <remarks>
/// The sum of the first cells of the strata is a convolution of hypergeometric distributions; an odds ratio tilts it. Checked against
/// <c>mantelhaen.test(exact = TRUE)</c> on UCBAdmissions (E05).
/// </remarks>
public readonly record struct ExactCommonOddsRatio(double MaximumLikelihood, Interval Exact, double P)
{
    /// <summary>Pools the tables of a pair, one per stratum. Cost: the product of the ranges of the first cells, summed.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="level">Strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no stratum, or the level is not strictly between 0 and 1.</exception>
    public static ExactCommonOddsRatio Of(ReadOnlySpan<TwoByTwo> strata, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        if (strata.Length == 0)
            throw new ArgumentException("At least one stratum is needed.", nameof(strata));
        var counts = TiltedCounts.Of(strata[0]);
        long seen = strata[0].Both;
        foreach (var table in strata[1..])
        {
            counts = counts.Plus(TiltedCounts.Of(table));
            seen += table.Both;
        }

        return new(counts.MaximumLikelihood(seen), counts.Limits(seen, tail, 1), counts.MinimumLikelihoodP(seen));
    }
}
