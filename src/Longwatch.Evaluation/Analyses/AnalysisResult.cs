using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Analyses;

/// <summary>Whether an analysis has an answer.</summary>
public enum AnalysisStatus
{
    Estimated,

    /// <summary>Some of its numbers could be had; the reason says why not the others.</summary>
    PartlyEstimated,

    /// <summary>The data cannot tell; the reason says why, the counts what there was.</summary>
    CannotBeEstimated,
}

/// <summary>Patients, events and time of one group; 0 where infused patients of the group are not at risk.</summary>
/// <param name="Reference">The others are compared with it.</param>
public sealed record AnalysisGroup(string Label, bool Reference, int Patients, int Events, int Competing, double PersonYears);

/// <summary>One number of an analysis.</summary>
/// <param name="Name">What it belongs to: a group or a covariate.</param>
/// <param name="Measure">Hazard ratio, difference of incidence, …</param>
/// <param name="Value">Null where it has no finite estimate.</param>
/// <param name="Interval">At the level of the evaluation; null without one.</param>
/// <param name="PValue">Two-sided; null where there is no test of this number.</param>
public sealed record AnalysisEffect(string Name, string Measure, double? Value, IntervalEstimate? Interval, double? PValue);

/// <summary>A test over all groups at once.</summary>
public sealed record AnalysisTest(string Name, double Statistic, int DegreesOfFreedom, double PValue);

/// <summary>What tells whether to trust the answer.</summary>
/// <param name="Id">Snake case, the same in every analysis that has it.</param>
/// <param name="Value">Null where it cannot be had.</param>
/// <param name="Wanted">The bound, in words.</param>
/// <param name="Met">Null: nothing to hold it against.</param>
public sealed record AnalysisDiagnostic(string Id, string Label, double? Value, string Wanted, bool? Met);

/// <summary>One analysis: what was asked, on whom, what came of it, and whether to trust it.</summary>
/// <param name="Reason">Null when estimated as specified; else why there is no answer, or what was done instead.</param>
/// <param name="LeftOut">Infused patients who are not in it, by reason.</param>
public sealed record AnalysisResult(
    AnalysisSpecification Specification,
    AnalysisStatus Status,
    string? Reason,
    ImmutableArray<AnalysisGroup> Groups,
    ImmutableSortedDictionary<string, int> LeftOut,
    AnalysisTest? Test,
    ImmutableArray<AnalysisEffect> Effects,
    ImmutableArray<AnalysisDiagnostic> Diagnostics
);
