using Longwatch.Statistics.Association;

namespace Longwatch.Genomics.Genotypes;

/// <summary>Calls of one, two or more alleles as two-bit codes.</summary>
internal static class Ploidy
{
    /// <summary>A haploid call counts as two copies or none, as in PLINK; of more than two alleles nothing is known.</summary>
    public static int Code(int alleles, int copies, bool missing) =>
        (missing, alleles, copies) switch
        {
            (true, _, _) or (_, > 2, _) or (_, 0, _) => PackedGenotypes.Missing,
            (_, _, 0) => PackedGenotypes.NoCopy,
            (_, 1, 1) or (_, 2, 2) => PackedGenotypes.TwoCopies,
            _ => PackedGenotypes.OneCopy,
        };
}
