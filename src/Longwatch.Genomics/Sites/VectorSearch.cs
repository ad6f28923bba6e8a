using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>What is known of the searched sequences before any single read is looked at.</summary>
internal sealed class VectorSearch
{
    private readonly VectorGeometry[] geometries;
    private readonly int[] ranks;
    private readonly HashSet<string> vectorContigs;

    public VectorSearch(EvidenceResult evidence, CompiledVectors vectors, IReadOnlyDictionary<string, long> contigs, GeneticRules rules, SiteRules sites)
    {
        geometries = [.. vectors.Sequences.Select(s => new VectorGeometry(s, rules.Family(s.Family), sites))];
        var support = new long[geometries.Length];
        foreach (var coverage in evidence.Coverage)
            support[coverage.Sequence] += coverage.Fragments[(int)SequenceOrigin.VectorUnique];
        ranks = new int[geometries.Length];
        foreach (var (sequence, rank) in Enumerable.Range(0, geometries.Length).OrderByDescending(i => support[i]).ThenBy(i => i).Select((s, r) => (s, r)))
            ranks[sequence] = rank;
        vectorContigs = VectorContigs(evidence, contigs, sites);
    }

    public VectorGeometry this[int sequence] => geometries[sequence];

    /// <summary>0 for the sequence with most unique fragments in the sample: sequences that share a terminal repeat are told apart by the rest of the sample.</summary>
    public int Rank(int sequence) => ranks[sequence];

    /// <summary>The contig is the vector itself, added to the reference.</summary>
    public bool IsVectorContig(string contig) => vectorContigs.Contains(contig);

    /// <summary>
    /// Told by sequence, not by name: a short contig on which nearly all aligned bases of candidate reads are also bases of a searched
    /// sequence. A host contig with a human part of the vector is long, or shows host bases beside that part.
    /// </summary>
    private static HashSet<string> VectorContigs(EvidenceResult evidence, IReadOnlyDictionary<string, long> contigs, SiteRules rules)
    {
        var bases = new Dictionary<string, (long Aligned, long Vector)>();
        foreach (var read in evidence.Fragments.SelectMany(f => f.Reads))
            foreach (var part in HostPart.Of(read.Read).Where(p => !p.Alignment.Secondary))
            {
                if (!contigs.TryGetValue(part.Alignment.Contig, out var length) || length > rules.VectorContigLength)
                    continue;
                var vector = read
                    .Stretches.Select(s => (From: Math.Max(s.ReadStart, part.ReadStart), To: Math.Min(s.ReadEnd, part.ReadEnd)))
                    .Where(o => o.To > o.From)
                    .Select(o => o.To - o.From)
                    .DefaultIfEmpty(0)
                    .Max();
                var (aligned, known) = bases.GetValueOrDefault(part.Alignment.Contig);
                bases[part.Alignment.Contig] = (aligned + part.ReadEnd - part.ReadStart, known + vector);
            }

        return [.. bases.Where(b => b.Value.Vector >= 0.9 * b.Value.Aligned && b.Value.Vector > 0).Select(b => b.Key)];
    }
}
