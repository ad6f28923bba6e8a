namespace Longwatch.Statistics.Disproportionality;

/// <summary>Pairs as the likelihood of the prior sees them: count, expected count and how many pairs the point stands for. Ascending by count, then expected.</summary>
public sealed class MgpsPoints
{
    private readonly int[] counts;
    private readonly double[] expected;
    private readonly double[] weights;

    private MgpsPoints(int[] counts, double[] expected, double[] weights) =>
        (this.counts, this.expected, this.weights) = (counts, expected, weights);

    public int Length => counts.Length;

    public ReadOnlySpan<int> Counts => counts;

    public ReadOnlySpan<double> Expected => expected;

    public ReadOnlySpan<double> Weights => weights;

    /// <summary>Points from counts.</summary>
    /// <param name="counts">n ≥ 0.</param>
    /// <param name="expected">E, finite and positive.</param>
    /// <param name="weights">Pairs each stands for, finite and positive; empty: one each.</param>
    /// <exception cref="ArgumentException">Lengths differ or a value is out of range.</exception>
    public static MgpsPoints Of(ReadOnlySpan<int> counts, ReadOnlySpan<double> expected, ReadOnlySpan<double> weights)
    {
        Check(counts, expected, weights);
        var order = PointOrder.Of(counts, expected, 0);
        var (n, e, w) = (new int[order.Length], new double[order.Length], new double[order.Length]);
        for (var i = 0; i < order.Length; i++)
            (n[i], e[i], w[i]) = (counts[order[i]], expected[order[i]], weights.Length == 0 ? 1 : weights[order[i]]);
        return new(n, e, w);
    }

    /// <summary>Points with all that are alike as one, weighted; and the point of each.</summary>
    internal static (MgpsPoints Points, int[] PointOf) Distinct(ReadOnlySpan<int> counts, ReadOnlySpan<double> expected, int threads)
    {
        var order = PointOrder.Of(counts, expected, threads);
        var (n, e, w) = (new int[order.Length], new double[order.Length], new double[order.Length]);
        var pointOf = new int[order.Length];
        var last = -1;
        foreach (var i in order)
        {
            if (last < 0 || n[last] != counts[i] || e[last] != expected[i])
                (n[++last], e[last]) = (counts[i], expected[i]);
            w[last]++;
            pointOf[i] = last;
        }

        last++;
        return (new(n[..last], e[..last], w[..last]), pointOf);
    }

    /// <summary>The same with all points that are alike as one.</summary>
    internal MgpsPoints Merged()
    {
        var (n, e, w) = ((int[])counts.Clone(), (double[])expected.Clone(), new double[counts.Length]);
        var last = -1;
        for (var i = 0; i < n.Length; i++)
        {
            if (last < 0 || n[last] != n[i] || e[last] != e[i])
                (n[++last], e[last]) = (n[i], e[i]);
            w[last] += weights[i];
        }

        last++;
        return last == n.Length ? this : new(n[..last], e[..last], w[..last]);
    }

