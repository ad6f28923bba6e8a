using System.Text;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Screens one SAM: its lines are turned into records as BAM has them, batch by batch.</summary>
internal sealed unsafe class SamScreening : IDisposable
{
    private const int Portion = 256 * 1024;
    private const int BatchLength = 1024;
    private const int MaxLine = 2 * BamRecord.MaxLength;
    private const int LongestRun = 64;

    private readonly TextSource text;
    private readonly Dictionary<string, int> contigs = new(StringComparer.Ordinal);
    private byte[] buffer = GC.AllocateUninitializedArray<byte>(2 * Portion, pinned: true);
    private int start;
    private int end;
    private bool atEnd;
    private long line;

    /// <summary>Reads the header.</summary>
    public SamScreening(TextSource text)
    {
        this.text = text;
        var header = new StringBuilder();
        while (TryLine(out var span) && span is [(byte)'@', ..])
        {
            line++;
            header.Append(Encoding.UTF8.GetString(span)).Append('\n');
            if (header.Length > AlignmentHeader.MaxBytes)
                throw new UnreadableInputException(text.Name, $"line {line}", "the header is longer than any header can be");
            start += span.Length + 1;
        }

        Header = SamHeader.Parse(text.Name, header.ToString());
        for (var i = 0; i < Header.Contigs.Count; i++)
            contigs.TryAdd(Header.Contigs[i].Name, i);
    }

    public AlignmentHeader Header { get; }
    public bool IsTruncated { get; private set; }
    public long Records { get; private set; }
    public string TruncatedAt => $"line {line + 1}";

    public void Run(RecordScreener screener, long firstOrdinal, Action<long> progress, CancellationToken cancel)
    {
        var records = new SamRecords(text.Name, contigs);
        for (var more = true; more; )
        {
            cancel.ThrowIfCancellationRequested();
            more = Fill(records);
            var count = more ? records.StartOfLastRun(LongestRun) : records.Count;
            fixed (byte* bytes = records.Bytes)
            {
                var batch = new SamBatch(bytes, records, count, Header.Contigs.Count);
                screener.Screen(ref batch, firstOrdinal + Records);
            }

            Records += count;
            records.Drop(count);
            progress(firstOrdinal + Records);
        }

        IsTruncated = text.IsTruncated;
    }

    public void Dispose() => text.Dispose();

    private bool Fill(SamRecords records)
    {
        while (records.Count < BatchLength)
        {
            if (!TryLine(out var span))
                return false;
            start += span.Length + 1;
            line++;
            var trimmed = span.TrimEnd((byte)'\r');
            if (atEnd && start > end && text.IsTruncated)
                return false; // the last line of a cut file is not whole
            if (trimmed.IsEmpty && !TryLine(out _))
                return false; // blank lines at the end
            records.Add(trimmed, line);
        }

        return true;
    }

    /// <summary>The next line, without its end; it stays until the next call.</summary>
    private bool TryLine(out ReadOnlySpan<byte> found)
    {
        while (true)
        {
            if (start < end)
            {
                var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
                if (length < 0 && atEnd)
                    length = end - start;
                if (length >= 0)
                {
                    found = buffer.AsSpan(start, length);
                    return true;
                }
            }

            found = [];
            if (atEnd)
                return false;
            var kept = Math.Max(end - start, 0);
            if (kept > MaxLine)
                throw new UnreadableInputException(text.Name, $"line {line + 1}", $"is longer than {MaxLine} bytes: this is no SAM");
            var target = buffer;
            if (kept + Portion > buffer.Length)
                target = GC.AllocateUninitializedArray<byte>(2 * (kept + Portion), pinned: true);
            if (kept > 0)
                Array.Copy(buffer, start, target, 0, kept);
            (buffer, start) = (target, 0);
            var got = text.Read(buffer, kept, Portion);
            atEnd = got == 0;
            end = kept + got;
        }
    }
}

/// <summary>Records made from SAM lines.</summary>
internal readonly unsafe struct SamBatch(byte* bytes, SamRecords records, int count, int contigs) : IRecordBatch
{
    public int Count => count;

    public void Get(int index, out RecordView record)
    {
        var at = bytes + records.Offset(index);
        if (!BamRecord.TryView(at + 4, *(int*)at, contigs, out record))
            throw records.Broken(index, "its parts do not fit together");
    }
}
