using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.MultipleTesting;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>The analyses of the plan as tables and a chart of the onset section.</summary>
internal static class AnalysisTables
{
    /// <summary>Every test and every number, analysis by analysis.</summary>
    public static ReportTable Results(ImmutableArray<AnalysisResult> results)
    {
        Line[] lines = [.. results.SelectMany(Lines)];
        var holm = AdjustedP.Holm([.. lines.Select(l => l.Asked ? l.P ?? double.NaN : double.NaN)]);
        return new(
            "onset-analyses",
            "Comparisons that the plan specifies (analyses.json), with what came of each; corrected P values hold the chance of any false finding among the comparisons of groups; covariates, and tests of a whole model beside its comparisons, are not among them",
            [
                new("analysis", "Analysis"),
                new("line", "Compared with the reference"),
                new("measure", "Measure"),
                new("value", "Value", 4),
                new("lower", "Lower limit", 4),
                new("upper", "Upper limit", 4),
                TableColumn.P("p_value", "P"),
                TableColumn.P("p_holm", "P, corrected (Holm)"),
                new("status", "Status"),
            ],
            [
                .. lines.Select(
                    (l, i) =>
                        new TableRow([
                            l.Analysis,
                            l.Name,
                            l.Measure,
                            l.Value,
                            l.Interval?.Lower,
                            l.Interval?.Upper,
                            l.P,
                            double.IsNaN(holm[i]) ? default(Cell) : holm[i],
                            l.Status,
                        ])
                ),
            ]
        );
    }

    /// <summary>What tells whether to trust each.</summary>
    public static ReportTable Diagnostics(ImmutableArray<AnalysisResult> results) =>
        new(
            "onset-analyses-diagnostics",
            "Diagnostics of each specified analysis",
            [
                new("analysis", "Analysis"),
                new("diagnostic", "Diagnostic"),
                new("value", "Value", 3),
                new("wanted", "Wanted"),
                new("met", "Met"),
            ],
            [
                .. results.SelectMany(r =>
                    r.Diagnostics.Select(d => new TableRow([
                        r.Specification.Title,
                        d.Label,
                        d.Value,
                        d.Wanted,
                        d.Met switch
                        {
                            true => "yes",
                            false => "no",
                            null => "–",
                        },
                    ]))
                ),
            ]
        );

    /// <summary>Patients, events and person-time of each group in each analysis.</summary>
    public static ReportTable Groups(ImmutableArray<AnalysisResult> results) =>
        new(
            "onset-analyses-groups",
            "Groups of each specified analysis",
            [
                new("analysis", "Analysis"),
                new("group", "Group"),
                new("patients", "Patients", 0),
                new("events", "Events", 0),
                new("competing", "Deaths without the event", 0),
                new("person_years", "Person-years", 0),
                new("left_out", "Patients left out of the analysis", 0),
            ],
            [
                .. results.SelectMany(r =>
                    r.Groups.Select(g => new TableRow([
                        r.Specification.Title,
                        g.Reference ? $"{g.Label} (reference)" : g.Label,
                        g.Patients,
                        g.Events,
                        g.Competing,
                        g.PersonYears,
                        r.LeftOut.Values.Sum(),
                    ]))
                ),
            ]
        );

    /// <summary>Hazard ratios only: other measures have other scales.</summary>
    public static ReportTable Ratios(ImmutableArray<AnalysisResult> results) =>
        new(
            "onset-analyses-ratios",
            "Hazard ratios of the specified analyses",
            [
                new("line", "Comparison"),
                new("ratio", "Ratio", 2),
                new("lower", "Lower limit", 2),
                new("upper", "Upper limit", 2),
                new("events", "Events", 0),
            ],
            [
                .. results.SelectMany(r =>
                    r.Effects.Where(e =>
                            e.Measure.EndsWith("hazard ratio", StringComparison.Ordinal) && e.Value > 0 && e.Interval is not null
                        )
                        .Select(e => new TableRow([
                            $"{e.Name} ({r.Specification.Id})",
                            e.Value,
                            e.Interval!.Lower,
                            e.Interval.Upper,
                            r.Groups.Sum(g => g.Events),
                        ]))
                ),
            ]
        );

    /// <summary>One row of the results.</summary>
    /// <param name="Asked">Compares groups, and is not said by other lines of its analysis.</param>
    private sealed record Line(
        string Analysis,
        string Name,
        string Measure,
        double? Value,
        IntervalEstimate? Interval,
        double? P,
        bool Asked,
        string Status
    );

    private static IEnumerable<Line> Lines(AnalysisResult result)
    {
        var reference = result.Groups.FirstOrDefault(g => g.Reference)?.Label;
        var unmet = result.Diagnostics.Count(d => d.Met == false);
        var status =
            result.Status != AnalysisStatus.Estimated
                ? $"cannot be estimated: {result.Reason}"
                : (result.Reason ?? "estimated") + (unmet == 0 ? "" : $"; {Phrase.Counted(unmet, "diagnostic")} not met");
        Line Row(string name, string measure, double? value, IntervalEstimate? interval, double? p, bool asked) =>
            new(result.Specification.Title, name, measure, value, interval, p, asked, status);
        if (result.Test is { } test)
            yield return Row(
                result.Effects.IsEmpty ? "all groups" : "all columns",
                $"{test.Name} χ², {test.DegreesOfFreedom} df",
                test.Statistic,
                null,
                test.PValue,
                asked: result.Effects.IsEmpty
            );
        foreach (var effect in result.Effects)
        {
            var contrast =
                effect.Measure is not HorizonModels.DaysLost
                && result.Groups.Any(g => string.Equals(g.Label, effect.Name, StringComparison.Ordinal) && !g.Reference);
            yield return Row(
                contrast ? $"{effect.Name} against {reference}" : effect.Name,
                effect.Measure,
                effect.Value,
                effect.Interval,
                effect.PValue,
                contrast
            );
        }

        if (result.Test is null && result.Effects.IsEmpty)
            yield return Row("–", Words(result.Specification.Method), null, null, null, asked: false);
    }

    private static string Words(AnalysisMethod method) =>
        method switch
        {
            AnalysisMethod.LogRank => "log-rank test",
            AnalysisMethod.GrayTest => "Gray's test",
            AnalysisMethod.CauseSpecificCox => "cause-specific hazard ratio",
            AnalysisMethod.FineGray => "subdistribution hazard ratio",
            AnalysisMethod.IncidenceDifference => "difference of cumulative incidence",
            AnalysisMethod.TimeLost => HorizonModels.DaysLost,
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        };
}
