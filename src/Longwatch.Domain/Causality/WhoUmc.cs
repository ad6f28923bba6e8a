using System.Collections.Immutable;
using Longwatch.Domain.Cases;

namespace Longwatch.Domain.Causality;

/// <summary>The categories of the WHO-UMC system for standardised case causality assessment.</summary>
public enum CausalityCategory : byte
{
    Certain,
    Probable,
    Possible,
    Unlikely,

    /// <summary>Conditional or unclassified: more data are needed, or are under examination.</summary>
    Conditional,

    /// <summary>Insufficient or contradictory information that cannot be supplemented.</summary>
    Unassessable,
}

/// <summary>What the categories ask.</summary>
public enum CausalityCriterion : byte
{
    /// <summary>Time from infusion to onset.</summary>
    Time,

    /// <summary>The tumour cannot be explained by disease, other drugs or other mutagens.</summary>
    NoOtherCause,

    /// <summary>Response to withdrawal (dechallenge).</summary>
    Withdrawal,

    /// <summary>A definitive event, pharmacologically or phenomenologically: an objective, specific disorder.</summary>
    Definitive,

    /// <summary>Rechallenge.</summary>
    Rechallenge,
}

public enum CriterionAnswer : byte
{
    NotKnown,
    NotMet,
    Met,

    /// <summary>Cannot exist: the product is given once and integrates.</summary>
    NotApplicable,
}

/// <summary>One criterion as it is printed, and whether it can be asked of a product that is given once and integrates.</summary>
/// <param name="WhyNotApplicable">Null exactly when it applies.</param>
public sealed record CriterionDefinition(CausalityCriterion Criterion, string Text, string? WhyNotApplicable)
{
    public bool Applies => WhyNotApplicable is null;
}

/// <summary>One category as it is printed.</summary>
public sealed record CategoryDefinition(CausalityCategory Category, string Name, string Text);

/// <summary>The scale as data: words, what cannot apply, and the highest category that a molecular level lets through without a written reason.</summary>
/// <param name="Version">Version of the data file.</param>
/// <param name="Source">Where the words are from.</param>
/// <param name="CeilingSource">Where the ceilings are from: a proposal, not a published consensus.</param>
public sealed record CausalityScale(
    string Version,
    string Source,
    string Address,
    ImmutableArray<CategoryDefinition> Categories,
    ImmutableArray<CriterionDefinition> Criteria,
    ImmutableDictionary<EvidenceLevel, CausalityCategory> Ceilings,
    string CeilingSource
)
{
    /// <summary>
    /// The highest category that the molecular level supports. Without response to withdrawal and rechallenge, which cannot exist here, only molecular
    /// evidence can stand in for them.
    /// </summary>
    public CausalityCategory Ceiling(EvidenceLevel level) => Ceilings[level];

    /// <summary>True when the category claims more than the ceiling of the level; then a reason in words is needed.</summary>
    public bool IsAboveCeiling(CausalityCategory category, EvidenceLevel level) =>
        category <= CausalityCategory.Unlikely && category < Ceiling(level);
}
