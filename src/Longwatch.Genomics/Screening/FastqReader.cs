using System.Buffers;
using System.Runtime.CompilerServices;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Reads one FASTQ file chunk by chunk, checks its structure, and scans every read while it is in the cache.</summary>
internal sealed unsafe class FastqReader(TextSource source, SeedIndex seeds, bool usePlainKernel) : IDisposable
{
    /// <summary>Inflated at once: stays in the second-level cache until it is scanned.</summary>
    private const int Portion = 96 * 1024;

    /// <summary>Longest record read: a read of 8 Mb.</summary>
    private const int MaxRecord = 16 * 1024 * 1024;
    private static readonly SearchValues<byte> Plain = SearchValues.Create("ACGTN"u8);

    private readonly PackedScanner scanner = new(seeds);
    private byte[] rest = [];
    private int restLength;
    private long records;
    private int usualLength = 150;
    private bool ended;

    public ReadTally Tally { get; } = new();
    public string Name => source.Name;
    public long Position => source.Position;

    /// <summary>The file ended inside a gzip member, a BGZF block or a record.</summary>
    public bool IsTruncated { get; private set; }

    public string TruncatedAt => $"line {(4 * records) + 1}";

    /// <summary>Reads, checks and scans the next records.</summary>
    /// <returns>False when the last chunk was given already.</returns>
    /// <exception cref="UnreadableInputException">Broken data, or something that is no FASTQ record; names the line.</exception>
    public bool Next(FastqChunk chunk)
    {
        if (ended)
            return false;
        chunk.Clear(records);
        if (restLength > chunk.Room)
            chunk.Grow(restLength);
        rest.AsSpan(0, restLength).CopyTo(chunk.Text);
        chunk.TextLength = restLength;
        var at = 0;
        while (true)
        {
            at = Take(chunk, at);
            if (IsFull(chunk, at))
                break;
            if (chunk.Room < Portion)
            {
                if (chunk.TextLength - at > MaxRecord)
                    throw Broken(0, $"a record of more than {MaxRecord} bytes: this is no FASTQ, or its lines are damaged");
                chunk.Grow(Portion);
            }

            var got = source.Read(chunk.Text, chunk.TextLength, Portion);
            chunk.TextLength += got;
            if (got > 0)
                continue;
            Finish(chunk, at);
            break;
        }

        restLength = ended ? 0 : chunk.TextLength - at;
        if (rest.Length < restLength)
            rest = new byte[restLength * 2];
        chunk.Text.AsSpan(at, restLength).CopyTo(rest);
        chunk.IsLast = ended;
        return true;
    }

    public void Dispose() => source.Dispose();

    /// <summary>Takes whole records from the text at hand. Returns where the first one that is not whole begins.</summary>
    private int Take(FastqChunk chunk, int at)
    {
        unchecked
        {
            fixed (byte* text = chunk.Text)
            {
                while (!IsFull(chunk, at))
                {
                    var next = Record(text, at, chunk.TextLength, out var entry);
                    if (next < 0)
                        break;
                    Add(chunk, text, entry);
                    at = next;
                }
            }
        }

        return at;
    }

    /// <summary>Enough records, or, of long reads, enough text; an even number, so that interleaved mates stay together.</summary>
    private static bool IsFull(FastqChunk chunk, int at) =>
        chunk.Count == FastqChunk.MaxRecords || (at > FastqChunk.EnoughText && chunk.Count % 2 == 0);

    /// <summary>The end of the file: a last record without line end is one; blank lines are none.</summary>
    private void Finish(FastqChunk chunk, int at)
    {
        ended = true;
        var left = chunk.Text.AsSpan(at, chunk.TextLength - at);
        IsTruncated = source.IsTruncated;
        if (left.IndexOfAnyExcept("\r\n \t"u8) < 0)
            return;
        chunk.Text[chunk.TextLength++] = (byte)'\n';
        var next = Take(chunk, at);
        left = chunk.Text.AsSpan(next, chunk.TextLength - next);
        if (left.IndexOfAnyExcept("\r\n \t"u8) >= 0)
            IsTruncated = true;
    }

