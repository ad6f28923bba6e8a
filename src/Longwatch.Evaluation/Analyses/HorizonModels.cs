using System.Collections.Immutable;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;
using Longwatch.Statistics.CompetingRisks;
using Longwatch.Statistics.Regression;
using Longwatch.Statistics.Survival;

namespace Longwatch.Evaluation.Analyses;

/// <summary>Comparisons at a horizon, on the scale of probabilities and of time.</summary>
internal static class HorizonModels
{
    /// <summary>Measure of a group by itself; all others compare.</summary>
    public const string DaysLost = "mean days lost";

    /// <summary>Why groups cannot be compared at the horizon; null where they can.</summary>
    /// <remarks>A group without an event has a standard error of 0 and would make certainty out of nothing; one without anybody at the horizon has no estimate there.</remarks>
    public static string? Refusal(AnalysisRows rows, double horizon)
    {
        for (var g = 0; g < rows.Labels.Length; g++)
        {
            var members = rows.Members(g);
            if (Array.TrueForAll(members, i => rows.Days[i] < horizon))
                return $"Nobody of {rows.Labels[g]} is at risk at the horizon; the last of {Phrase.Counted(members.Length, "patient")} was seen after {Phrase.Whole(members.Max(i => rows.Days[i]))} days.";
            if (Array.TrueForAll(members, i => rows.Outcomes[i] != CohortOutcomes.Event))
                return $"{rows.Labels[g]} has no event among {Phrase.Counted(members.Length, "patient")}: no difference with an interval can be given.";
        }

        return null;
    }

    /// <summary>Differences of cumulative incidence at the horizon: of the groups' own estimates, or, with covariates, by regression of pseudo-values.</summary>
    public static Answer Difference(AnalysisRows rows, double horizon, double? budget, double level)
    {
        var columns = HazardModels.Budget(rows, budget);
        if (columns.Met != true)
            return HazardModels.TooFew(rows, budget, columns);
        if (rows.Covariates.Length == 0)
        {
            CumulativeIncidence[] curves =
            [
                .. rows.Labels.Select(
                    (_, g) =>
                        AalenJohansen.Estimate(
                            Array.ConvertAll(rows.Members(g), i => rows.Days[i]),
                            Array.ConvertAll(rows.Members(g), i => rows.Outcomes[i]),
                            CohortOutcomes.Event
                        )
                ),
            ];
            return Differences(
                rows,
                g => curves[g].At(horizon) - curves[0].At(horizon),
                g => Math.Sqrt(Square(curves[g].StandardErrorAt(horizon)) + Square(curves[0].StandardErrorAt(horizon))),
                ("jackknife", level),
                [columns, Reached(rows, horizon)]
            );
        }

        var values = PseudoValues.Incidence(rows.Days, rows.Outcomes, CohortOutcomes.Event, horizon);
        var x = rows.Columns;
        var design = Enumerable.Range(0, values.Length).Select(i => (double[])[1, .. x.Select(c => c[i])]).ToArray();
        var fit = PseudoRegression.Fit(values, design, PseudoLink.Identity);
        return fit.Status == RegressionStatus.Estimated
            ? Differences(rows, j => fit.Coefficients[j], fit.StandardError, ("robust", level), [columns, Reached(rows, horizon)])
            : Answer.None("Groups or covariates depend on one another.", columns);
    }

    private static Answer Differences(
        AnalysisRows rows,
        Func<int, double> value,
        Func<int, double> error,
        (string Kind, double Level) interval,
        ImmutableArray<AnalysisDiagnostic> diagnostics
    ) =>
        new(
            AnalysisStatus.Estimated,
            null,
            null,
            [
                .. rows.ColumnNames.Select(
                    (name, j) =>
                        Answer.Effect(
                            name,
                            "difference of cumulative incidence",
                            value(j + 1),
                            (interval.Kind, interval.Level, Interval.About(value(j + 1), error(j + 1), interval.Level)),
                            Answer.Wald(value(j + 1), error(j + 1))
                        )
                ),
            ],
            diagnostics
        );

    private static double Square(double value) => value * value;

    /// <summary>Mean days lost to the event up to the horizon, and the difference from the reference.</summary>
    public static Answer TimeLost(AnalysisRows rows, double horizon, double level)
    {
        var lost = rows
            .Labels.Select(
                (_, g) =>
                {
                    var members = rows.Members(g);
                    return Statistics.CompetingRisks.TimeLost.Estimate(
                        Array.ConvertAll(members, i => rows.Days[i]),
                        Array.ConvertAll(members, i => rows.Outcomes[i]),
                        CohortOutcomes.Event,
                        horizon
                    );
                }
            )
            .ToArray();
        return new(
            AnalysisStatus.Estimated,
            null,
            null,
            [
                .. rows.Labels.Select(
                    (label, g) => Answer.Effect(label, DaysLost, lost[g].Mean, ("jackknife", level, lost[g].Interval(level)), null)
                ),
                .. rows
                    .Labels.Skip(1)
                    .Select(
                        (label, k) =>
                        {
                            var (value, error) = (
                                lost[k + 1].Mean - lost[0].Mean,
                                Math.Sqrt(Square(lost[k + 1].StandardError) + Square(lost[0].StandardError))
                            );
                            return Answer.Effect(
                                label,
                                "difference of mean days lost",
                                value,
                                ("jackknife", level, Interval.About(value, error, level)),
                                Answer.Wald(value, error)
                            );
                        }
                    ),
            ],
            [
                Reached(rows, horizon),
                new(
                    "incidence_observed",
                    "Groups whose incidence is seen up to the horizon",
                    lost.Count(l => l.Observed),
                    $"all {lost.Length}: beyond the last patient the incidence is carried on",
                    Array.TrueForAll(lost, l => l.Observed)
                ),
            ]
        );
    }

    private static AnalysisDiagnostic Reached(AnalysisRows rows, double horizon)
    {
        var fewest = rows
            .Labels.Select((_, g) => Enumerable.Range(0, rows.Days.Length).Count(i => rows.Group[i] == g && rows.Days[i] >= horizon))
            .Min();
        return new("at_horizon", "Patients at risk at the horizon, in the group with fewest", fewest, "at least 10", fewest >= 10);
    }
}
