using System.Runtime.CompilerServices;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Screens one BAM: each thread inflates a group of blocks, finds where records begin, and screens them while they are in its cache.</summary>
internal sealed unsafe class BamScreening : IDisposable
{
    /// <summary>Records of one name that are kept together over the end of a group.</summary>
    private const int LongestRun = 64;

    private readonly ByteSource source;
    private readonly BgzfReader reader;
    private readonly BgzfGroup first = new();
    private readonly int firstRecord;
    private readonly Lock reading = new();
    private readonly RecordChain chain = new();
    private readonly List<GroupPlace> places = [];
    private bool cutInRecord;

    /// <summary>Reads the header.</summary>
    public BamScreening(ByteSource source)
    {
        this.source = source;
        reader = new(source);
        using var inflater = new BlockInflater();
        var bytes = new List<byte>();
        while (true)
        {
            var before = bytes.Count;
            if (!reader.Next(first))
                throw new UnreadableInputException(source.Name, null, "ends within the BAM header; it is truncated, copy it again");
            first.Inflate(inflater, source.Name);
            bytes.AddRange(first.Raw.AsSpan(first.Headroom, first.RawLength));
            if (BamHeader.TryRead(source.Name, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)) is not var (header, length))
                continue;
            Header = header;
            firstRecord = first.Headroom + length - before;
            return;
        }
    }

    public AlignmentHeader Header { get; }

    public bool IsTruncated => reader.IsTruncated || cutInRecord;

    public string TruncatedAt => $"byte offset {reader.EndOffset}";

    /// <summary>Groups in file order, for finding records again.</summary>
    public IReadOnlyList<GroupPlace> Places => places;

    public long Records => chain.Records;

    /// <summary>The records lie in the order of their places, those without a place last.</summary>
    public bool IsSorted
    {
        get
        {
            var last = 0UL;
            foreach (var place in places)
            {
                if (place.Records == 0)
                    continue;
                if (!place.Span.Sorted || place.Span.First < last)
                    return false;
                last = place.Span.Last;
            }

            return true;
        }
    }

    /// <summary>Screens all records.</summary>
    public void Run(IReadOnlyList<RecordScreener> screeners, long firstOrdinal, ProgressMeter progress, CancellationToken cancel)
    {
        chain.Start(first.Number, firstOrdinal);
        Workers.Run(screeners.Count, number => Work(screeners[number], number == 0, progress, cancel));
        chain.ThrowIfFailed();
        cancel.ThrowIfCancellationRequested();
        places.Sort((a, b) => a.Number.CompareTo(b.Number));
    }

    public void Dispose()
    {
        chain.Dispose();
        source.Dispose();
    }

    private void Work(RecordScreener screener, bool hasFirst, ProgressMeter progress, CancellationToken cancel)
    {
        using var inflater = new BlockInflater();
        var group = hasFirst ? first : new BgzfGroup();
        var offsets = new int[4096];
        while (!cancel.IsCancellationRequested && !chain.HasFailed)
        {
            if (!hasFirst)
            {
                try
                {
                    lock (reading)
                        if (!reader.Next(group))
                            return;
                }
                catch (Exception error)
                {
                    chain.Fail(group.Number, error);
                    return;
                }
            }

            try
            {
                if (Group(screener, group, hasFirst, inflater, ref offsets) is not { } place)
                    return;
                lock (places)
                    places.Add(place);
            }
            catch (Exception error)
            {
                chain.Fail(group.Number, error);
                return;
            }

            hasFirst = false;
            progress.Report(source.Position, chain.Records);
        }
    }

    private GroupPlace? Group(RecordScreener screener, BgzfGroup group, bool isFirst, BlockInflater inflater, ref int[] offsets)
    {
        if (!isFirst)
            group.Inflate(inflater, source.Name);
        if (!chain.Await(group.Number))
            return null;
        var start = isFirst ? firstRecord : group.Headroom;
        var ordinal = chain.Records;
        if (!isFirst)
        {
            var carried = chain.Carried;
            group.Prepend(carried);
            start = group.Headroom - carried.Length;
        }

        var end = group.Headroom + group.RawLength;
        var (count, rest) = Cut(group, start, end, ordinal, ref offsets);
        if (group.IsLast && rest < end)
            cutInRecord = true;
        chain.HandOver(group.Raw.AsSpan(rest, end - rest), count);

        fixed (byte* raw = group.Raw)
        {
            var batch = new BamBatch(raw, offsets, count, group, Header.Contigs.Count, source.Name, ordinal);
            var span = screener.Screen(ref batch, ordinal);
            var own = Array.FindIndex(offsets, 0, count, o => o >= group.Headroom);
            return new(group.Number, group.FileOffset, own < 0 ? -1 : offsets[own] - group.Headroom, count, span);
        }
    }

    /// <summary>Finds the records. The last run of records with one name goes to the next group, so that mates stay together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int Count, int RestStart) Cut(BgzfGroup group, int start, int end, long ordinal, ref int[] offsets)
    {
        var count = 0;
        fixed (byte* raw = group.Raw)
        {
            var at = start;
            while (end - at >= 4)
            {
                var length = *(int*)(raw + at);
                if (length is < BamRecord.FixedLength or > BamRecord.MaxLength)
                    throw new UnreadableInputException(
                        source.Name,
                        $"byte offset {group.BlockOffset(at)}",
                        $"record {ordinal + count + 1} states a length of {length} bytes; {BamRecord.FixedLength} to {BamRecord.MaxLength} can be"
                    );
                if (end - at - 4 < length)
                    break;
                if (count == offsets.Length)
                    Array.Resize(ref offsets, 2 * count);
                offsets[count++] = at;
                at += 4 + length;
            }

            if (group.IsLast || count == 0)
                return (count, at);
            var run = count - 1;
            while (run > 0 && count - run < LongestRun && HaveSameName(raw + offsets[run - 1], raw + offsets[run]))
                run--;
            return count - run >= LongestRun ? (count, at) : (run, offsets[run]);
        }
    }

    private static bool HaveSameName(byte* first, byte* second)
    {
        int length = first[12];
        return length == second[12]
            && length + BamRecord.FixedLength <= *(int*)first
            && length + BamRecord.FixedLength <= *(int*)second
            && new ReadOnlySpan<byte>(first + 4 + BamRecord.FixedLength, length).SequenceEqual(
                new ReadOnlySpan<byte>(second + 4 + BamRecord.FixedLength, length)
            );
    }
}

/// <summary>Where a group of blocks lies, and what records it holds.</summary>
/// <param name="FirstRecord">Where in the inflated group the first record of its own begins; −1 when none does.</param>
/// <param name="Records">Screened with this group, among them some carried over from the one before.</param>
internal readonly record struct GroupPlace(long Number, long FileOffset, int FirstRecord, int Records, BatchSpan Span);

/// <summary>Records of a BAM in an inflated group.</summary>
internal readonly unsafe struct BamBatch(byte* raw, int[] offsets, int count, BgzfGroup group, int contigs, string file, long ordinal)
    : IRecordBatch
{
    public int Count => count;

    public void Get(int index, out RecordView record)
    {
        var at = raw + offsets[index];
        if (!BamRecord.TryView(at + 4, *(int*)at, contigs, out record))
            throw new UnreadableInputException(
                file,
                $"byte offset {group.BlockOffset(offsets[index])}",
                $"record {ordinal + index + 1} is broken: its parts do not fit into its length, or it names a contig that the header has not"
            );
    }
}
