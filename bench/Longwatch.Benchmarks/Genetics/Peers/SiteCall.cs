using Longwatch.Benchmarks.Genetics.TruthSets;

namespace Longwatch.Benchmarks.Genetics.Peers;

/// <summary>One site that a caller reports.</summary>
/// <param name="Position">Zero-based host base at the join.</param>
/// <param name="Support">What the caller counts as support; only its order matters.</param>
internal sealed record SiteCall(string Contig, int Position, int Support);

/// <summary>Right, wrong and missed.</summary>
internal readonly record struct Score(int Right, int Wrong, int Missed)
{
    internal double Precision => Right + Wrong == 0 ? double.NaN : (double)Right / (Right + Wrong);
    internal double Recall => Right + Missed == 0 ? double.NaN : (double)Right / (Right + Missed);
    internal double F1 => 2.0 * Right / ((2.0 * Right) + Wrong + Missed);

    public static Score operator +(Score a, Score b) => new(a.Right + b.Right, a.Wrong + b.Wrong, a.Missed + b.Missed);
}

/// <summary>The one rule by which all callers are scored.</summary>
internal static class Scoring
{
    internal const int Window = 5;

    /// <summary>Calls of one caller closer than this are one site: both ends of a provirus are reported apart by peers that know no duplication.</summary>
    private const int SameSite = 25;

    /// <summary>A call is right when it lies within the window of the duplicated target of a truth that no other call has taken.</summary>
    internal static Score Of(IEnumerable<SiteCall> calls, IReadOnlyCollection<Insertion> truth) => Match(calls, truth).Score;

    internal static (Score Score, IReadOnlySet<string> Found, IReadOnlyList<SiteCall> Wrong) Match(
        IEnumerable<SiteCall> calls,
        IReadOnlyCollection<Insertion> truth
    )
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var wrong = new List<SiteCall>();
        foreach (var call in calls)
        {
            var hit = truth.FirstOrDefault(t => t.Contig == call.Contig && Distance(call.Position, t) <= Window && !found.Contains(t.Id));
            if (hit is null)
                wrong.Add(call);
            else
                found.Add(hit.Id);
        }

        return (new(found.Count, wrong.Count, truth.Count - found.Count), found, wrong);
    }

    /// <summary>One call per place, in favour of callers that report each end by itself.</summary>
    internal static SiteCall[] Merge(IEnumerable<SiteCall> ends)
    {
        var merged = new List<SiteCall>();
        foreach (var end in ends.OrderBy(e => e.Contig, StringComparer.Ordinal).ThenBy(e => e.Position))
            if (merged.Count > 0 && merged[^1].Contig == end.Contig && end.Position - merged[^1].Position <= SameSite)
                merged[^1] = (end.Support > merged[^1].Support ? end : merged[^1]) with { Support = end.Support + merged[^1].Support };
            else
                merged.Add(end);
        return [.. merged];
    }

    private static int Distance(int position, Insertion truth) =>
        Math.Max(0, Math.Max(truth.RightBase - position, position - (truth.LeftBase + 1)));
}
