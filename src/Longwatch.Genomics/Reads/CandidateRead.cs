namespace Longwatch.Genomics.Reads;

/// <summary>SAM flag bits.</summary>
[Flags]
public enum SamFlag : ushort
{
    None = 0,
    Paired = 0x1,
    ProperPair = 0x2,
    Unmapped = 0x4,
    MateUnmapped = 0x8,
    Reverse = 0x10,
    MateReverse = 0x20,
    First = 0x40,
    Last = 0x80,
    Secondary = 0x100,
    QualityFail = 0x200,
    Duplicate = 0x400,
    Supplementary = 0x800,
}

/// <summary>Where a read, or a part of it, lies on a reference contig.</summary>
/// <param name="Contig">Name as the input has it.</param>
/// <param name="Position">Zero-based leftmost aligned base.</param>
/// <param name="Cigar">SAM text, for example <c>100M50S</c>.</param>
/// <param name="MappingQuality">0 to 60 or so; 255 is unknown.</param>
public sealed record HostAlignment(string Contig, long Position, bool Reverse, string Cigar, byte MappingQuality, bool Secondary = false);

/// <summary>A read (or its mate) that touched a searched sequence; bases and alignments as the record has them.</summary>
/// <param name="Ordinal">Place in the input, counted from 0 over all files: the order everything is reported in.</param>
/// <param name="Source">Index of the input file.</param>
/// <param name="Bases">ASCII ACGTN in the orientation of the record: reverse-complemented when <see cref="SamFlag.Reverse"/> is set.</param>
/// <param name="Qualities">Phred, same length and orientation; empty when the input has none.</param>
/// <param name="Host">Primary alignment; null when unmapped or when the input is not aligned.</param>
/// <param name="Others">Other alignments of the same read (SA and XA tags); candidates of a repeat have <see cref="HostAlignment.Secondary"/>.</param>
/// <param name="Mate">Where the mate lies; null when unmapped or unknown. Its CIGAR is from MC, or empty.</param>
/// <param name="Umi">RX tag or the last part of the read name when it is one; null when there is none.</param>
public sealed record CandidateRead(
    long Ordinal,
    int Source,
    string Name,
    SamFlag Flags,
    byte[] Bases,
    byte[] Qualities,
    HostAlignment? Host,
    IReadOnlyList<HostAlignment> Others,
    HostAlignment? Mate,
    string? Umi
);
