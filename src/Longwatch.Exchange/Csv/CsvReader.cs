using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Longwatch.Exchange.Csv;

/// <summary>Strict reader of RFC 4180 records in UTF-8: cells as bytes of one buffer, every fault of the format said with its physical line.</summary>
/// <remarks>
/// Lines end in LF or CRLF. A record with a fault is reported and skipped; reading goes on behind it where that is possible.
/// Cells are valid until the next <see cref="Read"/>. Why not a library: docs/decisions/0008-own-csv-reader.md. Checked against CsvHelper 33.0.1 on random tables.
/// </remarks>
internal sealed class CsvReader : IDisposable
{
    private const int FirstBuffer = 1 << 18;
    private static readonly SearchValues<byte> Special = SearchValues.Create(",\n\"\r"u8);

    private readonly Stream stream;
    private readonly ProblemLog log;
    private readonly CsvLimits limits;
    private readonly Action<int>? advanced;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer;
    private (int Start, int End, bool Escaped)[] cells = new (int, int, bool)[32];
    private int start;
    private int recordStart;
    private int end;
    private int nextLine = 1;
    private bool eof;
    private bool stopped;
    private bool opened;
    private bool notPlain;

    /// <summary>Reads the stream from where it stands; disposes of it.</summary>
    /// <param name="advanced">Called with the number of bytes read since the last call.</param>
    public CsvReader(Stream stream, ProblemLog log, CsvLimits limits, Action<int>? advanced = null)
    {
        (this.stream, this.log, this.limits, this.advanced) = (stream, log, limits, advanced);
        buffer = new byte[Math.Min(FirstBuffer, limits.RecordBytes + 1)];
    }

    /// <summary>Physical line on which the record starts.</summary>
    public int Line { get; private set; }

    /// <summary>Cells of the record.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Called when a record was refused, while the cells before the fault can still be seen.</summary>
    public Action? Refused { get; init; }

    /// <summary>True when the file could not be read to its end.</summary>
    public bool Stopped => stopped;

    public ReadOnlySpan<byte> this[int cell] => buffer.AsSpan(cells[cell].Start, cells[cell].End - cells[cell].Start);

    /// <summary>Physical line on which a cell of the record starts.</summary>
    public int LineOf(int cell) => Line + buffer.AsSpan(recordStart, cells[cell].Start - recordStart).Count((byte)'\n');

    /// <summary>Moves to the next record that has the right form; false at the end of the file, or where it cannot be read on.</summary>
    public bool Read()
    {
        if (!opened && !Open())
            return false;
        while (!stopped)
        {
            if (start == end && !Fill())
                return false;
            var record = Scan();
            if (record.Next < 0)
            {
                if (end - start > limits.RecordBytes)
                    return Stop(nextLine, Faults.RecordTooLong(limits.RecordBytes));
                _ = Fill();
                continue;
            }

            if (Accept(record))
                return true;
        }

        return false;
    }

    /// <summary>SHA-256 of all bytes of the file; reads what is left of it.</summary>
    public byte[] Finish()
    {
        while (!eof)
        {
            start = end;
            if (!Fill())
                break;
        }

        return hash.GetCurrentHash();
    }

    public void Dispose()
    {
        hash.Dispose();
        stream.Dispose();
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        return at;
    }

    private readonly record struct Scanned(int Next, ProblemText? Fault, int FaultAt, bool Quoted);

    private bool Accept(Scanned record)
    {
        recordStart = start;
        Line = nextLine;
        var bytes = buffer.AsSpan(start, record.Next - start);
        nextLine += record.Quoted || record.Fault is not null ? bytes.Count((byte)'\n') : 1;
        start = record.Next;
        if (record.Fault is { } fault)
        {
            log.Error(Line + buffer.AsSpan(recordStart, record.FaultAt - recordStart).Count((byte)'\n'), null, fault);
            return Refuse();
        }

        if (bytes.Length > limits.RecordBytes)
            return Stop(Line, Faults.RecordTooLong(limits.RecordBytes));
        if (notPlain && Encoding() is { } encoding)
        {
            log.Error(Line, null, encoding);
            return Refuse();
        }

        for (var i = 0; i < Count; i++)
        {
            if (cells[i].End - cells[i].Start > limits.CellBytes)
            {
                log.Error(LineOf(i), null, Faults.CellTooLong(limits.CellBytes));
                return Refuse();
            }

            if (cells[i].Escaped)
                Unescape(ref cells[i]);
        }

        return true;

        ProblemText? Encoding()
        {
            var record = buffer.AsSpan(recordStart, start - recordStart);
            if (record.Contains((byte)0))
                return Faults.Nul;
            if (Utf8.IsValid(record))
                return null;
            var bad = recordStart + FirstInvalid(record);
            return Faults.NotUtf8(buffer[bad], 1 + Array.FindLastIndex(cells, Count - 1, Count, c => c.Start <= bad));
        }
    }

