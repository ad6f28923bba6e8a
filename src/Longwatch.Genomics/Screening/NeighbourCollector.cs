using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Takes host reads that overlap the wanted windows, from records in the order of a coordinate-sorted file.</summary>
internal sealed class NeighbourCollector(IReadOnlyList<HostWindow> windows, int most)
{
    private readonly List<HostRead> reads = [];
    private int window;

    public IReadOnlyList<HostRead> Reads => reads;

    /// <summary>So many reads lie in the windows that not all were kept.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Goes on from an earlier place of the file.</summary>
    public void Rewind(int toWindow) => window = toWindow;

    /// <summary>Takes the record when it overlaps a window.</summary>
    /// <returns>False when this record lies behind the last window.</returns>
    public bool Offer(ref readonly RecordView record)
    {
        const SamFlag left = SamFlag.Unmapped | SamFlag.Secondary | SamFlag.Supplementary | SamFlag.Duplicate | SamFlag.QualityFail;
        if (record.Contig < 0)
            return false;
        while (window < windows.Count && IsBehind(windows[window], record.Contig, record.Position))
            window++;
        if (window == windows.Count)
            return false;
        if ((record.Flags & left) != SamFlag.None)
            return true;
        var sums = CigarText.Sum(in record);
        var end = record.Position + sums.Span;
        // Windows lie apart, so a read that begins before this one can reach into it, and only a very long one into the next as well.
        if (windows[window].Contig != record.Contig || end <= windows[window].Start || record.Position >= windows[window].End)
            return true;
        if (reads.Count == most)
        {
            IsFull = true;
            return false;
        }

        reads.Add(
            new(
                record.Contig,
                record.Position,
                end,
                sums.LeftClip,
                sums.RightClip,
                record.Flags,
                record.MappingQuality,
                NameHash.Of(record.NameSpan),
                (int)Math.Clamp(record.TemplateLength, int.MinValue, int.MaxValue)
            )
        );
        return true;
    }

    /// <summary>A record that begins here or later cannot overlap the window.</summary>
    private static bool IsBehind(HostWindow window, int contig, long position) =>
        window.Contig < contig || (window.Contig == contig && window.End <= position);
}
