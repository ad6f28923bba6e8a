using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class PooledCohortsSectionTests
{
    private static readonly Section section = PooledCohortsSection.Build(PooledEvidence.Full, EvaluationOptions.Default);

    [Fact]
    public void Section_is_whole_with_and_without_data()
    {
        SectionShape.Check(section);
        SectionShape.Check(PooledCohortsSection.Build(EvidenceInHand.Empty, EvaluationOptions.Default));
        var single = EvidenceInHand.Empty with { Cohorts = [PooledEvidence.Cohort("only", 100, 3, 0)] };
        SectionShape.Check(PooledCohortsSection.Build(single, EvaluationOptions.Default));
        var zero = EvidenceInHand.Empty with { Cohorts = [PooledEvidence.Cohort("a", 100, 0, 0), PooledEvidence.Cohort("b", 50, 0, 0)] };
        var none = PooledCohortsSection.Build(zero, EvaluationOptions.Default);
        SectionShape.Check(none);
        Assert.Equal(EstimateStatus.NotIdentified, none.Estimate("pooled-cohorts-t-cell").Status);
        Assert.Contains("0/150", none.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void T_cell_malignancies_are_pooled_over_the_six_verified_cohorts_only()
    {
        // 4 of 5,623 by hand; the maximum lies at a variance of 0 (metafor), so the typical share is the crude one.
        var pooled = section.Estimate("pooled-cohorts-t-cell");
        Assert.Equal(4.0 / 5623, pooled.Value!.Value, 1e-12);
        Assert.Equal("profile likelihood", pooled.Intervals[1].Kind);
        // metafor, test="t": logit limits -8.533369706787 and -5.961859553189.
        Assert.Equal(1 / (1 + Math.Exp(8.533369706787)), pooled.Intervals[0].Lower, 1e-8);
        Assert.Equal(1 / (1 + Math.Exp(5.961859553189)), pooled.Intervals[0].Upper, 1e-7);
        Assert.Contains("no spread beyond chance", pooled.Note!, StringComparison.Ordinal);
        Assert.Equal((4.0, 5623.0), Counts(section.Estimate("pooled-cohorts-t-cell-crude")));
    }

    [Fact]
    public void Second_primaries_are_pooled_with_random_effects_and_the_crude_share_beside_it()
    {
        // metafor on 16/449, 18/783, 21/246: mean -3.160408, variance 0.278333.
        Assert.Equal(1 / (1 + Math.Exp(3.160408059)), section.Estimate("pooled-cohorts-second-primary").Value!.Value, 1e-6);
        Assert.Equal(0.278332912, section.Estimate("pooled-cohorts-second-primary-variance").Value!.Value, 1e-5);
        Assert.Equal((55.0, 1478.0), Counts(section.Estimate("pooled-cohorts-second-primary-crude")));
    }

    [Fact]
    public void The_published_pooled_figure_stands_beside_ours_and_is_not_the_crude_share_of_its_counts()
    {
        var published = section.Estimate("pooled-cohorts-published");
        Assert.Equal(0.06, published.Value!.Value, 1e-12);
        Assert.Equal(0.048, published.Intervals[0].Lower, 1e-12);
        Assert.Equal(0.074, published.Intervals[0].Upper, 1e-12);
        var crude = section.Row(
            "pooled-cohorts-published-figure",
            r => r.Text("figure")!.Contains("crude share of its own", StringComparison.Ordinal)
        );
        Assert.Equal(326.0 / 5517, crude.Number("share"), 1e-12); // 5.9090 %, domain dossier
        Assert.Contains("Tix", section.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_cohorts_are_pooled_but_foretell_no_third()
    {
        var two = EvidenceInHand.Empty with { Cohorts = [PooledEvidence.Cohort("a", 449, 16, 1), PooledEvidence.Cohort("b", 355, 9, 0)] };

        var pooled = PooledCohortsSection.Build(two, EvaluationOptions.Default);

        Assert.Equal(EstimateStatus.Estimated, pooled.Estimate("pooled-cohorts-t-cell").Status);
        Assert.Equal(EstimateStatus.NotIdentified, pooled.Estimate("pooled-cohorts-t-cell-prediction").Status);
        Assert.DoesNotContain(pooled.Table("pooled-cohorts-t-cell").Rows, r => r.Cells[1].Text == ForestChart.Prediction);
    }

    [Fact]
    public void Cohorts_of_nobody_but_cases_and_nobody_with_one_have_no_finite_spread()
    {
        // Each cohort has one patient: the likelihood depends on the mean alone and says nothing on the variance.
        var cohorts = new[] { (1, 1), (1, 0), (1, 0) }.Select((c, i) => PooledEvidence.Cohort($"c{i}", c.Item1, c.Item2, c.Item2));

        var pooled = PooledCohortsSection.Build(EvidenceInHand.Empty with { Cohorts = [.. cohorts] }, EvaluationOptions.Default);

        Assert.Equal(EstimateStatus.NotIdentified, pooled.Estimate("pooled-cohorts-t-cell").Status);
        Assert.Contains("1/3", pooled.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Heterogeneity_is_judged_by_tables_with_the_same_margins()
    {
        // R 4.2.2, chisq.test(simulate.p.value = TRUE, B = 1e6): 16/449, 18/783, 21/246 X-squared 20.374, p 5.8e-05;
        // T-cell malignancies of the six cohorts X-squared 3.3287, p 0.6339. Four Monte Carlo errors of 10,000 to 20,000 tables.
        var any = section.Estimate("pooled-cohorts-second-primary-heterogeneity");
        var tCell = section.Estimate("pooled-cohorts-t-cell-heterogeneity");

        Assert.InRange(any.Value!.Value, 4e-5, 5e-4);
        Assert.Contains("Pearson 20.4", any.Note!, StringComparison.Ordinal);
        Assert.Equal(0.6339, tCell.Value!.Value, 0.02);
        Assert.Contains("Pearson 3.33", tCell.Note!, StringComparison.Ordinal);
    }

    [Fact]
    public void Cohorts_that_are_not_pooled_are_greyed_with_their_reason()
    {
        var greyed = section.Table("pooled-cohorts-t-cell").Rows.Where(r => r.GreyedBecause is not null).ToArray();

        Assert.Equal(["FAERS", "Hearsay", "Half known", "Tix"], greyed.Select(r => r.Cells[0].Text));
        Assert.Equal("No denominator of treated patients.", greyed[0].GreyedBecause);
        Assert.Equal("Number of patients is background knowledge only.", greyed[2].GreyedBecause);
        var chart = section.Charts[0].VegaLite["data"]!["values"]!.AsArray();
        Assert.DoesNotContain(chart, v => v!["label"]!.GetValue<string>() == "FAERS");
    }

    [Fact]
    public void Leaving_a_cohort_out_refits_without_it()
    {
        var row = section.Row("pooled-cohorts-t-cell-leave-one-out", r => r.Text("left_out") == "DESCAR-T");
        Assert.Equal((3.0, 2557.0), (row.Number("events"), row.Number("patients")));
        var second = section.Row("pooled-cohorts-second-primary-leave-one-out", r => r.Text("left_out") == "Ohio");
        // 16/449 and 18/783 do not differ beyond chance (fisher.test p = 0.20): the variance is 0 and the share the common one, 34/1,232.
        Assert.Equal(0, second.Number("variance"));
        Assert.Equal(34.0 / 1232, second.Number("share"), 1e-10);
    }

    [Fact]
    public void Differing_definitions_and_computed_counts_are_caveats()
    {
        var mixed = PooledEvidence.Full with
        {
            Cohorts =
            [
                .. PooledEvidence.Full.Cohorts,
                PooledEvidence.Cohort("Sidana", 236, 13, null) with
                {
                    SecondPrimaryDefinition = "without skin cancer",
                    SecondPrimariesBasis = CountBasis.FromPercentage,
                },
            ],
        };

        var caveats = string.Join(" ", PooledCohortsSection.Build(mixed, EvaluationOptions.Default).Caveats);

        Assert.Contains("without skin cancer (Sidana)", caveats, StringComparison.Ordinal);
        Assert.Contains("Sidana (Any second primary malignancy)", caveats, StringComparison.Ordinal);
    }

    private static (double, double) Counts(Estimate estimate) => (estimate.Numerator!.Value, estimate.Denominator!.Value);
}
