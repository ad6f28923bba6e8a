using Longwatch.Evaluation.Cohorts;
using Longwatch.Statistics;
using Longwatch.Statistics.CompetingRisks;
using Longwatch.Statistics.Regression;
using Longwatch.Statistics.Survival;

namespace Longwatch.Evaluation.Analyses;

/// <summary>Comparisons at a horizon, on the scale of probabilities and of time.</summary>
internal static class HorizonModels
{
    /// <summary>Differences of cumulative incidence at the horizon, adjusted for the covariates.</summary>
    public static Answer Difference(AnalysisRows rows, double horizon, double level)
    {
        var values = PseudoValues.Incidence(rows.Days, rows.Outcomes, CohortOutcomes.Event, horizon);
        var columns = rows.Columns;
        var design = Enumerable.Range(0, values.Length).Select(i => (double[])[1, .. columns.Select(c => c[i])]).ToArray();
        var fit = PseudoRegression.Fit(values, design, PseudoLink.Identity);
        if (fit.Status != RegressionStatus.Estimated)
            return Answer.None("Groups or covariates depend on one another.");
        return new(
            AnalysisStatus.Estimated,
            null,
            null,
            [
                .. rows.ColumnNames.Select(
                    (name, j) =>
                    {
                        var (value, error) = (fit.Coefficients[j + 1], fit.StandardError(j + 1));
                        return Answer.Effect(
                            name,
                            "difference of cumulative incidence",
                            value,
                            ("robust", level, Interval.About(value, error, level)),
                            fit.PValue(j + 1)
                        );
                    }
                ),
            ],
            [Reached(rows, horizon)]
        );
    }

    /// <summary>Mean days lost to the event up to the horizon, and the difference from the reference.</summary>
    public static Answer TimeLost(AnalysisRows rows, double horizon, double level)
    {
        var lost = rows
            .Labels.Select(
                (_, g) =>
                {
                    int[] members = [.. Enumerable.Range(0, rows.Days.Length).Where(i => rows.Group[i] == g)];
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
                    (label, g) => Answer.Effect(label, "mean days lost", lost[g].Mean, ("jackknife", level, lost[g].Interval(level)), null)
                ),
                .. rows
                    .Labels.Skip(1)
                    .Select(
                        (label, k) =>
                        {
                            var (value, error) = (
                                lost[k + 1].Mean - lost[0].Mean,
                                Math.Sqrt(
                                    (lost[k + 1].StandardError * lost[k + 1].StandardError)
                                        + (lost[0].StandardError * lost[0].StandardError)
                                )
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
