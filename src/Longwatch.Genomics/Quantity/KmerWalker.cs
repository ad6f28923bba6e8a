using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Quantity;

/// <summary>The 31-mer that ends at the base last added, both strands at once.</summary>
internal struct KmerWalker
{
    private const int Shift = 2 * (CompiledVectors.K - 1);
    private const ulong Mask = (1UL << (2 * CompiledVectors.K)) - 1;
    private ulong forward;
    private ulong reverse;
    private int valid;

    /// <summary>The smaller of the two strands; only after <see cref="Add"/> returned true.</summary>
    public readonly ulong Canonical => Math.Min(forward, reverse);

    /// <summary>Goes on by one base; anything but A, C, G and T begins anew.</summary>
    /// <returns>True when 31 bases in a row are known.</returns>
    public bool Add(byte letter)
    {
        var code = letter switch
        {
            (byte)'A' => 0UL,
            (byte)'C' => 1UL,
            (byte)'G' => 2UL,
            (byte)'T' => 3UL,
            _ => ulong.MaxValue,
        };
        if (code == ulong.MaxValue)
        {
            valid = 0;
            return false;
        }

        forward = ((forward << 2) | code) & Mask;
        reverse = (reverse >> 2) | ((3 - code) << Shift);
        valid = Math.Min(valid + 1, CompiledVectors.K);
        return valid == CompiledVectors.K;
    }
}