    /// <summary>The end of the record that begins at <paramref name="at"/>; −1 when it is not whole.</summary>
    private int Record(byte* text, int at, int end, out FastqEntry entry)
    {
        unchecked
        {
            entry = default;
            if (at >= end)
                return -1;
            if (text[at] != '@')
                return OnlyBlank(text, at, end) ? -1 : throw Broken(0, "the name of a read, which begins with @, was expected");
            var nameEnd = LineEnd(text, at, end);
            if (nameEnd < 0)
                return -1;

            var bases = nameEnd + 1;
            var basesEnd = bases + usualLength;
            var known = basesEnd < end && text[basesEnd] == '\n';
            if (!known)
                basesEnd = LineEnd(text, bases, end);
            if (basesEnd < 0)
                return -1;
            var length = basesEnd - bases;
            if (length > 0 && text[basesEnd - 1] == '\r')
                length--;
            if (new ReadOnlySpan<byte>(text + bases, length).ContainsAnyExcept(Plain))
            {
                if (known && (basesEnd = LineEnd(text, bases, end)) - bases is var line && line < usualLength)
                    length = line > 0 && text[basesEnd - 1] == '\r' ? line - 1 : line;
                Normalise(text + bases, length);
            }

            var plus = basesEnd + 1;
            if (plus >= end)
                return -1;
            if (text[plus] != '+')
                throw Broken(2, "the line with + was expected after one line of bases; FASTQ over several lines is not read");
            var plusEnd = plus + 1 < end && text[plus + 1] == '\n' ? plus + 1 : LineEnd(text, plus, end);
            if (plusEnd < 0)
                return -1;
            var qualities = plusEnd + 1;
            var next = qualities + length;
            if (next >= end)
                return ShortQualities(text, qualities, next, end);
            if (text[next] == '\r' && next + 1 < end)
                next++;
            if (text[next] != '\n' || (length > 0 && text[qualities] == '\n'))
                throw Broken(3, $"{length} qualities were expected, one for each base");
            usualLength = basesEnd - bases;
            entry = new(at + 1, NameLength(text + at + 1, nameEnd - at - 1), bases, length, qualities);
            return next + 1;
        }
    }

    /// <summary>The quality line is not whole yet, or it is shorter than the bases and the file went on.</summary>
    private int ShortQualities(byte* text, int at, int expectedEnd, int end) =>
        expectedEnd - at > MaxRecord ? throw Broken(3, $"more than {MaxRecord} bases in a read")
        : LineEnd(text, at, end) is var line && line >= 0 && end - line > 2
            ? throw Broken(3, $"{expectedEnd - at} qualities were expected, one for each base, and there are {line - at}")
        : -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LineEnd(byte* text, int at, int end)
    {
        unchecked
        {
            var found = new ReadOnlySpan<byte>(text + at, end - at).IndexOf((byte)'\n');
            return found < 0 ? -1 : at + found;
        }
    }

    private static bool OnlyBlank(byte* text, int at, int end) =>
        new ReadOnlySpan<byte>(text + at, end - at).IndexOfAnyExcept("\r\n \t"u8) < 0;

    /// <summary>Up to the first blank, without the number of the mate.</summary>
    private static int NameLength(byte* name, int length)
    {
        var blank = new ReadOnlySpan<byte>(name, length).IndexOfAny((byte)' ', (byte)'\t', (byte)'\r');
        if (blank >= 0)
            length = blank;
        return length > 2 && name[length - 2] == '/' && name[length - 1] is (byte)'1' or (byte)'2' ? length - 2 : length;
    }

    /// <summary>Small letters become capitals, and the ambiguous ones and the dot become N.</summary>
    private void Normalise(byte* bases, int length)
    {
        for (var i = 0; i < length; i++)
        {
            var letter = (byte)(bases[i] & ~0x20);
            bases[i] = letter switch
            {
                (byte)'A' or (byte)'C' or (byte)'G' or (byte)'T' when bases[i] >= 'A' => letter,
                (byte)'U' when bases[i] >= 'A' => (byte)'T',
                _ when bases[i] == '.' => (byte)'N',
                _ when bases[i] >= 'A' && "NRYSWKMBDHV"u8.Contains(letter) => (byte)'N',
                _ => throw Broken(1, $"bases were expected, and character {i + 1} has code {bases[i]}"),
            };
        }
    }

    private void Add(FastqChunk chunk, byte* text, FastqEntry entry)
    {
        unchecked
        {
            var scan = usePlainKernel
                ? PlainScanner.Scan(seeds, new(text + entry.Bases, entry.Length), default)
                : scanner.ScanLetters(text + entry.Bases, entry.Length);
            chunk.Entries[chunk.Count] = entry;
            chunk.NameHashes[chunk.Count] = NameHash.Of(new(text + entry.Name, entry.NameLength));
            if (scan.IsCandidate)
                chunk.Hits.Add(chunk.Count);
            chunk.Count++;
            Tally.Records++;
            Tally.Reads++;
            Tally.Bases += entry.Length;
            Tally.GcBases += scan.GcBases;
            Tally.Unmapped++;
            Tally.Unplaced++;
            if (scan.HasSeed)
                Tally.WithSeed++;
            if ((records & (ReadTally.QualityShare - 1)) == 0)
                AddQualities(text + entry.Qualities, entry.Length);
            records++;
        }
    }

    private void AddQualities(byte* qualities, int length)
    {
        const byte lowest = (byte)'!';
        if (new ReadOnlySpan<byte>(qualities, length).ContainsAnyExceptInRange(lowest, (byte)'~'))
            throw Broken(3, "a quality is outside of ! to ~");
        Tally.AddQualities(qualities, length, lowest);
    }

    /// <summary>The message for a broken record.</summary>
    /// <param name="line">Of the present record, from 0.</param>
    private UnreadableInputException Broken(int line, string what) => new(source.Name, $"line {(4 * records) + line + 1}", what);
}
