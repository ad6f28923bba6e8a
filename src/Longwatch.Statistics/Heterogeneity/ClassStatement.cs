namespace Longwatch.Statistics.Heterogeneity;

/// <summary>What the data say about a common effect at the margin.</summary>
public enum ClassVerdict
{
    /// <summary>Every group's rate is within the margin of the common rate with high probability.</summary>
    ClassEffect,

    /// <summary>At least one group's rate is outside the margin with very high probability.</summary>
    Heterogeneous,

    /// <summary>Neither can be said; the usual answer of few events.</summary>
    Undetermined,
}

/// <summary>A verdict by rule on whether all groups behave as one class.</summary>
/// <param name="LeastWithin">Smallest, over the groups, posterior probability of lying within the margin.</param>
/// <param name="Group">Index of that group.</param>
public readonly record struct ClassStatement(ClassVerdict Verdict, double LeastWithin, int Group)
{
    /// <summary>Probability that every group must reach for a class effect.</summary>
    public const double WithinAtLeast = 0.90;

    /// <summary>Probability of lying outside that makes one group different.</summary>
    public const double OutsideAtLeast = 0.95;

    /// <summary>
    /// Class effect when P(1/margin &lt; ratio &lt; margin) ≥ 0.90 for every group; else heterogeneous when it is ≤ 0.05 for some group; else undetermined.
    /// </summary>
    /// <param name="groups">At least one.</param>
    /// <param name="margin">Set before looking at the data; &gt; 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is not above 1.</exception>
    /// <exception cref="ArgumentException">There is no group.</exception>
    public static ClassStatement Of(IReadOnlyList<RatioPosterior> groups, double margin)
    {
        if (!(margin > 1))
            throw new ArgumentOutOfRangeException(nameof(margin));
        if (groups.Count == 0)
            throw new ArgumentException("There is no group.", nameof(groups));
        var (least, at) = (double.PositiveInfinity, 0);
        for (var g = 0; g < groups.Count; g++)
        {
            var within = groups[g].Within(margin);
            if (within < least)
                (least, at) = (within, g);
        }

        return new(
            least >= WithinAtLeast ? ClassVerdict.ClassEffect
                : least <= 1 - OutsideAtLeast ? ClassVerdict.Heterogeneous
                : ClassVerdict.Undetermined,
            least,
            at
        );
    }
}
