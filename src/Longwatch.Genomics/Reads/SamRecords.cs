using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Longwatch.Genomics.Reads;

/// <summary>Turns SAM lines into records in the binary form of BAM, one after the other in one buffer.</summary>
internal sealed class SamRecords(string file, Dictionary<string, int> contigs)
{
    private const int Slack = 128;
    private const int MaxName = 254;
    private const int MaxOperations = 65535;
    private const string Codes = "=ACMGRSVTWYHKDBN";
    private static readonly byte[] Nibbles = MakeNibbles();

    private readonly List<int> offsets = [];
    private readonly List<long> lines = [];
    private readonly List<uint> cigar = [];
    private int used;

    /// <summary>Pinned.</summary>
    public byte[] Bytes { get; private set; } = GC.AllocateUninitializedArray<byte>(1 << 20, pinned: true);

    public int Count => offsets.Count;

    public int Offset(int index) => offsets[index];

    /// <summary>Turns one line into a record.</summary>
    /// <exception cref="UnreadableInputException">The line is no SAM record; says which field and what was expected.</exception>
    public void Add(ReadOnlySpan<byte> line, long number)
    {
        Span<Range> fields = stackalloc Range[12];
        var count = Split(line, fields);
        if (count < 11)
            throw Bad(number, $"has {count} fields separated by tabs; a SAM record has 11 or more");
        var name = line[fields[0]];
        if (name.Length is 0 or > MaxName)
            throw Bad(number, $"the read name has {name.Length} characters; 1 to {MaxName} were expected");
        var flags = Number(line[fields[1]], 0, ushort.MaxValue, number, "FLAG");
        var contig = Contig(line[fields[2]], -1, number, "RNAME");
        var position = Number(line[fields[3]], 0, int.MaxValue, number, "POS") - 1;
        var quality = Number(line[fields[4]], 0, 255, number, "MAPQ");
        ParseCigar(line[fields[5]], number);
        var mate = Contig(line[fields[6]], contig, number, "RNEXT");
        var matePosition = Number(line[fields[7]], 0, int.MaxValue, number, "PNEXT") - 1;
        var template = Number(line[fields[8]], int.MinValue, int.MaxValue, number, "TLEN");
        var bases = line[fields[9]];
        if (bases.SequenceEqual("*"u8))
            bases = [];
        var qualities = line[fields[10]];
        if (qualities.SequenceEqual("*"u8) && bases.Length != 1)
            qualities = [];
        if (qualities.Length != 0 && qualities.Length != bases.Length)
            throw Bad(number, $"there are {qualities.Length} qualities for {bases.Length} bases");

        var rest = count > 11 ? line[fields[11]] : [];
        var most = 4 + BamRecord.FixedLength + name.Length + 1 + (4 * cigar.Count) + (2 * bases.Length) + 1 + (2 * rest.Length) + Slack;
        Reserve(most);
        offsets.Add(used);
        lines.Add(number);
        var record = Bytes.AsSpan(used + 4);
        BinaryPrimitives.WriteInt32LittleEndian(record, contig);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], (int)position);
        record[8] = (byte)(name.Length + 1);
        record[9] = (byte)quality;
        record[10] = record[11] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(record[12..], (ushort)cigar.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(record[14..], (ushort)flags);
        BinaryPrimitives.WriteInt32LittleEndian(record[16..], bases.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[20..], mate);
        BinaryPrimitives.WriteInt32LittleEndian(record[24..], (int)matePosition);
        BinaryPrimitives.WriteInt32LittleEndian(record[28..], (int)template);
        name.CopyTo(record[BamRecord.FixedLength..]);
        var at = BamRecord.FixedLength + name.Length;
        record[at++] = 0;
        foreach (var operation in cigar)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(record[at..], operation);
            at += 4;
        }

        at += WriteBases(bases, record[at..], number);
        at += WriteQualities(qualities, bases.Length, record[at..], number);
        foreach (var tag in rest.Split((byte)'\t'))
            at += WriteTag(rest[tag], record[at..]);
        BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(used), at);
        used += 4 + at;
    }

    /// <summary>Index from which the records have the name of the last one; their number when that is all, or too many.</summary>
    public int StartOfLastRun(int longest)
    {
        var run = Count - 1;
        while (run > 0 && Count - run < longest && Name(run - 1).SequenceEqual(Name(Count - 1)))
            run--;
        return run <= 0 || Count - run >= longest ? Count : run;
    }

    /// <summary>Forgets the first records.</summary>
    public void Drop(int count)
    {
        var from = count < Count ? offsets[count] : used;
        Bytes.AsSpan(from, used - from).CopyTo(Bytes);
        offsets.RemoveRange(0, count);
        lines.RemoveRange(0, count);
        for (var i = 0; i < offsets.Count; i++)
            offsets[i] -= from;
        used -= from;
    }

    public UnreadableInputException Broken(int index, string why) => Bad(lines[index], why);

    private static byte[] MakeNibbles()
    {
        var nibbles = new byte[256];
        Array.Fill(nibbles, (byte)255);
        for (byte i = 0; i < Codes.Length; i++)
            nibbles[Codes[i]] = nibbles[char.ToLowerInvariant(Codes[i])] = i;
        nibbles['.'] = nibbles['N'];
        return nibbles;
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var at = 0;
        for (var i = 0; i < 11; i++)
        {
            var length = line[at..].IndexOf((byte)'\t');
            if (length < 0)
            {
                fields[i] = at..line.Length;
                return i + 1;
            }

            fields[i] = at..(at + length);
            at += length + 1;
        }

        fields[11] = at..line.Length;
        return 12;
    }

    private ReadOnlySpan<byte> Name(int index)
    {
        var record = Bytes.AsSpan(offsets[index] + 4);
        return record.Slice(BamRecord.FixedLength, record[8]);
    }

    private void Reserve(int more)
    {
        if (used + more <= Bytes.Length)
            return;
        var larger = GC.AllocateUninitializedArray<byte>(2 * (used + more), pinned: true);
        Bytes.AsSpan(0, used).CopyTo(larger);
        Bytes = larger;
    }

    private long Number(ReadOnlySpan<byte> field, long least, long most, long line, string what) =>
        Utf8Parser.TryParse(field, out long value, out var taken) && taken == field.Length && value >= least && value <= most
            ? value
            : throw Bad(line, $"{what} is '{Show(field)}'; a whole number from {least} to {most} was expected");

    private int Contig(ReadOnlySpan<byte> field, int same, long line, string what)
    {
        if (field.SequenceEqual("*"u8))
            return -1;
        if (field.SequenceEqual("="u8))
            return same;
        return contigs.TryGetValue(Encoding.UTF8.GetString(field), out var index)
            ? index
            : throw Bad(line, $"{what} is '{Show(field)}', and no @SQ line of the header has it");
    }

    private void ParseCigar(ReadOnlySpan<byte> field, long line)
    {
        cigar.Clear();
        if (field.SequenceEqual("*"u8))
            return;
        uint length = 0;
        var digits = 0;
        foreach (var c in field)
        {
            if (c is >= (byte)'0' and <= (byte)'9' && digits < 8)
            {
                length = (10 * length) + c - '0';
                digits++;
                continue;
            }

            var code = "MIDNSHP=X"u8.IndexOf(c);
            if (digits == 0 || code < 0 || cigar.Count == MaxOperations)
                throw Bad(line, $"CIGAR is '{Show(field)}'; numbers each followed by one of MIDNSHP=X were expected");
            cigar.Add((length << 4) | (uint)code);
            (length, digits) = (0, 0);
        }

        if (digits > 0 || field.IsEmpty)
            throw Bad(line, $"CIGAR is '{Show(field)}'; it ends within an operation");
    }

    private int WriteBases(ReadOnlySpan<byte> bases, Span<byte> to, long line)
    {
        for (var i = 0; i < bases.Length; i++)
        {
            var nibble = Nibbles[bases[i]];
            if (nibble == 255)
                throw Bad(line, $"SEQ: base {i + 1} has code {bases[i]}, which is no base");
            to[i >> 1] = (i & 1) == 0 ? (byte)(nibble << 4) : (byte)(to[i >> 1] | nibble);
        }

        return (bases.Length + 1) / 2;
    }

    private int WriteQualities(ReadOnlySpan<byte> qualities, int length, Span<byte> to, long line)
    {
        if (qualities.IsEmpty)
            to[..length].Fill(255);
        for (var i = 0; i < qualities.Length; i++)
            to[i] = qualities[i] is >= (byte)'!' and <= (byte)'~'
                ? (byte)(qualities[i] - '!')
                : throw Bad(line, $"QUAL: character {i + 1} has code {qualities[i]}; ! to ~ were expected");
        return length;
    }

    /// <summary>Text fields and the mapping quality of the mate; the others are not used.</summary>
    private static int WriteTag(ReadOnlySpan<byte> tag, Span<byte> to)
    {
        if (tag.Length < 5 || tag[2] != ':' || tag[4] != ':')
            return 0;
        tag[..2].CopyTo(to);
        if (tag[3] == 'Z')
        {
            to[2] = (byte)'Z';
            tag[5..].CopyTo(to[3..]);
            to[tag.Length - 2] = 0;
            return tag.Length - 1;
        }

        if (!tag.StartsWith("MQ:i:"u8) || !Utf8Parser.TryParse(tag[5..], out byte quality, out _))
            return 0;
        to[2] = (byte)'C';
        to[3] = quality;
        return 4;
    }

    private static string Show(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field[..Math.Min(field.Length, 60)]);

    private UnreadableInputException Bad(long line, string why) => new(file, $"line {line}", why);
}
