using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Evaluation.Signals;

/// <summary>The prior of MGPS from all pairs, and the scores of those with enough reports.</summary>
internal static class PriorFit
{
    public static (MgpsFit Fit, MgpsFit? GivenUp, PairScores? Scores) Of(PairTable counts, int minimum)
    {
        var (fit, givenUp) = counts.FitPrior(PairScoring.Default);
        var enough = counts.Pairs.Where(p => p.Reports >= minimum).ToArray();
        if (enough.Length == 0)
            return (fit, givenUp, null);
        var table = PairTable.Of(counts.Reports, counts.Drugs.AsSpan(), counts.Events.AsSpan(), enough);
        return (fit, givenUp, table.Score(Scoring(fit, Tests(counts))));
    }

    /// <summary>All drugs times all events that were reported at all.</summary>
    public static long Tests(PairTable counts) => (long)counts.Drugs.Count(d => d > 0) * counts.Events.Count(e => e > 0);

    public static PairScoring Scoring(MgpsFit fit, long tests) =>
        PairScoring.Default with
        {
            Prior = fit.HasPrior ? fit.Prior : null,
            Tests = tests,
        };
}
