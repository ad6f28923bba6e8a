using Longwatch.Genomics.Quantity;

namespace Longwatch.Genomics.Vectors;

/// <summary>
/// Parts that lentiviral vectors have in common: everything of the library's transfer plasmids but their transgenes. A vector of gene therapy, another CAR or a
/// vector of the laboratory shows them too (the post-transcriptional element and the joints of ψ, RRE and cPPT are in most), so they tell that there is a vector
/// and not which.
/// </summary>
public static class CommonParts
{
    private static readonly Lazy<HashSet<ulong>> Known = new(Collect);

    /// <summary>Whether the 31-mer is of a common part.</summary>
    /// <param name="kmer">The smaller of both strands, as <see cref="KmerWalker"/> codes it.</param>
    internal static bool Has(ulong kmer) => Known.Value.Contains(kmer);

    private static HashSet<ulong> Collect()
    {
        var (common, transgenes) = (new HashSet<ulong>(), new HashSet<ulong>());
        foreach (var vector in VectorLibrary.Vectors.Where(v => v.Transgene is not null))
        {
            var (start, end) = vector.Transgene!.Value;
            var bases = VectorLibrary.Read(vector.Name).Bases;
            var walker = new KmerWalker();
            for (var i = 0; i < bases.Length; i++)
            {
                if (!walker.Add((byte)bases[i]))
                    continue;
                // A 31-mer that reaches into the transgene is not common.
                var from = i - CompiledVectors.K + 1;
                (i >= start && from < end ? transgenes : common).Add(walker.Canonical);
            }
        }

        common.ExceptWith(transgenes);
        return common;
    }
}
