using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Finds where the insert of a fragment ends and the adapter begins, so that adapter bases are not taken for host or vector.</summary>
/// <remarks>
/// With a mate: the insert is shorter than the read when its first L bases are the reverse complement of the mate's first L and a known adapter follows.
/// Without: a known adapter must match on at least 12 bases, or on all bases up to the end of the read but at least 8.
/// Sequences: TruSeq, Nextera, MGI and small RNA, from the makers' published lists.
/// </remarks>
internal static class AdapterTrimmer
{
    private const int LeastInsert = 20;
    private const int Probe = 12;
    private const int ProbeAtEnd = 8;

    private static readonly byte[][] Adapters =
    [
        "AGATCGGAAGAGC"u8.ToArray(),
        "CTGTCTCTTATACACATCT"u8.ToArray(),
        "AAGTCGGAGGCCAAGCGGTC"u8.ToArray(),
        "AAGTCGGATCGTAGCCATGT"u8.ToArray(),
        "TGGAATTCTCGGGTGCC"u8.ToArray(),
    ];

    /// <summary>Length of the insert on a read as sequenced; the read's length when no adapter was found.</summary>
    /// <param name="read">ASCII, as sequenced.</param>
    /// <param name="mate">As sequenced; empty without a mate.</param>
    public static int InsertLength(ReadOnlySpan<byte> read, ReadOnlySpan<byte> mate)
    {
        for (var start = LeastInsert; start + 4 <= read.Length; start++)
        {
            if (!BeginsAdapter(read[start..], out var matched))
                continue;
            // A mate tells for certain; without one, only a longer match is no chance.
            if (
                mate.Length > 0
                    ? IsReverseComplement(read[..start], mate)
                    : matched >= Probe || (matched >= ProbeAtEnd && start + matched == read.Length)
            )
                return start;
        }

        return read.Length;
    }

    /// <summary>Up to 12 bases of an adapter; of 12, one may differ.</summary>
    private static bool BeginsAdapter(ReadOnlySpan<byte> tail, out int matched)
    {
        foreach (var adapter in Adapters)
        {
            var length = Math.Min(Probe, tail.Length);
            var mismatches = 0;
            for (var i = 0; i < length && mismatches <= length / Probe; i++)
                mismatches += tail[i] == adapter[i] ? 0 : 1;
            if (mismatches > length / Probe)
                continue;
            matched = length;
            return true;
        }

        matched = 0;
        return false;
    }

    private static bool IsReverseComplement(ReadOnlySpan<byte> insert, ReadOnlySpan<byte> mate)
    {
        if (mate.Length < insert.Length)
            return false;
        var mismatches = 0;
        for (var i = 0; i < insert.Length && mismatches <= insert.Length / 10; i++)
            mismatches += insert[i] == Nucleotides.Complement(mate[insert.Length - 1 - i]) ? 0 : 1;
        return mismatches <= insert.Length / 10;
    }
}
