using System.Collections.Immutable;

namespace Longwatch.Evaluation.Analyses;

/// <summary>What is counted as the event. A death without it competes, and so does nothing else.</summary>
public enum AnalysisOutcome
{
    /// <summary>First secondary T-cell malignancy.</summary>
    SecondaryTCell,

    /// <summary>First second primary neoplasm of any kind.</summary>
    SecondPrimary,

    /// <summary>Death of any cause; nothing competes.</summary>
    Death,
}

/// <summary>How groups of patients are compared.</summary>
public enum AnalysisMethod
{
    /// <summary>Log-rank test of equal cause-specific hazards; what competes censors.</summary>
    LogRank,

    /// <summary>Gray's test of equal cumulative incidence.</summary>
    GrayTest,

    /// <summary>Cox regression of the cause-specific hazard; Firth's penalty where a group has no event.</summary>
    CauseSpecificCox,

    /// <summary>Regression of the subdistribution hazard.</summary>
    FineGray,

    /// <summary>Regression of pseudo-values: differences of the cumulative incidence at the horizon.</summary>
    IncidenceDifference,

    /// <summary>Mean time lost to the event up to the horizon, group by group.</summary>
    TimeLost,
}

/// <summary>One analysis as it was decided upon before it was run.</summary>
/// <param name="Id">Unique in the plan: lower-case letters, digits, dashes.</param>
/// <param name="Groups">Code of the characteristic at the first infusion by which patients are compared, one of <see cref="AnalysisPlan.Characteristics"/>; see <paramref name="Reference"/>.</param>
/// <param name="Reference">Label of the group with which the others are compared; null: the one with most person-time in the data.</param>
/// <param name="Covariates">Codes of <see cref="AnalysisPlan.CovariateCodes"/> in the order in which they enter; regressions only.</param>
/// <param name="LandmarkDays">Only patients at risk on this day after the first infusion, counted from there; null: from the infusion.</param>
/// <param name="HorizonDays">Follow-up ends on this day at the latest; null: all follow-up. Needed for differences of incidence and time lost.</param>
public sealed record AnalysisSpecification(
    string Id,
    string Title,
    AnalysisOutcome Outcome,
    AnalysisMethod Method,
    string Groups,
    string? Reference,
    ImmutableArray<string> Covariates,
    int? LandmarkDays,
    int? HorizonDays
);

/// <summary>With what analyses are run.</summary>
/// <param name="Level">Confidence level of every interval; null: as asked for otherwise.</param>
/// <param name="Seed">Of everything random; null: as asked for otherwise.</param>
/// <param name="DataLock">Nothing known later is used; null: as asked for otherwise, or as the data set says.</param>
/// <param name="Assumptions">Values of assumptions by key; what is not named stays as the data set has it.</param>
public sealed record AnalysisSettings(
    double? Level,
    ulong? Seed,
    DateOnly? DataLock,
    ImmutableSortedDictionary<string, ImmutableArray<double>> Assumptions
)
{
    /// <summary>Nothing is set.</summary>
    public static AnalysisSettings None { get; } =
        new(null, null, null, ImmutableSortedDictionary.Create<string, ImmutableArray<double>>(StringComparer.Ordinal));
}

/// <summary>Comparisons that are run on every patient-level data set, in this order, and with what everything is run.</summary>
public sealed record AnalysisPlan(string Id, int Version, string Title, ImmutableArray<AnalysisSpecification> Analyses)
{
    public AnalysisSettings Settings { get; init; } = AnalysisSettings.None;

    /// <summary>Asks for nothing.</summary>
    public static AnalysisPlan None { get; } = new("sections", 1, "Analyses of the sections", []);

    /// <summary>Codes by which patients can be grouped.</summary>
    public static ImmutableArray<string> Characteristics { get; } =
    [
        "product",
        "target",
        "vector",
        "costimulatory_domain",
        "index_disease",
        "sex",
        "age",
        "prior_lines",
        "prior_autologous_transplant",
        "prior_tbi",
        "prior_alkylator",
    ];

    /// <summary>Codes of what can be adjusted for.</summary>
    public static ImmutableArray<string> CovariateCodes { get; } = [.. Cohorts.BaselineCovariate.All.Select(c => c.Code)];
}
