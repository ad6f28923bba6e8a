using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Whether the other groups can predict the one left out.</summary>
public enum LeaveOneOutStatus
{
    Estimated,

    /// <summary>The other groups have no event: nothing is predicted.</summary>
    NoEventElsewhere,

    /// <summary>There is no other group.</summary>
    NoOtherGroup,
}

/// <summary>One group against what the others predict of it.</summary>
/// <param name="Status">Unless estimated, the figures are 0 and 1 and the posterior is null.</param>
/// <param name="Observed">Its count.</param>
/// <param name="Predicted">Mean count predicted for a new group of its exposure.</param>
/// <param name="AtMost">Predictive probability of a count of at most the observed one.</param>
/// <param name="AtLeast">Predictive probability of a count of at least the observed one.</param>
/// <param name="Others">Posterior of the other groups, against their own common rate.</param>
public sealed record LeftOutGroup(
    LeaveOneOutStatus Status,
    int Observed,
    double Predicted,
    double AtMost,
    double AtLeast,
    HierarchyPosterior? Others
)
{
    /// <summary>Two-sided mid-P of the observed count: twice the smaller tail with half the probability of the count itself, at most 1.</summary>
    public double MidP => Math.Min(1, 2 * (Math.Min(AtMost, AtLeast) - ((AtMost + AtLeast - 1) / 2)));
}

/// <summary>Leaves each group out in turn and asks whether the others, as one class, would have predicted its count.</summary>
/// <remarks>
/// Gelman et al. (2013) Bayesian data analysis, 3rd ed., chapters 6 and 7. A group whose count the others predict badly decides the class statement: read the
/// statement without it. Checked against random numbers from the model, and against the Poisson predictive distribution when the groups do not vary.
/// </remarks>
public static class LeaveOneOut
{
    /// <summary>One answer per group, in the order of the input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside (0, 1).</exception>
    public static IReadOnlyList<LeftOutGroup> Of(CountsByGroup data, HierarchyPrior prior, double level)
    {
        ConfidenceLevel.Tail(level);
        var groups = new LeftOutGroup[data.Groups];
        Parallel.For(0, groups.Length, g => groups[g] = Leave(data, g, prior, level));
        return groups;
    }

    private static LeftOutGroup Leave(CountsByGroup data, int group, HierarchyPrior prior, double level)
    {
        var count = data.Counts[group];
        if (data.Groups < 2)
            return new(LeaveOneOutStatus.NoOtherGroup, count, 0, 1, 1, null);
        var (others, expected) = data.Without(group);
        if (others.Total == 0)
            return new(LeaveOneOutStatus.NoEventElsewhere, count, 0, 1, 1, null);
        var posterior = LogNormalHierarchy.Fit(others, prior, level);
        var ratio = posterior.NewGroup;
        return new(
            LeaveOneOutStatus.Estimated,
            count,
            expected * ratio.Mean,
            ratio.Expect(r => Poisson.Cdf(count, expected * r)),
            ratio.Expect(r => Poisson.Survival(count - 1, expected * r)),
            posterior
        );
    }
}
