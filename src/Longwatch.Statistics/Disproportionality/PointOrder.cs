namespace Longwatch.Statistics.Disproportionality;

/// <summary>Sorts points by count, then by expected count: small counts, which are nearly all, into buckets that are sorted side by side.</summary>
internal static class PointOrder
{
    private const int Buckets = 1024;

    /// <summary>Indices in ascending order of (count, expected); equal points in any order that does not depend on the number of threads.</summary>
    public static int[] Of(ReadOnlySpan<int> counts, ReadOnlySpan<double> expected, int threads)
    {
        var starts = new int[Buckets + 2];
        foreach (var count in counts)
            starts[Math.Min(count, Buckets) + 1]++;
        for (var i = 0; i <= Buckets; i++)
            starts[i + 1] += starts[i];
        var next = (int[])starts.Clone();
        var (order, keys) = (new int[counts.Length], new double[counts.Length]);
        for (var i = 0; i < counts.Length; i++)
        {
            var at = next[Math.Min(counts[i], Buckets)]++;
            (order[at], keys[at]) = (i, expected[i]);
        }

        Parallel.For(
            0,
            Buckets,
            Threading.Options(threads),
            bucket => Array.Sort(keys, order, starts[bucket], starts[bucket + 1] - starts[bucket])
        );

        // The few large counts are sorted as pairs.
        var large = new (int Count, double Expected, int Index)[counts.Length - starts[Buckets]];
        for (var i = 0; i < large.Length; i++)
        {
            var index = order[starts[Buckets] + i];
            large[i] = (counts[index], expected[index], index);
        }

        Array.Sort(large);
        for (var i = 0; i < large.Length; i++)
            order[starts[Buckets] + i] = large[i].Index;
        return order;
    }
}
