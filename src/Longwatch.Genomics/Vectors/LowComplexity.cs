namespace Longwatch.Genomics.Vectors;

/// <summary>DUST score of a k-mer: how often its triplets repeat.</summary>
/// <remarks>Morgulis et al., J Comput Biol 2006, doi:10.1089/cmb.2006.13.1028: sum of c(c-1)/2 over triplets, divided by the number of triplets less one; masked above 2.</remarks>
internal static class LowComplexity
{
    public const double Threshold = 2.0;

    /// <summary>True for a homopolymer, a dinucleotide repeat and the like. A k-mer with an unknown base is simple too: it can match anything.</summary>
    public static bool IsLow(ReadOnlySpan<byte> codes)
    {
        Span<byte> counts = stackalloc byte[64];
        counts.Clear();
        var sum = 0;
        for (var i = 0; i + 3 <= codes.Length; i++)
        {
            if (codes[i] > 3 || codes[i + 1] > 3 || codes[i + 2] > 3)
                return true;
            sum += counts[(codes[i] << 4) | (codes[i + 1] << 2) | codes[i + 2]]++;
        }
        return sum > Threshold * (codes.Length - 3);
    }
}
