using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.ExactConditional;

/// <summary>Persons of one stratum with one value of the covariate.</summary>
/// <param name="Value">A whole number: 0 and 1 for a marker, a count of alleles, a score.</param>
/// <param name="Cases">0 ≤ cases ≤ total.</param>
/// <param name="Total">≥ 0.</param>
public readonly record struct CovariateLevel(int Value, int Cases, int Total);

/// <summary>A group of persons who may differ in the covariate but are alike in what is conditioned on.</summary>
public sealed record ExactStratum
{
    /// <summary>Takes the levels of one stratum.</summary>
    /// <param name="levels">At least one, each value once.</param>
    /// <exception cref="ArgumentException">No level, a count out of range, or a value twice.</exception>
    public ExactStratum(IReadOnlyList<CovariateLevel> levels)
    {
        if (levels.Count == 0 || levels.Any(l => l.Cases < 0 || l.Cases > l.Total))
            throw new ArgumentException("A stratum has levels with 0 ≤ cases ≤ total.", nameof(levels));
        if (levels.DistinctBy(l => l.Value).Count() != levels.Count)
            throw new ArgumentException("A value of the covariate occurs twice in a stratum.", nameof(levels));
        Levels = [.. levels];
        Cases = checked(levels.Sum(l => l.Cases));
    }

    /// <summary>In the order given.</summary>
    public IReadOnlyList<CovariateLevel> Levels { get; }

    /// <summary>All cases of the stratum.</summary>
    public int Cases { get; }
}

/// <summary>Whether the covariate can be related to the outcome at all.</summary>
public enum ExactStatus
{
    /// <summary>Estimated and finite.</summary>
    Estimated,

    /// <summary>The sum is at an end of its range: the likelihood rises for ever, the estimate and one limit are infinite; the median-unbiased one is finite.</summary>
    AtBoundary,

    /// <summary>Only one value is possible given the margins: no cases, no others, or one value of the covariate in every stratum.</summary>
    NotInformative,
}

/// <summary>Exact conditional inference on one log odds ratio.</summary>
/// <param name="Sum">Σ covariate × case as seen.</param>
/// <param name="LogOddsRatio">Conditional maximum likelihood; ±∞ at the boundary, NaN when not informative.</param>
/// <param name="MedianUnbiased">The β with P(T &gt; t) + ½ P(T = t) = ½; at the boundary, where there is none, that of <paramref name="MeanOfMedians"/>.</param>
/// <param name="MeanOfMedians">Hirji's: mean of the two β with P(T ≥ t) = ½ and P(T ≤ t) = ½; at the boundary the one that exists.</param>
/// <param name="Exact">Central interval: each tail at most (1 − level)/2.</param>
/// <param name="MidP">The same with half the probability of what was seen: shorter, level kept on average.</param>
/// <param name="P">Sum over the outcomes that are no more probable than the one seen, at β = 0 (as <c>mantelhaen.test(exact = TRUE)</c>).</param>
/// <param name="TwiceP">Twice the smaller tail, at most 1; belongs to the exact interval.</param>
/// <param name="MidTwiceP">The same with half the probability of what was seen.</param>
public sealed record ExactLogisticResult(
    ExactStatus Status,
    long Sum,
    double LogOddsRatio,
    double MedianUnbiased,
    double MeanOfMedians,
    Interval Exact,
    Interval MidP,
    double P,
    double TwiceP,
    double MidTwiceP
);

/// <summary>Exact conditional logistic regression on one whole-numbered covariate, in strata.</summary>
/// <remarks>
/// Cox (1970); Mehta and Patel (1995) Stat Med 14:2143; median-unbiased estimate: Hirji, Tsiatis and Mehta (1989) Am Stat 43:7. Valid whatever the number
/// of events; conservative, and silent about what is constant within strata. Checked against hypergeometric networks and <c>mantelhaen.test(exact = TRUE)</c>
/// (G06): 1e-9; <c>fisher.test</c> for one table.
/// </remarks>
public static class ExactLogistic
{
    /// <summary>Cells of the largest table of cases by sums that is made.</summary>
    private const long MostCells = 20_000_000;

