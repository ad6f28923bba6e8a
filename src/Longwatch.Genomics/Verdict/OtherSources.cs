using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Verdict;

/// <summary>Fragments that tell of a plasmid or of a virus rather than of an integrated vector.</summary>
/// <param name="Backbone">Distinct fragments with a 31-mer of a searched backbone that no provirus or construct has.</param>
/// <param name="BackboneLength">31-mers of that kind; 0 when no backbone was searched.</param>
/// <param name="WildType">Distinct fragments with a 31-mer of a searched wild-type virus that no vector has.</param>
/// <param name="WildTypeSearched">Whether a wild-type virus was searched for.</param>
/// <param name="VectorLikeVirus">Distinct fragments that match only parts that the vector shares with wild-type viruses.</param>
/// <param name="HumanParts">Distinct fragments that match only human parts of the vector.</param>
/// <param name="VectorLikeShare">Of the 31-mers of the searched vectors that are not human, the share that wild-type viruses have too.</param>
internal sealed record OtherSources(
    int Backbone,
    int BackboneLength,
    int WildType,
    bool WildTypeSearched,
    int VectorLikeVirus,
    int HumanParts,
    double VectorLikeShare
)
{
    /// <summary>Counts by looking up every 31-mer of every candidate read.</summary>
    /// <param name="shortestRun">31-mers in a row that only the plasmid or virus has.</param>
    public static OtherSources Count(CompiledVectors vectors, EvidenceResult evidence, int shortestRun)
    {
        var vector = new HashSet<ulong>();
        foreach (var sequence in vectors.Sequences)
            if (sequence.Kind is SequenceKind.Provirus or SequenceKind.Construct)
                Each(sequence.Bases, (kmer, _) => vector.Add(kmer));
        var backbone = Own(SequenceKind.Backbone);
        var wildType = Own(SequenceKind.WildType);
        var (backboneFragments, wildFragments, virus, human) = (0, 0, 0, 0);
        foreach (var fragment in evidence.Fragments)
        {
            if (fragment.DuplicateOf >= 0)
                continue;
            var (b, w) = (false, false);
            foreach (var read in fragment.Reads)
                Each(read.Read.Bases, (kmer, _) => (b, w) = (b || backbone.Contains(kmer), w || wildType.Contains(kmer)));
            backboneFragments += b ? 1 : 0;
            wildFragments += w ? 1 : 0;
            virus += !w && fragment.Origin == SequenceOrigin.WildTypeRetrovirus ? 1 : 0;
            human += fragment.Origin is SequenceOrigin.HumanGenome or SequenceOrigin.HumanTranscript ? 1 : 0;
        }

        return new(backboneFragments, backbone.Count, wildFragments, wildType.Count > 0, virus, human, LikeShare(vectors));

        // Single bases in which the vector given differs from the virus or plasmid make islands of up to 62 such 31-mers, which the vector of a patient may
        // have: only longer runs are another sequence.
        HashSet<ulong> Own(SequenceKind kind)
        {
            var own = new HashSet<ulong>();
            var run = new List<ulong>();
            foreach (var sequence in vectors.Sequences)
            {
                if (sequence.Kind != kind)
                    continue;
                var next = 0;
                Each(
                    sequence.Bases,
                    (kmer, start) =>
                    {
                        if (start != next)
                            Close();
                        next = start + 1;
                        if (
                            sequence.Origins[start] is SequenceOrigin.HumanGenome or SequenceOrigin.LowComplexity
                            || vector.Contains(kmer)
                            // What other lentiviral vectors took from the virus is no sign of an infection.
                            || (kind == SequenceKind.WildType && CommonParts.Has(kmer))
                        )
                            Close();
                        else
                            run.Add(kmer);
                    }
                );
                Close();
            }

            return own;

            void Close()
            {
                if (run.Count >= shortestRun)
                    own.UnionWith(run);
                run.Clear();
            }
        }
    }

    private static double LikeShare(CompiledVectors vectors)
    {
        var origins = vectors
            .Sequences.Where(s => s.Kind is SequenceKind.Provirus or SequenceKind.Construct)
            .SelectMany(s => s.Origins)
            .ToList();
        double virus = origins.Count(o => o == SequenceOrigin.WildTypeRetrovirus);
        return virus / Math.Max(1, virus + origins.Count(o => o == SequenceOrigin.VectorUnique));
    }

    private static void Each(byte[] bases, Action<ulong, int> visit)
    {
        var walker = new KmerWalker();
        for (var i = 0; i < bases.Length; i++)
            if (walker.Add(bases[i]))
                visit(walker.Canonical, i - CompiledVectors.K + 1);
    }
}
