using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Tests.Cohorts;
using Longwatch.Evaluation.Tests.Published;
using Longwatch.Oracles;

namespace Longwatch.Evaluation.Tests.Analyses;

/// <summary>
/// A hundred people, sixty of alpha; every tenth has a case and another tenth dies. Expected values: R 4.2.2 survival 3.5-3 and cmprsk 2.2-11 on the same rows, or by hand.
/// </summary>
public sealed class AnalysisRunnerTests
{
    private static readonly PublishedEvidence catalogue = EvidenceInHand.Empty with
    {
        Products =
        [
            CohortInHand.Product("alpha_cel", "CD19", VectorFamily.Lentiviral),
            CohortInHand.Product("beta_cel", "BCMA", VectorFamily.Gammaretroviral),
        ],
        Assumptions = [EvidenceInHand.Assume("risk.events_per_covariate", 5)],
    };

    private static readonly CohortStudy hundred = CohortInHand.Study(
        catalogue,
        Enumerable
            .Range(0, 100)
            .Select(i => new Person(1000 + (i % 7), i % 10 == 3 ? 300 + i : null, i % 10 == 5 ? 900 : null)
            {
                Product = i < 60 ? "alpha_cel" : "beta_cel",
                Born = (i < 60 ? 1965 : 1960) + (i % 11),
            })
    );

    private static readonly AnalysisSpecification byTarget = new(
        "a",
        "A",
        AnalysisOutcome.SecondaryTCell,
        AnalysisMethod.GrayTest,
        "target",
        null,
        [],
        null,
        null
    );

    [Fact]
    public void Groups_are_counted_and_the_one_with_most_person_time_is_the_reference()
    {
        var result = Run(byTarget);

        Assert.Equal(["CD19", "BCMA"], result.Groups.Select(g => g.Label));
        Assert.Equal([true, false], result.Groups.Select(g => g.Reference));
        Assert.Equal([(60, 6, 6), (40, 4, 4)], result.Groups.Select(g => (g.Patients, g.Events, g.Competing)));
        Assert.Empty(result.LeftOut);
    }

    [Fact]
    public void Tests_of_groups_equal_those_of_R()
    {
        Oracle.Equal(6.6947681277937e-03, Run(byTarget).Test!.Statistic, 1e-9);
        Oracle.Equal(0.93478860898419, Run(byTarget).Test!.PValue, 1e-9);
        Oracle.Equal(0.0066370757019988, Run(byTarget with { Method = AnalysisMethod.LogRank }).Test!.Statistic, 1e-9);
    }

    [Fact]
    public void A_landmark_leaves_out_who_is_no_longer_at_risk_and_says_so()
    {
        var result = Run(byTarget with { Method = AnalysisMethod.LogRank, LandmarkDays = 350 });

        Oracle.Equal(3.0154038876038, result.Test!.Statistic, 1e-9);
        Assert.Equal(new() { ["not at risk on day 350"] = 5 }, result.LeftOut.ToDictionary());
    }

    [Fact]
    public void Hazard_ratios_and_their_diagnostics_equal_those_of_R()
    {
        var cox = Run(byTarget with { Method = AnalysisMethod.CauseSpecificCox, Covariates = ["age"] });

        Assert.Equal(["BCMA", "age per decade"], cox.Effects.Select(e => e.Name));
        Oracle.Equal(0.99860331096004, cox.Effects[0].Value!.Value, 1e-8);
        Oracle.Equal(0.89509468345289, cox.Effects[1].Value!.Value, 1e-8);
        Oracle.Equal(Math.Exp(-2.0764348826196), cox.Effects[1].Interval!.Lower, 1e-8);
        Oracle.Equal(0.91200691081506, cox.Effects[1].PValue!.Value, 1e-8);
        Oracle.Equal(0.018877561970896, cox.Test!.Statistic, 1e-7);
        Oracle.Equal(0.0080340756759563, Diagnostic(cox, "proportional_hazards").Value!.Value, 1e-6);
        Assert.False(Diagnostic(cox, "proportional_hazards").Met);
        Oracle.Equal(0.4820852755598, Diagnostic(cox, "largest_influence").Value!.Value, 1e-6);
        Oracle.Equal(0.481481481481482, Diagnostic(cox, "concordance").Value!.Value, 1e-9);

        var fineGray = Run(byTarget with { Method = AnalysisMethod.FineGray, Covariates = ["age"] });
        Oracle.Equal(0.99860331868867, fineGray.Effects[0].Value!.Value, 1e-6);
        Oracle.Equal(0.914143152, fineGray.Effects[1].PValue!.Value, 1e-6);
    }

    [Fact]
    public void More_columns_than_the_events_carry_are_refused_with_the_counts()
    {
        var result = Run(byTarget with { Method = AnalysisMethod.CauseSpecificCox, Covariates = ["age", "prior_lines"] });

        Assert.Equal((AnalysisStatus.CannotBeEstimated, "No patient is at risk."), (result.Status, result.Reason));
        Assert.Equal(100, result.LeftOut["prior lines not recorded"]);
        var three = Run(byTarget with { Method = AnalysisMethod.FineGray, Covariates = ["age"], HorizonDays = 340 });
        Assert.Equal("4 events carry 1 column; 2 were asked for.", three.Reason);
    }

