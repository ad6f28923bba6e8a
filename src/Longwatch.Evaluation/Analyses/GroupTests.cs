using Longwatch.Evaluation.Cohorts;
using Longwatch.Statistics.CompetingRisks;
using Longwatch.Statistics.Survival;

namespace Longwatch.Evaluation.Analyses;

/// <summary>Tests that all groups are alike.</summary>
internal static class GroupTests
{
    public static Answer LogRank(AnalysisRows rows)
    {
        var result = Statistics.Survival.LogRank.Test(rows.Days, rows.Events, rows.Group);
        return result.DegreesOfFreedom == 0
            ? Answer.None("Only one group is at risk when events happen.")
            : Tested(new("log-rank", result.Statistic, result.DegreesOfFreedom, result.PValue), result.Expected.Min());
    }

    public static Answer Gray(AnalysisRows rows)
    {
        var result = GrayTest.Test(rows.Days, rows.Outcomes, rows.Group, CohortOutcomes.Event);
        return result.Status == GrayTestStatus.Tested
            ? Tested(new("Gray", result.Statistic, result.DegreesOfFreedom, result.PValue), Expected(rows, result.Scores).Min())
            : Answer.None(
                result.Status switch
                {
                    GrayTestStatus.OneGroup => "There is one group only.",
                    GrayTestStatus.NoEvents => "There is no event.",
                    _ => "A group is never at risk while events happen.",
                }
            );
    }

    /// <summary>Events that the test expects by group: observed less score; the scores of all groups add up to 0.</summary>
    private static IEnumerable<double> Expected(AnalysisRows rows, IReadOnlyList<double> scores) =>
        rows.Labels.Select(
            (_, g) =>
                Enumerable.Range(0, rows.Group.Length).Count(i => rows.Group[i] == g && rows.Outcomes[i] == CohortOutcomes.Event)
                - (g < scores.Count ? scores[g] : -scores.Sum())
        );

    private static Answer Tested(AnalysisTest test, double expected) =>
        new(
            AnalysisStatus.Estimated,
            null,
            test,
            [],
            [
                new(
                    "fewest_expected",
                    "Events expected in the group with fewest, were all alike",
                    expected,
                    "at least 5: below, the χ² distribution is doubtful",
                    expected >= 5
                ),
            ]
        );
}
