using System.Runtime.CompilerServices;

namespace Longwatch.Genomics.Reads;

/// <summary>The binary layout of a BAM record (SAM specification, section 4.2), with the checks that a hostile file needs.</summary>
internal static unsafe class BamRecord
{
    /// <summary>Bytes of the fixed part, without the length before it.</summary>
    public const int FixedLength = 32;

    /// <summary>Longest record read: a read of 8 Mb with its qualities and tags.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>Looks at a record of <paramref name="length"/> bytes (without the length field).</summary>
    /// <returns>False when its parts do not fit into it or refer to a contig that is not in the header.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryView(byte* record, int length, int contigs, out RecordView view)
    {
        unchecked
        {
            view = default;
            view.Contig = *(int*)record;
            view.Position = *(int*)(record + 4);
            var nameLength = record[8];
            view.MappingQuality = record[9];
            int cigars = *(ushort*)(record + 12);
            view.Flags = (SamFlag)(*(ushort*)(record + 14));
            var bases = *(int*)(record + 16);
            view.MateContig = *(int*)(record + 20);
            view.MatePosition = *(int*)(record + 24);
            view.TemplateLength = *(int*)(record + 28);
            view.NameLength = nameLength - 1;
            view.CigarLength = cigars;
            view.Length = bases;
            view.Name = record + FixedLength;
            view.Cigar = view.Name + nameLength;
            view.Bases = view.Cigar + (4 * cigars);
            var packed = (int)(((uint)bases + 1) >> 1);
            view.Qualities = view.Bases + packed;
            view.Tags = view.Qualities + bases;
            var used = (long)FixedLength + nameLength + (4L * cigars) + packed + bases;
            view.TagsLength = (int)(length - used);
            return bases >= 0
                && used <= length
                && nameLength > 0
                && (uint)(view.Contig + 1) <= (uint)contigs
                && (uint)(view.MateContig + 1) <= (uint)contigs
                && view.Position >= -1
                && view.Name[nameLength - 1] == 0;
        }
    }
}
