using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Which searched sequence a read goes to when several fit it equally: the one that has most reads of its own.</summary>
internal sealed class SequenceRank
{
    private readonly int[] _rank;

    private SequenceRank(int[] rank) => _rank = rank;

    public static SequenceRank Of(int sequences, IReadOnlyList<ProvenRead[]> fragments)
    {
        var score = new long[sequences];
        foreach (var stretch in fragments.SelectMany(f => f).SelectMany(r => r.Evidence.Stretches))
            if (stretch.AlsoFits.Count == 0)
                score[stretch.Sequence] += stretch.Score;
        var rank = new int[sequences];
        var place = 0;
        foreach (var sequence in Enumerable.Range(0, sequences).OrderByDescending(i => score[i]).ThenBy(i => i))
            rank[sequence] = place++;
        return new(rank);
    }

    /// <summary>Moves stretches that fit several sequences to the one of best rank.</summary>
    public ReadEvidence Prefer(ReadEvidence evidence)
    {
        if (evidence.Stretches.All(s => s.AlsoFits.Count == 0))
            return evidence;
        return evidence with { Stretches = [.. evidence.Stretches.Select(Prefer)] };
    }

    /// <summary>Says how many fragments could not be told between sequences.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<SearchedSequence> sequences, IReadOnlyList<FragmentEvidence> fragments)
    {
        var shared = fragments
            .Where(f => f.DuplicateOf < 0)
            .SelectMany(f =>
                f.Reads.SelectMany(r => r.Stretches).SelectMany(s => s.AlsoFits.Select(a => (s.Sequence, Other: a.Sequence))).Distinct()
            )
            .GroupBy(pair => pair)
            .OrderBy(g => g.Key);
        foreach (var group in shared)
            yield return $"{group.Count()} fragments fit {sequences[group.Key.Sequence].Name} and {sequences[group.Key.Other].Name} equally well; they count on both.";
    }

    private VectorAlignment Prefer(VectorAlignment stretch)
    {
        var best = stretch
            .AlsoFits.OrderBy(a => _rank[a.Sequence])
            .FirstOrDefault(new EquallyGood(stretch.Sequence, stretch.Reverse, stretch.Start, stretch.End));
        if (stretch.AlsoFits.Count == 0 || _rank[best.Sequence] > _rank[stretch.Sequence])
            return stretch;
        var left = new EquallyGood(stretch.Sequence, stretch.Reverse, stretch.Start, stretch.End);
        return stretch with
        {
            Sequence = best.Sequence,
            Reverse = best.Reverse,
            Start = best.Start,
            End = best.End,
            AlsoFits = [.. stretch.AlsoFits.Where(a => a != best).Prepend(left)],
        };
    }
}