    /// <summary>
    /// Points of one count are put into bins of equal number in the order of their expectations; each bin becomes one point at its mean. The largest
    /// expectations, which vary most, stay as they are; what is left over makes a smaller last bin.
    /// </summary>
    /// <param name="count">The count whose points are squashed.</param>
    /// <param name="binSize">Points to a bin, ≥ 2.</param>
    /// <param name="keepBins">Bins' worth of the largest expectations that are not squashed, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bin holds fewer than two points, or a negative number of bins is to be kept.</exception>
    /// <remarks>
    /// DuMouchel and Pregibon (2001). The same rule as openEBGM <c>squashData</c>, except that too few points to fill one bin are left alone instead of
    /// refused, and that bins of bins are weighted. Checked against it (E01): equal points.
    /// </remarks>
    public MgpsPoints Squash(int count, int binSize, int keepBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(binSize, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(keepBins);
        var first = Array.BinarySearch(counts, count) < 0 ? counts.Length : FirstOf(count);
        var end = first;
        while (end < counts.Length && counts[end] == count)
            end++;
        var squash = end - first - ((long)keepBins * binSize);
        return squash < binSize ? this : Binned(first, first + (int)squash, binSize);
    }

    /// <summary>Squashes every count that has more than four hundred points into about two hundred bins, keeping fifty of the largest expectations.</summary>
    internal MgpsPoints SquashAll()
    {
        const int many = 400,
            bins = 200,
            keep = 50;
        var squashed = this;
        for (var first = 0; first < counts.Length; )
        {
            var end = first;
            while (end < counts.Length && counts[end] == counts[first])
                end++;
            if (end - first > many)
            {
                var size = (end - first - keep + bins - 1) / bins;
                squashed = squashed.Squash(counts[first], Math.Max(2, size), (keep + size - 1) / size);
            }

            first = end;
        }

        return squashed;
    }

    /// <summary>The points with at least one report.</summary>
    internal MgpsPoints Reported()
    {
        var zeros = 0;
        while (zeros < counts.Length && counts[zeros] == 0)
            zeros++;
        return zeros == 0 ? this : new(counts[zeros..], expected[zeros..], weights[zeros..]);
    }

    /// <summary>
    /// At most about so many points: beyond the small counts, which squashing made few, every k-th in order stands for k. Good enough to search from.
    /// </summary>
    internal MgpsPoints Thinned(int most)
    {
        if (counts.Length <= most)
            return this;
        var whole = most / 2;
        var every = ((counts.Length - whole - 1) / (most - whole)) + 1;
        var kept = whole + ((counts.Length - whole + every - 1) / every);
        var (n, e, w) = (new int[kept], new double[kept], new double[kept]);
        for (var i = 0; i < kept; i++)
        {
            // The middle one of its k.
            var first = i < whole ? i : whole + ((i - whole) * every);
            var last = i < whole ? i : Math.Min(first + every, counts.Length) - 1;
            var middle = (first + last) / 2;
            (n[i], e[i]) = (counts[middle], expected[middle]);
            for (var k = first; k <= last; k++)
                w[i] += weights[k];
        }

        return new(n, e, w);
    }

    internal double TotalWeight()
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        return sum;
    }

    internal static void Check(ReadOnlySpan<int> counts, ReadOnlySpan<double> expected, ReadOnlySpan<double> weights)
    {
        if (expected.Length != counts.Length || (weights.Length != counts.Length && weights.Length != 0))
            throw new ArgumentException("One expected count, and one weight or no weights at all, belong to each count.", nameof(expected));
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] < 0 || !(expected[i] > 0 && double.IsFinite(expected[i])) || (weights.Length > 0 && !(weights[i] > 0)))
                throw new ArgumentException(
                    $"Point {i}: a count is not negative, an expected count and a weight are positive.",
                    nameof(counts)
                );
    }

    private int FirstOf(int count)
    {
        var at = Array.BinarySearch(counts, count);
        while (at > 0 && counts[at - 1] == count)
            at--;
        return at;
    }

    private MgpsPoints Binned(int first, int end, int binSize)
    {
        var bins = (end - first + binSize - 1) / binSize;
        var length = counts.Length - (end - first) + bins;
        var (n, e, w) = (new int[length], new double[length], new double[length]);
        Copy(0, first, 0);
        for (var bin = 0; bin < bins; bin++)
        {
            double sum = 0,
                weight = 0;
            for (var i = first + (bin * binSize); i < Math.Min(end, first + ((bin + 1) * binSize)); i++)
            {
                sum += weights[i] * expected[i];
                weight += weights[i];
            }

            (n[first + bin], e[first + bin], w[first + bin]) = (counts[first], sum / weight, weight);
        }

        Copy(end, counts.Length - end, first + bins);
        return new(n, e, w);

        void Copy(int from, int many, int to)
        {
            Array.Copy(counts, from, n, to, many);
            Array.Copy(expected, from, e, to, many);
            Array.Copy(weights, from, w, to, many);
        }
    }
}
