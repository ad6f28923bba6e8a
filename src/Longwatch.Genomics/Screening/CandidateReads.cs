using System.Buffers;
using System.Globalization;
using System.Text;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Makes candidate reads from records.</summary>
internal static unsafe class CandidateReads
{
    private const int MinUmi = 6;
    private static readonly SearchValues<char> Barcode = SearchValues.Create("ACGTN+");

    /// <summary>Alternative alignments kept of one read; a hostile tag may list any number.</summary>
    private const int MaxOthers = 64;

    public static CandidateRead From(ref readonly RecordView record, long ordinal, int source, IReadOnlyList<ContigInfo> contigs)
    {
        var bases = new byte[record.Length];
        BaseLetters.FromNibbles(record.Bases, record.Length, bases);
        var qualities = record.Length > 0 && *record.Qualities == 255 ? [] : new Span<byte>(record.Qualities, record.Length).ToArray();
        var name = Encoding.UTF8.GetString(record.NameSpan);

        HostAlignment? host = null,
            mate = null;
        if ((record.Flags & SamFlag.Unmapped) == SamFlag.None && record.Contig >= 0)
            host = new(
                contigs[record.Contig].Name,
                record.Position,
                (record.Flags & SamFlag.Reverse) != SamFlag.None,
                CigarText.Of(in record),
                record.MappingQuality
            );
        var tags = TagReader.Read(record.TagSpan);
        if (
            (record.Flags & (SamFlag.Paired | SamFlag.MateUnmapped)) == SamFlag.Paired
            && record.MateContig >= 0
            && record.MatePosition >= 0
        )
            mate = new(
                contigs[record.MateContig].Name,
                record.MatePosition,
                (record.Flags & SamFlag.MateReverse) != SamFlag.None,
                tags.MateCigar,
                tags.MateQuality
            );
        return new(ordinal, source, name, record.Flags, bases, qualities, host, Others(tags), mate, tags.Umi ?? UmiOf(name));
    }

    /// <summary>The last part of a name of colon-separated parts, when it is a molecular barcode: six or more of ACGTN, two joined by +.</summary>
    public static string? UmiOf(string name)
    {
        var last = name.LastIndexOf(':');
        if (last < 0)
            return null;
        var part = name.AsSpan(last + 1);
        return part.Length >= MinUmi && part[0] != '+' && !part.ContainsAnyExcept(Barcode) ? part.ToString() : null;
    }

    private static List<HostAlignment> Others(RecordTags tags)
    {
        if (tags.Supplementary.Length == 0 && tags.Alternative.Length == 0)
            return [];
        var others = new List<HostAlignment>();
        // SA: contig,position,strand,CIGAR,mapping quality,differences; one-based.
        foreach (var range in tags.Supplementary.AsSpan().Split(';'))
            if (
                tags.Supplementary.AsSpan()[range].ToString().Split(',')
                is [var contig, var position, var strand, var cigar, var quality, ..]
            )
                Add(others, contig, position, strand is "-", cigar, quality, secondary: false);
        // XA: contig,signed position,CIGAR,differences.
        foreach (var range in tags.Alternative.AsSpan().Split(';'))
            if (tags.Alternative.AsSpan()[range].ToString().Split(',') is [var contig, ['+' or '-', ..] position, var cigar, ..])
                Add(others, contig, position[1..], position[0] == '-', cigar, "0", secondary: true);
        return others;
    }

    private static void Add(
        List<HostAlignment> to,
        string contig,
        string position,
        bool reverse,
        string cigar,
        string quality,
        bool secondary
    )
    {
        var digits = NumberStyles.None;
        if (
            to.Count < MaxOthers
            && long.TryParse(position, digits, CultureInfo.InvariantCulture, out var oneBased)
            && oneBased > 0
            && byte.TryParse(quality, digits, CultureInfo.InvariantCulture, out var mapping)
            && CigarText.IsValid(cigar)
        )
            to.Add(new(contig, oneBased - 1, reverse, cigar, mapping, secondary));
    }
}
