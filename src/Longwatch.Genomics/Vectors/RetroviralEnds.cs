namespace Longwatch.Genomics.Vectors;

/// <summary>Sequence marks of the ends of a retroviral LTR and of transposons; data of the family, found by sequence.</summary>
/// <param name="Left">First bases of U3 as they are integrated.</param>
/// <param name="Right">Last bases of U5 as they are integrated.</param>
/// <param name="AfterRight">What follows the 5' LTR: the primer binding site, within <paramref name="PrimerGap"/> bases.</param>
/// <param name="LongestU3">How far before the repeat U3 may begin.</param>
internal sealed record RetroviralEnds(VectorFamily Family, byte[] Left, byte[] Right, byte[] AfterRight, int PrimerGap, int LongestU3)
{
    /// <summary>HIV-1: K03455 bases 1-9, 626-634 and 636-649 (tRNA-Lys3 site). MLV: J02255 LTR; the site differs by vector (tRNA-Pro, tRNA-Gln), its first bases do not.</summary>
    public static readonly IReadOnlyList<RetroviralEnds> All =
    [
        new(VectorFamily.Lentivirus, [.. "TGGAAGGGC"u8], [.. "TCTCTAGCA"u8], [.. "TGGCGCCCGAACAG"u8], 4, 900),
        new(VectorFamily.Gammaretrovirus, [.. "TGAAAGACCCC"u8], [.. "GGGTCTTTCA"u8], [.. "TTTGG"u8], 0, 900),
    ];

    /// <summary>Inverted repeats that begin (and, reverse-complemented, finish) a transposon. piggyBac 13 bp, Sleeping Beauty outer direct repeat.</summary>
    public static readonly IReadOnlyList<(VectorFamily Family, byte[] Left)> Transposons =
    [
        (VectorFamily.PiggyBac, [.. "CCCTAGAAAGATA"u8]),
        (VectorFamily.SleepingBeauty, [.. "CAGTTGAAGTCGGAAGTTTACATACACTTA"u8]),
    ];

    /// <summary>Leftmost place at or after <paramref name="from"/> with at most so many mismatches; -1 when there is none.</summary>
    public static int Find(ReadOnlySpan<byte> bases, ReadOnlySpan<byte> mark, int from, int to, int mismatches)
    {
        for (var i = Math.Max(from, 0); i <= Math.Min(to, bases.Length) - mark.Length; i++)
            if (Mismatches(bases.Slice(i, mark.Length), mark, mismatches) <= mismatches)
                return i;
        return -1;
    }

    /// <summary>Rightmost place that begins at or after <paramref name="from"/> and ends by <paramref name="to"/>.</summary>
    public static int FindLast(ReadOnlySpan<byte> bases, ReadOnlySpan<byte> mark, int from, int to, int mismatches)
    {
        for (var i = Math.Min(to, bases.Length) - mark.Length; i >= Math.Max(from, 0); i--)
            if (Mismatches(bases.Slice(i, mark.Length), mark, mismatches) <= mismatches)
                return i;
        return -1;
    }

    private static int Mismatches(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int most)
    {
        var count = 0;
        for (var i = 0; i < b.Length && count <= most; i++)
            if (a[i] != b[i])
                count++;
        return count;
    }
}
