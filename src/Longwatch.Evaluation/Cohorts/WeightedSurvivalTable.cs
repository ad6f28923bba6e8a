using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Survival;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Whether the groups of a contrast lose their patients alike: survival of each before and after overlap weighting.</summary>
/// <remarks>Who dies early is not seen to fall ill, so groups that die at different rates differ in malignancies even where the hazard is the same.</remarks>
internal static class WeightedSurvivalTable
{
    public static ImmutableArray<double> Years { get; } = [1, 2, 5];

    public static ReportTable Of(ImmutableArray<AdjustmentMethods> methods, double level) =>
        new(
            "confounding-survival",
            "Overall survival of the groups of each contrast, as it is and after overlap weighting (patients with all covariates recorded)",
            [
                new("contrast", "Contrast"),
                new("group", "Group"),
                new("years", "Years after infusion", 0),
                new("patients", "Patients", 0),
                new("at_risk", "Under observation", 0),
                new("survival", "Survival", 1, Percent: true),
                new("weighted", "Weighted survival", 1, Percent: true),
                new("lower", "Lower", 1, Percent: true),
                new("upper", "Upper", 1, Percent: true),
                new("status", "Status"),
            ],
            [.. methods.SelectMany(m => Rows(m, true, level).Concat(Rows(m, false, level)))]
        );

    private static IEnumerable<TableRow> Rows(AdjustmentMethods methods, bool exposed, double level)
    {
        var all = methods.Contrast.CompleteRows;
        var weights = methods.Weighting?.Weights;
        int[] group = [.. Enumerable.Range(0, all.Exit.Length).Where(i => all.Exposed[i] == exposed)];
        var rows = all.Only(group);
        var plain = WeightedSurvival.Estimate(rows.Exit, rows.Died, Array.ConvertAll(group, _ => 1.0));
        var weighted = weights is null ? null : WeightedSurvival.Estimate(rows.Exit, rows.Died, Array.ConvertAll(group, i => weights[i]));
        foreach (var years in Years)
        {
            var day = years * CalendarTime.DaysPerYear;
            var atRisk = rows.Exit.Count(e => e >= day);
            var reached = atRisk > 0;
            var limits =
                reached
                && weighted is not null
                && Last(weighted, day) is { } step
                && step.TryInterval(level, ProbabilityTransform.LogLog, out var i)
                    ? i
                    : (Statistics.Interval?)null;
            yield return new([
                ConfoundingTables.Title(methods.Contrast),
                exposed ? methods.Contrast.Exposed : methods.Contrast.Reference,
                years,
                group.Length,
                atRisk,
                reached ? At(plain, day) : default(Cell),
                reached && weighted is not null ? At(weighted, day) : default(Cell),
                limits?.Lower,
                limits?.Upper,
                !reached ? "cannot be estimated: nobody is followed for so long"
                : weighted is null ? $"not weighted: {methods.WhyNotWeighted}"
                : "estimated",
            ]);
        }
    }

    private static double At(IReadOnlyList<WeightedStep> steps, double day) => Last(steps, day)?.Survival ?? 1;

    private static WeightedStep? Last(IReadOnlyList<WeightedStep> steps, double day)
    {
        WeightedStep? last = null;
        foreach (var step in steps)
            if (step.Time <= day)
                last = step;
        return last;
    }
}
