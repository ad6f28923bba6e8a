using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Counts depth and fragments along the searched sequences.</summary>
/// <remarks>A place that both mates of a fragment cover counts once. A stretch that fits several sequences equally counts on all of them.</remarks>
internal static class CoverageCounter
{
    public static IReadOnlyList<SequenceCoverage> Count(
        IReadOnlyList<SearchedSequence> sequences,
        IReadOnlyList<FragmentEvidence> fragments
    )
    {
        var depth = sequences.Select(s => new int[s.Length]).ToArray();
        var counts = sequences.Select(_ => new long[6]).ToArray();
        var places = new List<(int Sequence, int Start, int End)>();
        var strongest = new SequenceOrigin?[sequences.Count];
        foreach (var fragment in fragments)
        {
            if (fragment.DuplicateOf >= 0)
                continue;
            places.Clear();
            Array.Clear(strongest);
            foreach (var stretch in fragment.Reads.SelectMany(r => r.Stretches))
            {
                Take(stretch.Sequence, stretch.Start, stretch.End, stretch.Origin);
                foreach (var also in stretch.AlsoFits)
                    Take(also.Sequence, also.Start, also.End, stretch.Origin);
            }

            places.Sort();
            AddUnion(places, depth);
            for (var i = 0; i < strongest.Length; i++)
                if (strongest[i] is { } origin)
                    counts[i][(int)origin]++;
        }

        return [.. sequences.Select((_, i) => new SequenceCoverage(i, depth[i], counts[i]))];

        void Take(int sequence, int start, int end, SequenceOrigin origin)
        {
            places.Add((sequence, start, end));
            if (strongest[sequence] is not { } known || Strength(origin) > Strength(known))
                strongest[sequence] = origin;
        }
    }

    /// <summary>How much an origin says: nothing for low complexity, then what every sample has, up to what only the vector has.</summary>
    public static int Strength(SequenceOrigin origin) =>
        origin switch
        {
            SequenceOrigin.LowComplexity => 0,
            SequenceOrigin.HumanGenome => 1,
            SequenceOrigin.HumanTranscript => 2,
            SequenceOrigin.PlasmidBackbone => 3,
            SequenceOrigin.WildTypeRetrovirus => 4,
            SequenceOrigin.VectorUnique => 5,
            _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, null),
        };

    /// <summary>Adds one to every place that is covered, however often.</summary>
    /// <param name="places">Sorted.</param>
    private static void AddUnion(List<(int Sequence, int Start, int End)> places, int[][] depth)
    {
        var (sequence, end) = (-1, 0);
        foreach (var place in places)
        {
            if (place.Sequence != sequence)
                (sequence, end) = (place.Sequence, 0);
            for (var i = Math.Max(place.Start, end); i < place.End; i++)
                depth[sequence][i]++;
            end = Math.Max(end, place.End);
        }
    }
}
