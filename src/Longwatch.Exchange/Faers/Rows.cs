using System.Numerics;
using System.Runtime.Intrinsics;

namespace Longwatch.Exchange.Faers;

/// <summary>Walks over the records of one block: fields between dollar signs, empty ones kept. No text is made.</summary>
/// <remarks>
/// FAERS has no quotes. A line end inside a field breaks a record over two lines or more; it is put together when the parts have as many fields as the
/// header. LAERS closes each record with a dollar sign that its header may lack.
/// </remarks>
internal ref struct Rows
{
    private const int MostParts = 4;
    private readonly ReadOnlySpan<byte> block;
    private readonly Span<int> ends;
    private readonly int width;
    private readonly int needed;
    private int at;
    private int lineStart;
    private int nextLine;
    private ReadOnlySpan<byte> record;

    /// <summary>Over a block of one table.</summary>
    /// <param name="width">Fields of the header.</param>
    /// <param name="ends">Room for the ends of the fields up to the last one that is asked for.</param>
    internal Rows(ReadOnlySpan<byte> block, int width, Span<int> ends)
    {
        this.block = block;
        this.width = width;
        this.ends = ends;
        needed = ends.Length;
    }

    /// <summary>Line in the block, counted from 0, on which the record starts.</summary>
    internal int Line { get; private set; }

    internal readonly int Lines => nextLine;

    /// <summary>The record was put together from several lines.</summary>
    internal bool Repaired { get; private set; }

    /// <summary>Number of fields found; differs from the header's where the record is broken.</summary>
    internal int Fields { get; private set; }

    internal readonly bool Broken => Fields != width;

    internal readonly ReadOnlySpan<byte> Record => record;

    internal readonly ReadOnlySpan<byte> this[int field]
    {
        get
        {
            if (field < 0)
                return default;
            var start = field == 0 ? 0 : ends[field - 1] + 1;
            return record[start..ends[field]];
        }
    }

    /// <summary>Several neighbouring fields with the dollar signs between them.</summary>
    internal readonly ReadOnlySpan<byte> Range(int first, int last) => record[(first == 0 ? 0 : ends[first - 1] + 1)..ends[last]];

    /// <summary>Moves to the next record that is not empty. A broken one is returned too: see <see cref="Broken"/>.</summary>
    internal bool Next()
    {
        while (at < block.Length)
        {
            Line = nextLine;
            Repaired = false;
            record = TakeLine();
            if (record.IsEmpty)
                continue;
            Fields = Split();
            if (Fields < width && Fields > 1)
                Join();
            return true;
        }

        return false;
    }

    private ReadOnlySpan<byte> TakeLine()
    {
        lineStart = at;
        var rest = block[at..];
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest.TrimEnd(Blocks.EndMark) : rest[..end];
        at += end < 0 ? rest.Length : end + 1;
        nextLine += end < 0 && line.IsEmpty ? 0 : 1; // an end mark alone is no line
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        return line is [Blocks.EndMark, ..] ? line.TrimStart(Blocks.EndMark) : line;
    }

    /// <summary>Finds the ends of the fields needed, and counts all of them.</summary>
    private readonly int Split()
    {
        var (dollars, at) = (0, 0);
        for (; at + Vector256<byte>.Count <= record.Length; at += Vector256<byte>.Count)
            Mark(Dollars(record[at..]), at, ref dollars);
        // The rest by the last 32 bytes, without those that were looked at.
        if (at < record.Length && record.Length >= Vector256<byte>.Count)
            Mark(Dollars(record[^Vector256<byte>.Count..]) >> (at - record.Length + Vector256<byte>.Count), at, ref dollars);
        else
            for (; at < record.Length; at++)
                if (record[at] == (byte)'$')
                    Mark(1, at, ref dollars);
        if (dollars < needed)
            ends[dollars..].Fill(record.Length);
        var fields = dollars + 1;
        return fields == width + 1 && record[^1] == (byte)'$' ? width : fields;
    }

    /// <summary>A bit for each of the first 32 bytes.</summary>
    private static uint Dollars(ReadOnlySpan<byte> bytes) =>
        Vector256.Equals(Vector256.Create(bytes), Vector256.Create((byte)'$')).ExtractMostSignificantBits();

    private readonly void Mark(uint bits, int from, ref int dollars)
    {
        for (; bits != 0 && dollars < needed; bits &= bits - 1)
            ends[dollars++] = from + BitOperations.TrailingZeroCount(bits);
        dollars += BitOperations.PopCount(bits);
    }

    /// <summary>Takes further lines in while the fields are too few; puts everything back when they do not come out right.</summary>
    private void Join()
    {
        var first = record;
        var (begin, backAt, backLine) = (lineStart, at, nextLine);
        for (var part = 1; part < MostParts && at < block.Length; part++)
        {
            record = TakeLine();
            if (Split() == width)
                break; // a whole record of its own
            record = block[begin..(lineStart + record.Length)];
            Fields = Split();
            if (Fields == width)
            {
                Repaired = true;
                return;
            }

            if (Fields > width)
                break;
        }

        (at, nextLine) = (backAt, backLine);
        record = first;
        Fields = Split();
    }
}
