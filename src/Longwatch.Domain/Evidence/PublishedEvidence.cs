using System.Collections.Immutable;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.Evidence;

/// <summary>Everything a <i>published</i> data set holds. Rows keep the order of their files.</summary>
public sealed record PublishedEvidence(
    string Name,
    ImmutableArray<RegulatorCount> Counts,
    ImmutableArray<PublishedCohort> Cohorts,
    ImmutableArray<CohortProduct> CohortProducts,
    ImmutableArray<MolecularCase> Cases,
    ImmutableArray<Product> Products,
    ImmutableArray<ProductApproval> Approvals,
    ImmutableArray<BackgroundRate> BackgroundRates,
    ImmutableArray<Threshold> Thresholds,
    ImmutableArray<Assumption> Assumptions,
    ImmutableArray<BenefitFigure> Benefits
);

/// <summary>What a regulator's count counts.</summary>
public enum CountedQuantity : byte
{
    TreatedPatients,
    Cases,
    CasesTestOffered,
    CasesTestAttempted,
    CasesTested,
    CasesTransgenePositive,
    CasesOnsetKnown,
    CasesOnsetWithin12Months,
    OnsetWithin12MonthsPercent,
    Reports,
    SecondPrimaryReports,
}

/// <summary>How a figure was worded.</summary>
public enum Qualifier : byte
{
    Exactly,
    About,
    MoreThan,
    FewerThan,
}

/// <summary>One count as one source gave it, for one case definition, at one data lock.</summary>
/// <param name="Evaluation">Key shared by the counts of one evaluation at one data lock (for example <c>ema-2024-04</c>).</param>
/// <param name="Value">The number as worded; a share in percent for <see cref="CountedQuantity.OnsetWithin12MonthsPercent"/>.</param>
/// <param name="Wording">The words of the source where they differ from a plain number (<c>half of cases</c>).</param>
/// <param name="OverlapSet">Counts with the same set describe overlapping people and are never added; null when disjoint from all others.</param>
public sealed record RegulatorCount(
    string Id,
    string Agency,
    string Evaluation,
    CountedQuantity Quantity,
    Qualifier Qualifier,
    double? Value,
    string? Wording,
    PartialDate? DataLock,
    string CaseDefinition,
    string Population,
    string? OverlapSet,
    Provenance Provenance
);

public enum CohortSetting : byte
{
    Registry,
    Trials,
    SingleCentre,
    Multicentre,
    Claims,
    SpontaneousReports,
    MetaAnalysis,
    Comparator,
}

/// <summary>Whether a count was printed as a count or computed from a printed percentage.</summary>
public enum CountBasis : byte
{
    NotPublished,
    Printed,
    FromPercentage,
}

/// <summary>One published cohort, trial pool or database.</summary>
/// <param name="SecondPrimaryDefinition">What counted as a second primary there (all, excluding non-melanoma skin cancer, …).</param>
/// <param name="OnsetMonths">Median time from infusion to any second primary, in months.</param>
/// <param name="Pool">Whether the cohort enters the pooled analysis.</param>
/// <param name="NotPooledBecause">The reason when it does not.</param>
public sealed record PublishedCohort(
    string Id,
    string Name,
    CohortSetting Setting,
    string? Population,
    int? Patients,
    double? MedianFollowUpMonths,
    double? PersonYears,
    Qualifier PersonYearsQualifier,
    int? SecondPrimaries,
    CountBasis SecondPrimariesBasis,
    string? SecondPrimaryDefinition,
    int? TCellMalignancies,
    CountBasis TCellBasis,
    double? OnsetMonths,
    PublishedPooledShare? Pooled,
    bool Pool,
    string? NotPooledBecause,
    ImmutableHashSet<string> UnverifiedFields,
    Provenance Provenance
);

/// <summary>A pooled share as a meta-analysis printed it, in percent with its 95 % interval.</summary>
public sealed record PublishedPooledShare(double Percent, double LowerPercent, double UpperPercent);

/// <summary>Patients or second-primary reports of one product in one cohort.</summary>
public sealed record CohortProduct(
    string CohortId,
    string Product,
    int? Patients,
    int? SecondPrimaries,
    int? TCellMalignancies,
    Provenance Provenance
);

/// <summary>One published incidence of T-cell neoplasms in a general population, per 100,000 person-years.</summary>
public sealed record BackgroundRate(
    string Id,
    string Population,
    string Entity,
    string? AgeGroup,
    string? Sex,
    string? Period,
    double? RatePer100000,
    double? RateUpperPer100000,
    int? Cases,
    Provenance Provenance
);

/// <summary>One regulatory or clinical threshold, as data.</summary>
/// <param name="Verified">True when the text of the source itself was seen.</param>
public sealed record Threshold(
    string Id,
    string AppliesTo,
    string Rule,
    double? Value,
    string? Unit,
    string Version,
    bool Verified,
    Provenance Provenance
);

/// <summary>One parameter that the evaluation assumes, with the reason. Several rows with one key form a grid.</summary>
public sealed record Assumption(string Key, double Value, string? Unit, string Reason, Provenance Provenance);

/// <summary>One published benefit figure (events per 10,000 treated with its interval where printed).</summary>
public sealed record BenefitFigure(
    string Id,
    string Outcome,
    string Population,
    string? Product,
    string? Comparator,
    double Per10000,
    double? LowerPer10000,
    double? UpperPer10000,
    Provenance Provenance
);
