using System.Globalization;
using System.Text;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Reads;

/// <summary>Writes candidate reads as a BAM: the same bytes for the same reads, on any machine with the same platform version.</summary>
/// <remarks>
/// Sorted by coordinate when the reads are aligned, so that it can be indexed and looked at; in input order when they are not. Tags written: SA and XA
/// from <see cref="CandidateRead.Others"/>, MC, and RX.
/// </remarks>
public static class BamWriter
{
    /// <summary>Writes all reads. The stream is left open.</summary>
    /// <param name="contigs">Of the input; alignments on other contigs are written as unplaced.</param>
    /// <param name="sampleName">Written as a read group; null for none.</param>
    public static void Write(Stream output, IReadOnlyList<CandidateRead> reads, IReadOnlyList<ContigInfo> contigs, string? sampleName)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < contigs.Count; i++)
            index.TryAdd(contigs[i].Name, i);
        var body = new BgzfWriter(output);
        WriteHeader(body, contigs, sampleName, contigs.Count > 0);
        var ordered = reads
            .Select(r => (Read: r, Place: Place(r, index)))
            .OrderBy(r => r.Place.Contig < 0 ? int.MaxValue : r.Place.Contig)
            .ThenBy(r => r.Place.Position)
            .ThenBy(r => r.Read.Ordinal);
        foreach (var (read, place) in ordered)
            WriteRecord(body, read, place, index, sampleName is not null);
        body.Finish();
    }

    /// <summary>An unmapped read lies where its mate does, as the specification asks.</summary>
    private static (int Contig, long Position) Place(CandidateRead read, Dictionary<string, int> index) =>
        (read.Host ?? read.Mate) is { } at && index.TryGetValue(at.Contig, out var contig) ? (contig, at.Position) : (-1, -1);

    private static void WriteHeader(BgzfWriter body, IReadOnlyList<ContigInfo> contigs, string? sampleName, bool sorted)
    {
        var text = new StringBuilder("@HD\tVN:1.6\tSO:").Append(sorted ? "coordinate" : "unsorted").Append('\n');
        foreach (var contig in contigs)
            text.Append("@SQ\tSN:").Append(contig.Name).Append("\tLN:").Append(contig.Length).Append('\n');
        if (sampleName is not null)
            text.Append("@RG\tID:1\tSM:").Append(sampleName.Replace('\t', ' ').ReplaceLineEndings(" ")).Append('\n');
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        body.Write("BAM\u0001"u8);
        body.WriteInt(bytes.Length);
        body.Write(bytes);
        body.WriteInt(contigs.Count);
        foreach (var contig in contigs)
        {
            var name = Encoding.UTF8.GetBytes(contig.Name);
            body.WriteInt(name.Length + 1);
            body.Write(name);
            body.Write([0]);
            body.WriteInt((int)Math.Min(contig.Length, int.MaxValue));
        }
    }

    private static void WriteRecord(
        BgzfWriter body,
        CandidateRead read,
        (int Contig, long Position) place,
        Dictionary<string, int> index,
        bool hasGroup
    )
    {
        var mapped = read.Host is { } host && place.Contig >= 0;
        var cigar = mapped ? Operations(read.Host!.Cigar) : [];
        var name = Encoding.UTF8.GetBytes(read.Name.Length == 0 ? "*" : read.Name);
        if (name.Length > 254)
            name = name[..254];
        var flags = mapped ? read.Flags & ~SamFlag.Unmapped : read.Flags | SamFlag.Unmapped;
        var (mateContig, matePosition) =
            read.Mate is { } mate && index.TryGetValue(mate.Contig, out var contig) ? (contig, mate.Position)
            : read.Mate is null && read.Flags.HasFlag(SamFlag.Paired) && mapped ? place
            : (-1, -1);
        var record = new List<byte>(400);
        AddInt(record, place.Contig);
        AddInt(record, (int)place.Position);
        record.Add((byte)(name.Length + 1));
        record.Add(mapped ? read.Host!.MappingQuality : (byte)0);
        AddShort(record, Bin(place.Position, place.Position + Math.Max(Span(cigar), 1)));
        AddShort(record, (ushort)cigar.Count);
        AddShort(record, (ushort)flags);
        AddInt(record, read.Bases.Length);
        AddInt(record, mateContig);
        AddInt(record, (int)matePosition);
        AddInt(record, 0); // the template length is not kept
        record.AddRange(name);
        record.Add(0);
        foreach (var operation in cigar)
            AddInt(record, unchecked((int)operation));
        for (var i = 0; i < read.Bases.Length; i += 2)
            record.Add((byte)((Nibble(read.Bases[i]) << 4) | (i + 1 < read.Bases.Length ? Nibble(read.Bases[i + 1]) : 0)));
        for (var i = 0; i < read.Bases.Length; i++)
            record.Add(read.Qualities.Length == read.Bases.Length ? read.Qualities[i] : (byte)255);
        AddTags(record, read, hasGroup);
        body.WriteInt(record.Count);
        body.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(record));
    }

    private static void AddTags(List<byte> record, CandidateRead read, bool hasGroup)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (hasGroup)
            AddText(record, "RG", "1");
        if (read.Umi is not null)
            AddText(record, "RX", read.Umi);
        if (read.Mate is { Cigar.Length: > 0 } mate)
            AddText(record, "MC", mate.Cigar);
        var split = read.Others.Where(o => !o.Secondary).ToArray();
        if (split.Length > 0)
            AddText(
                record,
                "SA",
                string.Concat(
                    split.Select(o =>
                        string.Create(invariant, $"{o.Contig},{o.Position + 1},{(o.Reverse ? '-' : '+')},{o.Cigar},{o.MappingQuality},0;")
                    )
                )
            );
        var others = read.Others.Where(o => o.Secondary).ToArray();
        if (others.Length > 0)
            AddText(
                record,
                "XA",
                string.Concat(
                    others.Select(o => string.Create(invariant, $"{o.Contig},{(o.Reverse ? '-' : '+')}{o.Position + 1},{o.Cigar},0;"))
                )
            );
    }

    private static void AddText(List<byte> record, string tag, string value)
    {
        record.AddRange(Encoding.ASCII.GetBytes(tag + "Z"));
        record.AddRange(Encoding.UTF8.GetBytes(value));
        record.Add(0);
    }

    private static List<uint> Operations(string cigar)
    {
        var operations = new List<uint>();
        uint length = 0;
        foreach (var c in cigar)
        {
            var code = "MIDNSHP=X".IndexOf(c);
            if (code < 0)
            {
                length = char.IsAsciiDigit(c) ? (10 * length) + (uint)(c - '0') : 0;
                continue;
            }

            operations.Add((length << 4) | (uint)code);
            length = 0;
        }

        return operations;
    }

    private static long Span(List<uint> cigar) => cigar.Where(o => (o & 15) is 0 or 2 or 3 or 7 or 8).Sum(o => (long)(o >> 4));

    /// <summary>Bin of the index scheme (SAM specification, section 5.3); 4680 for an unplaced read.</summary>
    private static ushort Bin(long begin, long end)
    {
        if (begin < 0)
            return 4680;
        end--;
        foreach (var (shift, offset) in ((int, int)[])[(14, 4681), (17, 585), (20, 73), (23, 9), (26, 1)])
            if (begin >> shift == end >> shift)
                return (ushort)(offset + (begin >> shift));
        return 0;
    }

    private static int Nibble(byte letter) =>
        letter switch
        {
            (byte)'A' => 1,
            (byte)'C' => 2,
            (byte)'G' => 4,
            (byte)'T' => 8,
            _ => 15,
        };

    private static void AddInt(List<byte> to, int value)
    {
        for (var shift = 0; shift < 32; shift += 8)
            to.Add(unchecked((byte)(value >> shift)));
    }

    private static void AddShort(List<byte> to, ushort value)
    {
        to.Add((byte)(value & 255));
        to.Add((byte)(value >> 8));
    }
}
