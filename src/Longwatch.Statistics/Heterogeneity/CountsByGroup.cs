namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Event counts and exposures of the groups that are compared, checked once.</summary>
/// <remarks>Exposure may be patients, person-years or any other measure; the answer can depend on which.</remarks>
public sealed class CountsByGroup
{
    private readonly int[] counts;
    private readonly double[] exposures;
    private readonly double[] expected;

    /// <summary>Copies its input.</summary>
    /// <param name="counts">Events per group, ≥ 0.</param>
    /// <param name="exposures">Exposure per group, positive and finite; as many as counts.</param>
    /// <exception cref="ArgumentException">The lengths differ, there is no group, a count is negative, or an exposure is not positive and finite.</exception>
    public CountsByGroup(ReadOnlySpan<int> counts, ReadOnlySpan<double> exposures)
    {
        if (counts.Length != exposures.Length || counts.IsEmpty)
            throw new ArgumentException($"{counts.Length} counts but {exposures.Length} exposures.", nameof(exposures));
        var total = 0.0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] < 0)
                throw new ArgumentException($"Count {i} is negative.", nameof(counts));
            if (!(exposures[i] > 0 && double.IsFinite(exposures[i])))
                throw new ArgumentException($"Exposure {i} is {exposures[i]}; it must be positive and finite.", nameof(exposures));
            Total += counts[i];
            total += exposures[i];
        }

        this.counts = counts.ToArray();
        this.exposures = exposures.ToArray();
        expected = Array.ConvertAll(this.exposures, e => Total * (e / total));
    }

    public int Groups => counts.Length;

    /// <summary>Events in all groups.</summary>
    public int Total { get; }

    public ReadOnlySpan<int> Counts => counts;

    /// <summary>The others, and what this group's count would be expected to be at their common rate.</summary>
    /// <exception cref="ArgumentException">There is no other group.</exception>
    internal (CountsByGroup Others, double Expected) Without(int group)
    {
        var others = new CountsByGroup([.. counts.Where((_, i) => i != group)], [.. exposures.Where((_, i) => i != group)]);
        return (others, others.Total * (exposures[group] / (exposures.Sum() - exposures[group])));
    }

    /// <summary>Events expected in each group if the rate were the same in all; they sum to <see cref="Total"/>.</summary>
    public ReadOnlySpan<double> Expected => expected;
}