    /// <summary>Finds the cells of the record at <see cref="start"/>; <c>Next</c> is -1 when the buffer does not hold all of it.</summary>
    private Scanned Scan()
    {
        var more = new Scanned(-1, null, 0, false);
        Count = 0;
        var quoted = false;
        var opening = start;
        for (var at = start; ; )
        {
            if (at == end && !eof)
                return more;
            if (at < end && buffer[at] == (byte)'"')
            {
                quoted = true;
                opening = at;
                var close = ClosingQuote(at + 1, out var escaped);
                if (close < 0)
                    return eof ? Skip(at, Faults.Unterminated) : more;
                Add(at + 1, close, escaped);
                at = close + 1;
                if (at == end)
                    return eof ? new(end, null, 0, true) : more;
            }
            else
            {
                var length = buffer.AsSpan(at, end - at).IndexOfAny(Special);
                if (length < 0 && !eof)
                    return more;
                var stop = length < 0 ? end : at + length;
                Add(at, stop, false);
                at = stop;
                if (at == end)
                    return new(end, null, 0, quoted);
                if (buffer[at] == (byte)'"')
                    return Skip(at, Faults.QuoteInside);
            }

            switch (buffer[at])
            {
                case (byte)',':
                    at++;
                    continue;
                case (byte)'\n':
                    return new(at + 1, null, 0, quoted);
                case (byte)'\r' when at + 1 < end && buffer[at + 1] == (byte)'\n':
                    return new(at + 2, null, 0, quoted);
                case (byte)'\r' when at + 1 == end && !eof:
                    return more;
                case (byte)'\r':
                    return Skip(at, Faults.LoneCarriageReturn);
                default:
                    return buffer.AsSpan(opening, at - opening).Contains((byte)'\n')
                        ? Skip(opening, Faults.RunsOn)
                        : Skip(at, Faults.TextBehindQuote);
            }
        }
    }

    private Scanned Skip(int at, ProblemText fault)
    {
        var length = buffer.AsSpan(at, end - at).IndexOf((byte)'\n');
        if (length < 0 && !eof)
            return new(-1, null, 0, false);
        return new(length < 0 ? end : at + length + 1, fault, at, true);
    }

    private int ClosingQuote(int from, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            var length = buffer.AsSpan(from, end - from).IndexOf((byte)'"');
            if (length < 0 || (from + length + 1 == end && !eof))
                return -1;
            var quote = from + length;
            if (quote + 1 == end || buffer[quote + 1] != (byte)'"')
                return quote;
            escaped = true;
            from = quote + 2;
        }
    }

    private void Add(int from, int to, bool escaped)
    {
        if (Count == cells.Length)
            Array.Resize(ref cells, 2 * Count);
        cells[Count++] = (from, to, escaped);
    }

    /// <summary>Halves doubled quotes in place; what is left over becomes quotes, so that line counting stays true.</summary>
    private void Unescape(ref (int Start, int End, bool Escaped) cell)
    {
        var to = cell.Start;
        for (var from = cell.Start; from < cell.End; from++)
        {
            buffer[to++] = buffer[from];
            if (buffer[from] == (byte)'"')
                from++;
        }

        buffer.AsSpan(to, cell.End - to).Fill((byte)'"');
        cell = (cell.Start, to, false);
    }

    private bool Open()
    {
        opened = true;
        if (!Fill())
            return !stopped && Stop(0, Faults.Empty);
        var head = buffer.AsSpan(0, end);
        if (FileSignature.Fault(head) is { } fault)
            return Stop(1, fault);
        if (head.StartsWith("\uFEFF"u8))
        {
            log.Error(1, null, Faults.ByteOrderMark);
            start = 3;
        }

        return true;
    }

    /// <summary>Reads on behind what is still needed, which moves to the front; false when nothing came.</summary>
    private bool Fill()
    {
        if (eof)
            return false;
        var kept = end - start;
        if (kept == buffer.Length)
            Array.Resize(ref buffer, (int)Math.Min(2L * kept, limits.RecordBytes + 2L));
        buffer.AsSpan(start, kept).CopyTo(buffer);
        (start, end) = (0, kept);
        var read = stream.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
        eof = read < buffer.Length - end;
        var fresh = buffer.AsSpan(end, read);
        notPlain = (kept > 0 && notPlain) || !Ascii.IsValid(fresh) || fresh.Contains((byte)0);
        hash.AppendData(fresh);
        end += read;
        Position += read;
        advanced?.Invoke(read);
        return Position <= limits.FileBytes ? read > 0 : Stop(0, Faults.FileTooLong(limits.FileBytes));
    }

    private bool Refuse()
    {
        Refused?.Invoke();
        return false;
    }

    private bool Stop(int line, ProblemText fault)
    {
        log.Error(line, null, fault);
        stopped = true;
        return false;
    }
}