    /// <summary>Before day 350 alpha has five cases and beta none.</summary>
    [Fact]
    public void A_group_without_an_event_is_estimated_with_a_penalty_and_a_finite_upper_limit()
    {
        var result = Run(byTarget with { Method = AnalysisMethod.CauseSpecificCox, HorizonDays = 350 });

        Assert.Equal(AnalysisStatus.Estimated, result.Status);
        Assert.Contains("Firth", result.Reason, StringComparison.Ordinal);
        Assert.InRange(result.Effects[0].Value!.Value, 0.01, 0.9);
        Assert.True(result.Effects[0].Interval!.Upper > 0.9 && double.IsFinite(result.Effects[0].Interval!.Upper));
        Assert.False(Diagnostic(result, "fewest_events").Met);
    }

    /// <summary>By hand: until day 380 six of sixty against two of forty, nobody censored.</summary>
    [Fact]
    public void Differences_at_a_horizon_are_those_of_proportions_where_nobody_is_censored()
    {
        var difference = Run(byTarget with { Method = AnalysisMethod.IncidenceDifference, HorizonDays = 380 }).Effects[0];

        Oracle.Equal(-0.05, difference.Value!.Value, 1e-10);
        Oracle.Equal(-0.05 - (1.959963984540054 * Math.Sqrt((0.1 * 0.9 / 60) + (0.05 * 0.95 / 40))), difference.Interval!.Lower, 1e-8);

        var lost = Run(byTarget with { Method = AnalysisMethod.TimeLost, HorizonDays = 380 });
        Oracle.Equal(312.0 / 60, lost.Effects[0].Value!.Value, 1e-10);
        Oracle.Equal(24.0 / 40, lost.Effects[1].Value!.Value, 1e-10);
        Oracle.Equal((24.0 / 40) - (312.0 / 60), lost.Effects[2].Value!.Value, 1e-10);
    }

    /// <summary>Until day 350 beta has no case: a standard error of 0 would make certainty out of nothing.</summary>
    [Theory]
    [InlineData(AnalysisMethod.TimeLost, 350, "BCMA has no event among 40 patients")]
    [InlineData(AnalysisMethod.IncidenceDifference, 350, "BCMA has no event among 40 patients")]
    [InlineData(AnalysisMethod.TimeLost, 1006, "is at risk at the horizon")]
    public void A_difference_from_nothing_is_refused(AnalysisMethod method, int horizon, string why)
    {
        var study = CohortInHand.Study(
            catalogue,
            Enumerable
                .Range(0, 100)
                .Select(i => new Person(i < 60 ? 1010 : 1000, i % 10 == 3 ? 300 + i : null) { Product = i < 60 ? "alpha_cel" : "beta_cel" })
        );

        var result = Run(byTarget with { Method = method, HorizonDays = horizon }, study);

        Assert.Equal(AnalysisStatus.CannotBeEstimated, result.Status);
        Assert.Contains(why, result.Reason, StringComparison.Ordinal);
        Assert.Empty(result.Effects);
    }

    [Fact]
    public void A_reference_that_is_named_is_kept_and_one_that_is_not_there_is_refused()
    {
        Assert.Equal("BCMA", Run(byTarget with { Reference = "BCMA" }).Groups[0].Label);
        Assert.Equal("Nobody of the reference group, CD20, is at risk.", Run(byTarget with { Reference = "CD20" }).Reason);
    }

    [Fact]
    public void A_group_of_whom_nobody_is_at_risk_is_listed_with_nobody()
    {
        var study = CohortInHand.Study(catalogue, [new(500, 400), new(500) { Product = "beta_cel" }, new(100) { Product = "gamma_cel" }]);

        var result = Run(byTarget with { Groups = "product", LandmarkDays = 200 }, study);

        Assert.Equal([("beta cel", 1), ("alpha cel", 1), ("gamma cel", 0)], result.Groups.Select(g => (g.Label, g.Patients)));
    }

    [Theory]
    [InlineData("product", AnalysisOutcome.SecondPrimary)]
    [InlineData("target", AnalysisOutcome.Death)]
    [InlineData("sex", AnalysisOutcome.SecondaryTCell)]
    [InlineData("prior_tbi", AnalysisOutcome.SecondaryTCell)]
    public void Every_method_answers_or_says_why_not(string groups, AnalysisOutcome outcome)
    {
        foreach (var study in new[] { hundred, CohortInHand.Study(catalogue, []), CohortInHand.Study(catalogue, [new(0), new(5, 5)]) })
        foreach (var method in Enum.GetValues<AnalysisMethod>())
        {
            var result = Run(byTarget with { Groups = groups, Outcome = outcome, Method = method, HorizonDays = 900 }, study);
            Assert.True(result.Status == AnalysisStatus.Estimated || result.Reason is { Length: > 5 }, $"{groups}, {method}");
            Assert.All(result.Effects, e => Assert.False(e.Value is { } v && double.IsNaN(v)));
            Assert.All(result.Diagnostics, d => Assert.False(d.Value is { } v && !double.IsFinite(v)));
        }
    }

    private static AnalysisDiagnostic Diagnostic(AnalysisResult result, string id) => result.Diagnostics.Single(d => d.Id == id);

    private static AnalysisResult Run(AnalysisSpecification asked, CohortStudy? study = null) =>
        AnalysisRunner.Run(study ?? hundred, AnalysisPlan.None with { Analyses = [asked] }, 0.95)[0];
}
