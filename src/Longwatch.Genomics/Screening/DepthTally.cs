using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Aligned bases per window of the host that one thread has seen.</summary>
internal sealed class DepthTally(IReadOnlyList<ContigInfo> contigs, int windowLength)
{
    private readonly int[][] bases = HostWindows.NewTable(contigs, windowLength);

    public void Add(int contig, long position, int aligned)
    {
        var row = bases[contig];
        var window = position / windowLength;
        if ((ulong)window < (ulong)row.Length)
            row[window] = (int)Math.Min((long)row[window] + aligned, int.MaxValue);
    }

    /// <summary>Adds this to the total of all files.</summary>
    /// <param name="map">From this file's contigs to the rows of the total.</param>
    public void AddTo(int[][] total, IReadOnlyList<int> map)
    {
        for (var contig = 0; contig < bases.Length; contig++)
        {
            var (to, from) = (total[map[contig]], bases[contig]);
            for (var i = 0; i < to.Length; i++)
                to[i] = (int)Math.Min((long)to[i] + from[i], int.MaxValue);
        }
    }
}

/// <summary>How the host is cut into windows.</summary>
internal static class HostWindows
{
    private const int Wanted = 20;
    private const long MostWindows = 4_000_000;
    private static readonly int[] Lengths = [10_000, 5_000, 2_000, 1_000, 500, 200, 100];

    /// <summary>10 kb, or the longest shorter length that gives 20 windows in all.</summary>
    public static int LengthFor(IReadOnlyList<ContigInfo> contigs)
    {
        var length = Lengths.FirstOrDefault(length => contigs.Sum(c => c.Length / length) >= Wanted, Lengths[^1]);
        // A header may state any lengths: the windows are never so many that they alone would need the memory.
        while (contigs.Sum(c => (c.Length / length) + 1) > MostWindows && length < int.MaxValue / 2)
            length *= 2;
        return length;
    }

    public static int[][] NewTable(IReadOnlyList<ContigInfo> contigs, int length) =>
        [.. contigs.Select(c => new int[(c.Length + length - 1) / length])];
}
