namespace Longwatch.Genomics.Reads;

/// <summary>One alignment record as it lies in memory, in the binary form of BAM. Valid until its buffer is used again.</summary>
internal unsafe struct RecordView
{
    public int Contig;
    public long Position;
    public int MateContig;
    public long MatePosition;
    public long TemplateLength;
    public SamFlag Flags;
    public byte MappingQuality;

    /// <summary>Without the final NUL.</summary>
    public int NameLength;
    public int CigarLength;
    public int Length;
    public int TagsLength;
    public byte* Name;

    /// <summary>Operations of 32 bits: length shifted by 4, code below; may be unaligned.</summary>
    public byte* Cigar;

    /// <summary>Two bases per byte, the first in the high half.</summary>
    public byte* Bases;

    /// <summary>Phred; the first is 255 when there are none.</summary>
    public byte* Qualities;
    public byte* Tags;

    public readonly ReadOnlySpan<byte> NameSpan => new(Name, NameLength);
    public readonly ReadOnlySpan<byte> TagSpan => new(Tags, TagsLength);

    public readonly uint CigarAt(int index) => *(uint*)(Cigar + (4 * index));
}
