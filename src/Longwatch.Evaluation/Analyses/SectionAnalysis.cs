using System.Collections.Immutable;

namespace Longwatch.Evaluation.Analyses;

/// <summary>An analysis that every evaluation of its kind runs: everything that its numbers depend on besides the data as known at the data lock.</summary>
/// <param name="Id">Unique in the report, kebab-case, prefixed with the section id.</param>
/// <param name="Population">Who or what is counted, in words.</param>
/// <param name="Outcome">What is estimated of them, in words.</param>
/// <param name="Method">In words; the references stand in the section's methods.</param>
/// <param name="Level">Confidence level of its intervals; null: no number of it depends on the level.</param>
/// <param name="Seed">Of its random tables; null: nothing random.</param>
/// <param name="Assumptions">Values of each assumption that it uses, ascending; empty where the data set does not give the assumption.</param>
/// <param name="Constants">Numbers fixed by the method, by name.</param>
public sealed record SectionSpecification(
    string Id,
    string Title,
    string Population,
    string Outcome,
    string Method,
    double? Level,
    ulong? Seed,
    ImmutableSortedDictionary<string, ImmutableArray<double>> Assumptions,
    ImmutableSortedDictionary<string, ImmutableArray<double>> Constants
);

/// <summary>One analysis of a section: what was specified, where its result stands, and whether to trust it.</summary>
/// <param name="Reason">Why there is no answer, or none to a part of it; null when estimated.</param>
/// <param name="Counts">What there was to answer from, by name: patients, cases, person-years.</param>
/// <param name="Estimates">Ids of the estimates of the section that are its result.</param>
/// <param name="Tables">Ids of the tables of the section that are its result; several analyses may fill one table.</param>
public sealed record SectionAnalysis(
    SectionSpecification Specification,
    AnalysisStatus Status,
    string? Reason,
    ImmutableSortedDictionary<string, double> Counts,
    ImmutableArray<string> Estimates,
    ImmutableArray<string> Tables,
    ImmutableArray<AnalysisDiagnostic> Diagnostics
);
