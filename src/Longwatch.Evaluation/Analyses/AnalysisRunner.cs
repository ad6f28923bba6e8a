using System.Collections.Immutable;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;
using Longwatch.Statistics.Hazards;

namespace Longwatch.Evaluation.Analyses;

/// <summary>Runs analyses as specified: nothing is chosen after a look at the answer.</summary>
internal static class AnalysisRunner
{
    public static ImmutableArray<AnalysisResult> Run(CohortStudy study, AnalysisPlan plan, double level) =>
        [.. plan.Analyses.AsParallel().AsOrdered().Select(a => Run(study, a, level))];

    private static AnalysisResult Run(CohortStudy study, AnalysisSpecification asked, double level)
    {
        var rows = AnalysisRows.Of(study, asked);
        var groups = rows.Groups;
        ImmutableArray<AnalysisGroup> compared = [.. groups.Where(g => g.Patients > 0)];
        var events = compared.Sum(g => g.Events);
        var budget = CovariateBudget.Most(events, study.Reference);
        var answer = Refusal(rows, compared, asked) is { } why
            ? Answer.None(why)
            : asked.Method switch
            {
                AnalysisMethod.LogRank => GroupTests.LogRank(rows),
                AnalysisMethod.GrayTest => GroupTests.Gray(rows),
                AnalysisMethod.CauseSpecificCox => HazardModels.Cox(rows, budget, level),
                AnalysisMethod.FineGray => HazardModels.FineGray(rows, budget, level),
                AnalysisMethod.IncidenceDifference => HorizonModels.Difference(rows, Horizon(asked), budget, level),
                AnalysisMethod.TimeLost => HorizonModels.TimeLost(rows, Horizon(asked), level),
                _ => throw new ArgumentOutOfRangeException(nameof(asked)),
            };
        var fewest = compared.IsEmpty ? 0 : compared.Min(g => g.Events);
        return new(
            asked,
            answer.Status,
            answer.Reason,
            groups,
            rows.LeftOut,
            answer.Test,
            answer.Effects,
            [
                Diagnose.AtLeast("events", "Events", events, 1),
                Diagnose.AtLeast(
                    "fewest_events",
                    "Events in the group with fewest",
                    fewest,
                    Diagnose.FewestExpected,
                    "below, limits and tests of large samples are doubtful"
                ),
                Diagnose.AtMost(
                    "left_out",
                    "Share of infused patients left out",
                    Share(rows.LeftOut.Values.Sum(), rows.Days.Length),
                    Diagnose.MostLeftOut
                ),
                .. answer.Diagnostics,
            ]
        );
    }

    /// <summary>In days from the origin of the analysis.</summary>
    private static int Horizon(AnalysisSpecification asked) => asked.HorizonDays!.Value - (asked.LandmarkDays ?? 0);

    private static double? Share(int left, int kept) => left + kept == 0 ? null : (double)left / (left + kept);

    private static string? Refusal(AnalysisRows rows, ImmutableArray<AnalysisGroup> groups, AnalysisSpecification asked) =>
        rows.Days.Length == 0 ? "No patient is at risk."
        : groups.Length < 2 ? $"All patients are in one group: {groups[0].Label}."
        : asked.Reference is { } reference && !string.Equals(groups[0].Label, reference, StringComparison.Ordinal)
            ? $"Nobody of the reference group, {reference}, is at risk."
        : groups.Sum(g => g.Events) == 0 ? $"No event among {Phrase.Counted(rows.Days.Length, "patient")}."
        : asked.Method is AnalysisMethod.IncidenceDifference or AnalysisMethod.TimeLost ? HorizonModels.Refusal(rows, Horizon(asked))
        : null;
}

/// <summary>What a method says, before it is put beside what was asked.</summary>
internal sealed record Answer(
    AnalysisStatus Status,
    string? Reason,
    AnalysisTest? Test,
    ImmutableArray<AnalysisEffect> Effects,
    ImmutableArray<AnalysisDiagnostic> Diagnostics
)
{
    public static Answer None(string why, params ImmutableArray<AnalysisDiagnostic> diagnostics) =>
        new(AnalysisStatus.CannotBeEstimated, why, null, [], diagnostics.IsDefault ? [] : diagnostics);

    /// <summary>Two-sided P that a number is 0; null where its error is.</summary>
    public static double? Wald(double value, double error) =>
        error > 0 ? new ChiSquaredTest(value * value / error / error, 1).PValue : null;

    /// <summary>A number with its interval, or without one where a limit is not finite.</summary>
    public static AnalysisEffect Effect(
        string name,
        string measure,
        double value,
        (string Kind, double Level, Interval Limits) interval,
        double? p
    ) =>
        new(
            name,
            measure,
            value,
            double.IsNaN(interval.Limits.Lower) || double.IsNaN(interval.Limits.Upper)
                ? null
                : Estimates.Named(interval.Kind, interval.Level, interval.Limits),
            p is { } number && double.IsFinite(number) ? number : null
        );
}
