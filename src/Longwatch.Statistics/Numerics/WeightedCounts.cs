namespace Longwatch.Statistics.Numerics;

/// <summary>Running weights by rank: add at a rank, ask for the sum below a rank, each O(log n) (Fenwick 1994).</summary>
internal sealed class WeightedCounts(int ranks)
{
    private readonly double[] tree = new double[ranks + 1];
    private readonly double[] single = new double[ranks];

    /// <summary>Of all ranks.</summary>
    public double Total { get; private set; }

    public void Add(int rank, double weight)
    {
        Total += weight;
        single[rank] += weight;
        for (var i = rank + 1; i < tree.Length; i += i & -i)
            tree[i] += weight;
    }

    /// <summary>Takes all weights away.</summary>
    public void Clear()
    {
        Array.Clear(tree);
        Array.Clear(single);
        Total = 0;
    }

    public double At(int rank) => single[rank];

    public double Below(int rank)
    {
        var sum = 0.0;
        for (var i = rank; i > 0; i -= i & -i)
            sum += tree[i];
        return sum;
    }

    /// <summary>The sums below a rank, at it and above it.</summary>
    public (double Below, double At, double Above) Around(int rank)
    {
        var below = Below(rank);
        return (below, single[rank], Total - below - single[rank]);
    }

    /// <summary>The rank of each value among the distinct ones, from 0, and how many there are.</summary>
    public static (int[] Ranks, int Distinct) Rank(ReadOnlySpan<double> values)
    {
        var (sorted, order, ranks) = (values.ToArray(), new int[values.Length], new int[values.Length]);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var distinct = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i] != sorted[i - 1])
                distinct++;
            ranks[order[i]] = distinct;
        }

        return (ranks, sorted.Length == 0 ? 0 : distinct + 1);
    }
}
