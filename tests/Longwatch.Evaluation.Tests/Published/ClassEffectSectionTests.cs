using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Tests.Cohorts;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class ClassEffectSectionTests
{
    private static readonly PublishedEvidence evidence = EvidenceInHand.Evaluation2024 with
    {
        Assumptions =
        [
            EvidenceInHand.Assume("class.relative_rate", 2),
            EvidenceInHand.Assume("class.relative_rate", 3),
            .. new[] { 0.05, 0.1, 0.2, 0.3 }.Select(share => EvidenceInHand.Assume("class.exposure_share", share)),
        ],
        Products =
        [
            CohortInHand.Product("alpha_cel", "CD19", VectorFamily.Gammaretroviral),
            CohortInHand.Product("beta_cel", "CD19", VectorFamily.Lentiviral),
        ],
        CohortProducts =
        [
            new("safety", "alpha_cel", 17_578, null, 13, EvidenceInHand.Row()),
            new("safety", "beta_cel", 3_336, null, 0, EvidenceInHand.Row()),
            new("hearsay", "beta_cel", 10, null, 10, EvidenceInHand.Row(EvidenceTag.Unverified)),
            new("reports", "alpha_cel", null, 277, null, EvidenceInHand.Row()),
            new("reports", "beta_cel", null, 259, null, EvidenceInHand.Row()),
        ],
        Cohorts =
        [
            .. EvidenceInHand.Evaluation2024.Cohorts,
            EvidenceInHand.Evaluation2024.Cohorts[0] with
            {
                Id = "reports",
                Setting = CohortSetting.SpontaneousReports,
            },
        ],
    };

    private static readonly Section section = ClassEffectSection.Build(evidence, EvaluationOptions.Default);

    [Fact]
    public void It_says_plainly_that_the_cases_are_not_published_by_product()
    {
        Assert.StartsWith(
            "Not from these data: the 38 cases among about 42,500 treated are not published by product",
            section.Answer,
            StringComparison.Ordinal
        );
        Assert.Equal(EstimateStatus.NoData, section.Estimate("class-effect-split").Status);
    }

    [Fact]
    public void A_product_without_a_case_has_an_upper_limit_above_the_overall_rate()
    {
        var row = section.Row("class-effect-products", r => r.Text("cohort") == "safety" && r.Text("product") == "beta cel");
        // 1 − 0.025^(1/3336) = 11.05 per 10,000.
        Assert.Equal(1e4 * (1 - Math.Pow(0.025, 1.0 / 3_336)), row.Number("upper"), 1e-6);
        Assert.Contains("not evidence of absence", row.Text("reading"), StringComparison.Ordinal);
        Assert.Equal("lentiviral", row.Text("vector"));
    }

    [Fact]
    public void Products_are_compared_inside_their_cohort_by_the_exact_test()
    {
        // 13 cases over 17,578 and 3,336 patients: with q = 3336/20914 as extreme as (13, 0) is every table no more probable than p^13.
        var p = 17_578.0 / 20_914;
        double Binomial(int k) =>
            Enumerable.Range(1, k).Aggregate(Math.Pow(p, 13 - k) * Math.Pow(1 - p, k), (v, i) => v * (13 - k + i) / i);
        var expected = Enumerable.Range(0, 14).Select(Binomial).Where(v => v <= Binomial(0) * (1 + 1e-7)).Sum();
        Assert.Equal(expected, section.Estimate("class-effect-p-safety").Value!.Value, 1e-9);
    }

    [Fact]
    public void Unverified_rows_are_greyed_and_in_no_estimate()
    {
        Assert.Single(section.Table("class-effect-products").Rows, r => r.GreyedBecause is not null);
        Assert.DoesNotContain(section.Estimates, e => e.Id.Contains("hearsay", StringComparison.Ordinal));
    }

    [Fact]
    public void Reports_are_shares_in_the_order_of_the_file()
    {
        var rows = section.Table("class-effect-reports").Rows;
        Assert.Equal([(277.0, 536.0), (259.0, 536.0)], rows.Select(r => (r.Cells[2].Number!.Value, r.Cells[3].Number!.Value)));
        Assert.Contains("NOT a ranking", section.Table("class-effect-reports").Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void The_power_table_has_the_published_powers()
    {
        var rows = section.Table("class-effect-power").Rows.Select(r => r.Cells[4].Number!.Value).ToArray();
        double[] known = [0.15, 0.24, 0.38, 0.50, 0.42, 0.64, 0.82, 0.90];
        Assert.All(known.Zip(rows), pair => Assert.Equal(pair.First, pair.Second, 0.0052));
    }

    [Fact]
    public void Without_data_it_says_so_and_still_has_tables_and_charts()
    {
        var empty = ClassEffectSection.Build(EvidenceInHand.Empty, EvaluationOptions.Default);
        Assert.StartsWith("Cannot be answered", empty.Answer, StringComparison.Ordinal);
        Assert.All(empty.Estimates, e => Assert.Equal(EstimateStatus.NoData, e.Status));
        Assert.NotEmpty(empty.Charts);
        Assert.All(empty.Charts, c => Assert.Contains(empty.Tables, t => t.Id == c.TableId));
    }

    [Fact]
    public void The_same_input_gives_the_same_section() =>
        Assert.Equal(
            section.Charts.Select(c => c.VegaLite.ToJsonString()),
            ClassEffectSection.Build(evidence, EvaluationOptions.Default).Charts.Select(c => c.VegaLite.ToJsonString())
        );
}