    /// <summary>Analyses all strata together.</summary>
    /// <param name="strata">At least one.</param>
    /// <param name="level">Of both intervals.</param>
    /// <exception cref="ArgumentException">No stratum, a level of confidence outside (0, 1), or cases × range of values too large to enumerate.</exception>
    public static ExactLogisticResult Analyse(IReadOnlyList<ExactStratum> strata, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        if (strata.Count == 0)
            throw new ArgumentException("There is no stratum.", nameof(strata));
        foreach (var stratum in strata)
        {
            var width = (long)stratum.Levels.Max(l => l.Value) - stratum.Levels.Min(l => l.Value);
            if ((stratum.Cases + 1.0) * ((stratum.Cases * (double)width) + 1) > MostCells)
                throw new ArgumentException("Cases times the range of the covariate is too large to enumerate.", nameof(strata));
        }

        var t = strata.Sum(s => s.Levels.Sum(l => (long)l.Value * l.Cases));
        var distribution = ConditionalDistribution.Of(strata);
        if (distribution.Reachable < 2)
            return new(ExactStatus.NotInformative, t, double.NaN, double.NaN, double.NaN, Everything, Everything, 1, 1, 1);

        var (below, at, above, _) = distribution.Around(t, 0);
        var (atLow, atHigh) = (t == distribution.Lowest, t == distribution.Highest);
        var estimate =
            atLow ? double.NegativeInfinity
            : atHigh ? double.PositiveInfinity
            : Root(beta => distribution.Around(t, beta).Mean - t, rising: true);
        // P(T ≥ t) rises with β, P(T ≤ t) falls; at an end of the range one of them is always 1.
        double Upward(double share, double probability) =>
            atLow
                ? double.NegativeInfinity
                : Root(
                    beta => LogOdds(distribution.Around(t, beta), share, upper: true) - Math.Log(probability / (1 - probability)),
                    rising: true
                );
        double Downward(double share, double probability) =>
            atHigh
                ? double.PositiveInfinity
                : Root(
                    beta => LogOdds(distribution.Around(t, beta), share, upper: false) - Math.Log(probability / (1 - probability)),
                    rising: false
                );
        var (half, otherHalf) = (Upward(1, 0.5), Downward(1, 0.5));
        var mean =
            atLow ? otherHalf
            : atHigh ? half
            : (half + otherHalf) / 2;
        return new(
            atLow || atHigh ? ExactStatus.AtBoundary : ExactStatus.Estimated,
            t,
            estimate,
            atLow || atHigh ? mean : Upward(0.5, 0.5),
            mean,
            new(Upward(1, tail), Downward(1, tail)),
            new(Upward(0.5, tail), Downward(0.5, tail)),
            distribution.AsRareAs(t),
            Math.Min(1, 2 * (at + Math.Min(below, above))),
            Math.Min(1, 2 * ((at / 2) + Math.Min(below, above)))
        );
    }

    private static Interval Everything => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Log odds of the tail that holds a share of the probability of what was seen: nearly straight in β, and without loss at either end.</summary>
    private static double LogOdds((double Below, double At, double Above, double Mean) around, double share, bool upper)
    {
        var (tail, rest) = upper ? (around.Above, around.Below) : (around.Below, around.Above);
        return Math.Log(tail + (share * around.At)) - Math.Log(rest + ((1 - share) * around.At));
    }

    private static double Root(Func<double, double> function, bool rising)
    {
        var reach = 1.0;
        while (reach < 1e6 && function(rising ? -reach : reach) > 0)
            reach *= 2;
        while (reach < 1e6 && function(rising ? reach : -reach) < 0)
            reach *= 2;
        return SignChange.Find(function, -reach, reach, 1e-13);
    }
}
