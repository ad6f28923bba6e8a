using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Counts depth and fragments along the searched sequences.</summary>
/// <remarks>A place that both mates of a fragment cover counts once. A stretch that fits several sequences equally counts on all of them.</remarks>
internal static class CoverageCounter
{
    public static IReadOnlyList<SequenceCoverage> Count(IReadOnlyList<int> lengths, IReadOnlyList<FragmentEvidence> fragments)
    {
        var depth = lengths.Select(l => new int[l]).ToArray();
        var places = new List<(int Sequence, int Start, int End)>();
        foreach (var fragment in fragments)
        {
            if (fragment.DuplicateOf >= 0)
                continue;
            places.Clear();
            foreach (var stretch in fragment.Reads.SelectMany(r => r.Stretches))
            {
                places.Add((stretch.Sequence, stretch.Start, stretch.End));
                foreach (var also in stretch.AlsoFits)
                    places.Add((also.Sequence, also.Start, also.End));
            }

            places.Sort();
            AddUnion(places, depth);
        }

        return Recount([.. lengths.Select((_, i) => new SequenceCoverage(i, depth[i], []))], fragments);
    }

    /// <summary>The same depth with fragments counted anew by the strongest origin that they have on each sequence.</summary>
    public static IReadOnlyList<SequenceCoverage> Recount(
        IReadOnlyList<SequenceCoverage> coverage,
        IReadOnlyList<FragmentEvidence> fragments
    )
    {
        var counts = coverage.Select(_ => new long[6]).ToArray();
        var strongest = new SequenceOrigin?[coverage.Count];
        foreach (var fragment in fragments)
        {
            if (fragment.DuplicateOf >= 0)
                continue;
            Array.Clear(strongest);
            foreach (var stretch in fragment.Reads.SelectMany(r => r.Stretches))
            {
                Take(stretch.Sequence, stretch.Origin);
                foreach (var also in stretch.AlsoFits)
                    Take(also.Sequence, stretch.Origin);
            }

            for (var i = 0; i < strongest.Length; i++)
                if (strongest[i] is { } origin)
                    counts[i][(int)origin]++;
        }

        return [.. coverage.Select((c, i) => c with { Fragments = counts[i] })];

        void Take(int sequence, SequenceOrigin origin)
        {
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
