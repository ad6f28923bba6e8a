using System.Runtime.InteropServices;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Quantity;

/// <summary>Solid unique evidence of one vector.</summary>
/// <param name="VectorName">Of <see cref="SearchedSequence.VectorName"/>.</param>
/// <param name="Fragments">Distinct fragments with at least one solid unique 31-mer, exactly matched.</param>
/// <param name="Places">Places of the vector at least <c>placeDistance</c> apart where such fragments lie.</param>
/// <param name="Positions">Per fragment, the middle of its unique 31-mers on the sequence, ascending.</param>
public sealed record UniqueEvidence(string VectorName, int Sequence, int Fragments, int Places, IReadOnlyList<int> Positions)
{
    /// <summary>Of the fragments, those that show a part which lentiviral vectors do not have in common (<see cref="CommonParts"/>): they tell which vector it is.</summary>
    public int OwnFragments { get; init; }

    /// <summary>Share of the solid unique 31-mers that are of such parts, 0 to 1. 0: nothing tells this vector from others.</summary>
    public double OwnShare { get; init; } = 1;

    /// <summary>
    /// False when there are as many fragments as a detection needs, but all at one place: the whole vector would have scattered them, so a homologue
    /// that the mask lacks or an artefact made them, and neither copies nor the upper limit rest on them.
    /// </summary>
    public bool Counted { get; init; } = true;

    /// <summary>Counts by looking up every 31-mer of every candidate read: independent of how the reads were aligned.</summary>
    /// <returns>One item per provirus or construct, in the order of the compiled vectors.</returns>
    internal static IReadOnlyList<UniqueEvidence> Count(
        CompiledVectors vectors,
        IReadOnlyList<UniqueMap> maps,
        EvidenceResult evidence,
        QuantityRules rules
    )
    {
        var positions = vectors.Sequences.Select(_ => new List<int>()).ToArray();
        var own = vectors.Sequences.Select((sequence, index) => OwnStarts(sequence, maps[index], rules)).ToArray();
        var ownFragments = new int[vectors.Sequences.Count];
        if (evidence.Fragments.Any(f => f.Origin == SequenceOrigin.VectorUnique))
        {
            var table = Table(vectors, maps);
            var found = new (int Lowest, int Highest, bool Own)[vectors.Sequences.Count];
            foreach (var fragment in evidence.Fragments)
            {
                if (fragment.DuplicateOf >= 0 || fragment.Origin != SequenceOrigin.VectorUnique)
                    continue;
                Array.Fill(found, (int.MaxValue, -1, false));
                foreach (var read in fragment.Reads)
                    Scan(read.Read.Bases, table, own, found);
                for (var s = 0; s < found.Length; s++)
                    if (found[s].Highest >= 0)
                    {
                        positions[s].Add((found[s].Lowest + found[s].Highest) / 2);
                        ownFragments[s] += found[s].Own ? 1 : 0;
                    }
            }
        }

        return
        [
            .. vectors
                .Sequences.Select((sequence, index) => (sequence, index))
                .Where(s => s.sequence.Kind is SequenceKind.Provirus or SequenceKind.Construct)
                .Select(s =>
                {
                    positions[s.index].Sort();
                    return new UniqueEvidence(
                        s.sequence.VectorName,
                        s.index,
                        positions[s.index].Count,
                        CountPlaces(positions[s.index], rules.PlaceDistance),
                        positions[s.index]
                    )
                    {
                        OwnFragments = ownFragments[s.index],
                        OwnShare = maps[s.index].SolidStarts == 0 ? 0 : own[s.index].Count(o => o) / (double)maps[s.index].SolidStarts,

                        Counted =
                            positions[s.index].Count < rules.RequiredFragments
                            || CountPlaces(positions[s.index], rules.PlaceDistance) >= rules.RequiredPlaces,
                    };
                }),
        ];
    }

    /// <summary>Solid starts that are of no common part, in runs that point differences between two copies of a common part do not make.</summary>
    private static bool[] OwnStarts(SearchedSequence sequence, UniqueMap map, QuantityRules rules)
    {
        var own = new bool[sequence.Length];
        if (sequence.Kind is not (SequenceKind.Provirus or SequenceKind.Construct))
            return own;
        var walker = new KmerWalker();
        for (var i = 0; i < sequence.Length; i++)
            if (walker.Add(sequence.Bases[i]) && i - CompiledVectors.K + 1 is var start && map.Solid[start])
                own[start] = !CommonParts.Has(walker.Canonical);
        for (int start = 0, end; start < own.Length; start = end + 1)
        {
            end = start;
            while (end < own.Length && own[end])
                end++;
            if (end - start < rules.MinimumUniqueRun)
                own.AsSpan(start, end - start).Clear();
        }

        return own;
    }

    private static int CountPlaces(List<int> ascending, int distance)
    {
        var (places, last) = (0, 0);
        foreach (var position in ascending)
            if (places == 0 || position - last >= distance)
                (places, last) = (places + 1, position);
        return places;
    }

    private static Dictionary<ulong, List<(int Sequence, int Position)>> Table(CompiledVectors vectors, IReadOnlyList<UniqueMap> maps)
    {
        var table = new Dictionary<ulong, List<(int, int)>>();
        for (var s = 0; s < vectors.Sequences.Count; s++)
            if (vectors.Sequences[s].Kind is SequenceKind.Provirus or SequenceKind.Construct)
            {
                var walker = new KmerWalker();
                var bases = vectors.Sequences[s].Bases;
                for (var i = 0; i < bases.Length; i++)
                    if (walker.Add(bases[i]) && maps[s].Solid[i - CompiledVectors.K + 1])
                        (CollectionsMarshal.GetValueRefOrAddDefault(table, walker.Canonical, out _) ??= []).Add(
                            (s, i - CompiledVectors.K + 1)
                        );
            }

        return table;
    }

    private static void Scan(
        byte[] bases,
        Dictionary<ulong, List<(int Sequence, int Position)>> table,
        bool[][] own,
        (int Lowest, int Highest, bool Own)[] found
    )
    {
        var walker = new KmerWalker();
        foreach (var b in bases)
            if (walker.Add(b) && table.TryGetValue(walker.Canonical, out var places))
                foreach (var (sequence, position) in places)
                    found[sequence] = (
                        Math.Min(found[sequence].Lowest, position),
                        Math.Max(found[sequence].Highest, position),
                        found[sequence].Own || own[sequence][position]
                    );
    }
}
