using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>
/// Reads again those few groups of blocks of a coordinate-sorted BAM that hold the host reads beside candidates. The places of the groups were noted in
/// the one pass, so that a place before the candidate (of its mate, or of the other part of a split read) is found as well.
/// </summary>
internal static unsafe class BamNeighbours
{
    /// <summary>Reads that span more of the host than this are found only where they begin near.</summary>
    private const int MaxLookBack = 200_000;

    public static void Collect(
        string path,
        int contigs,
        IReadOnlyList<GroupPlace> places,
        IReadOnlyList<HostWindow> windows,
        int longestSpan,
        NeighbourCollector collector,
        CancellationToken cancel
    )
    {
        using var source = ByteSource.Open(path);
        using var records = new BamRecordReader(source, contigs);
        var next = 0;
        while (next < windows.Count && !collector.IsFull)
        {
            cancel.ThrowIfCancellationRequested();
            var from = Start(places, windows[next], Math.Min(longestSpan, MaxLookBack));
            if (from < 0)
                return;
            collector.Rewind(next);
            records.Seek(places[from]);
            var done = next;
            while (records.Next(out var record))
            {
                if (!collector.Offer(in record))
                    return;
                // Behind this window: the next one may lie far away, so its own groups are looked for.
                while (done < windows.Count && IsBehind(windows[done], record.Contig, record.Position))
                    done++;
                if (done > next && (done == windows.Count || IsFurther(places, Start(places, windows[done], longestSpan), records.Group)))
                    break;
            }

            next = Math.Max(done, next + 1);
        }
    }

    private static bool IsFurther(IReadOnlyList<GroupPlace> places, int index, long group) =>
        index >= 0 && places[index].Number > group + 1;

    private static bool IsBehind(HostWindow window, int contig, long position) =>
        contig < 0 || window.Contig < contig || (window.Contig == contig && window.End <= position);

    /// <summary>The last group that begins before anything that can overlap the window; −1 when there is none.</summary>
    private static int Start(IReadOnlyList<GroupPlace> places, HostWindow window, int lookBack)
    {
        var key = BatchSpan.Key(window.Contig, Math.Max(window.Start - lookBack, 0));
        int low = 0,
            high = places.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (places[middle].Span.Last < key)
                low = middle + 1;
            else
                high = middle;
        }

        // The first records of that group may have been carried over from the one before.
        for (var i = Math.Min(low, places.Count - 1); i >= 0; i--)
            if (places[i].FirstRecord >= 0 && (i < low || i == 0))
                return i;
        return -1;
    }
}
