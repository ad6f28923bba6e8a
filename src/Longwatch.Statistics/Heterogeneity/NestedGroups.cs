namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Groups within targets within families, for example products within target antigen within vector family.</summary>
/// <remarks>A target is counted once per family in which it occurs: CD19 with a lentiviral and CD19 with a gammaretroviral vector are two.</remarks>
public sealed class NestedGroups
{
    /// <summary>Numbers targets within families in the order of their first group.</summary>
    /// <param name="data">Counts and exposures of the groups.</param>
    /// <param name="targets">One label per group.</param>
    /// <param name="families">One label per group.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    public NestedGroups(CountsByGroup data, IReadOnlyList<string> targets, IReadOnlyList<string> families)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (targets.Count != data.Groups || families.Count != data.Groups)
            throw new ArgumentException($"{data.Groups} groups, {targets.Count} targets and {families.Count} families.", nameof(targets));
        Data = data;
        var (target, family) = (new List<(string Family, string Target)>(), new List<string>());
        var (ofGroup, ofTarget) = (new int[data.Groups], new List<int>());
        for (var g = 0; g < data.Groups; g++)
        {
            var node = (families[g], targets[g]);
            if (!target.Contains(node))
            {
                target.Add(node);
                if (!family.Contains(families[g]))
                    family.Add(families[g]);
                ofTarget.Add(family.IndexOf(families[g]));
            }

            ofGroup[g] = target.IndexOf(node);
        }

        (TargetOfGroup, FamilyOfTarget) = (ofGroup, ofTarget);
        (Targets, Families) = (target, family);
    }

    public CountsByGroup Data { get; }

    /// <summary>Index into <see cref="Targets"/> for each group.</summary>
    public IReadOnlyList<int> TargetOfGroup { get; }

    /// <summary>Index into <see cref="Families"/> for each target.</summary>
    public IReadOnlyList<int> FamilyOfTarget { get; }

    /// <summary>Every target within a family that has a group.</summary>
    public IReadOnlyList<(string Family, string Target)> Targets { get; }

    public IReadOnlyList<string> Families { get; }
}

/// <summary>Prior of the nested model: normal mean of the log rate ratio, half-normal standard deviations of the three levels.</summary>
/// <param name="MeanSd">&gt; 0.</param>
/// <param name="FamilyScale">Between families; 0 leaves the level out.</param>
/// <param name="TargetScale">Between targets within a family; 0 leaves the level out.</param>
/// <param name="GroupScale">Between groups within a target; 0 leaves the level out.</param>
public readonly record struct NestedPrior(double MeanSd, double FamilyScale, double TargetScale, double GroupScale)
{
    /// <summary>Normal(0, 2), and half-normal(0.5) at each level.</summary>
    public static NestedPrior Standard => new(2, 0.5, 0.5, 0.5);
}

/// <summary>Whether the nested model could be summed.</summary>
public enum NestedStatus
{
    Estimated,

    /// <summary>No event: no ratio can be estimated.</summary>
    NoEvents,

    /// <summary>A group has more than <see cref="NestedHierarchy.MostEvents"/> events: its likelihood is narrower than the grid, and needs no shrinkage.</summary>
    TooManyEvents,
}

/// <summary>Posterior of the nested model; ratios are against the common rate of all groups together.</summary>
/// <param name="Status">Unless estimated, everything else is empty.</param>
/// <param name="Mean">Posterior mean of the mean log rate ratio.</param>
/// <param name="BetweenFamilies">Standard deviation between families; with one family it is the prior.</param>
/// <param name="BetweenTargets">Between targets of one family; where every family has one target it is hardly more than the prior.</param>
/// <param name="BetweenGroups">Between groups of one target.</param>
/// <param name="Families">Ratio of each family.</param>
/// <param name="Targets">Ratio of each target.</param>
/// <param name="Groups">Ratio of each group.</param>
/// <param name="NewGroups">Ratio of a group not yet seen, by target.</param>
/// <param name="NewFamily">Ratio of a group not yet seen of a family not yet seen.</param>
public sealed record NestedPosterior(
    NestedStatus Status,
    double Mean,
    TauPosterior BetweenFamilies,
    TauPosterior BetweenTargets,
    TauPosterior BetweenGroups,
    IReadOnlyList<RatioPosterior> Families,
    IReadOnlyList<RatioPosterior> Targets,
    IReadOnlyList<RatioPosterior> Groups,
    IReadOnlyList<RatioPosterior> NewGroups,
    RatioPosterior? NewFamily
);
