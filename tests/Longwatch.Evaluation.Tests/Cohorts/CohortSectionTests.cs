using Longwatch.Domain;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Tests.Published;
using Longwatch.Oracles;

namespace Longwatch.Evaluation.Tests.Cohorts;

public sealed class CohortSectionTests
{
    private const double Year = 365.25;

    private static readonly PublishedEvidence catalogue = EvidenceInHand.Empty with
    {
        Products =
        [
            CohortInHand.Product("alpha_cel", "CD19", VectorFamily.Lentiviral),
            CohortInHand.Product("beta_cel", "BCMA", VectorFamily.Gammaretroviral),
        ],
    };

    /// <summary>Alpha: 1,000 days with one case at day 400 (follow-up goes on to day 600), 300 days to death. Beta: 500 days, no case. One person never infused.</summary>
    private static readonly CohortStudy small = CohortInHand.Study(
        catalogue,
        [
            new(1_000),
            new(600, TCell: 400),
            new(200, Death: 300) { Alkylator = Ternary.Yes },
            new(500) { Product = "beta_cel", Sex = Sex.Male },
            new(10) { Infused = false },
        ],
        CohortInHand.Neoplasm(0, 50, Lineage.BCell, NeoplasmRelation.Relapse),
        CohortInHand.Neoplasm(0, 60, Lineage.BCell, NeoplasmRelation.LineageSwitch),
        CohortInHand.Neoplasm(0, -100, Lineage.SolidTumour, NeoplasmRelation.SecondPrimary),
        CohortInHand.Neoplasm(0, 70, Lineage.BCell, NeoplasmRelation.IndexDisease),
        CohortInHand.Neoplasm(4, 5, Lineage.TCell, NeoplasmRelation.SecondPrimary),
        CohortInHand.Neoplasm(3, 5_000, Lineage.TCell, NeoplasmRelation.SecondPrimary),
        CohortInHand.Neoplasm(3, 90, Lineage.Myeloid, NeoplasmRelation.SecondPrimary),
        CohortInHand.Neoplasm(3, 95, Lineage.Myeloid, NeoplasmRelation.SecondPrimary)
    );

    private static Section Exposure(CohortStudy study) => ExposureSection.Build(study, EvaluationOptions.Default);

    private static Section Cases(CohortStudy study) => CasesSection.Build(study, EvaluationOptions.Default);

    private static Section Rates(CohortStudy study) => RatesSection.Build(study, EvaluationOptions.Default);

    [Fact]
    public void Follow_up_is_summed_over_the_infused()
    {
        var section = Exposure(small);
        Assert.Equal(4, section.Estimate("exposure-patients").Value);
        Assert.Equal(1, section.Estimate("exposure-not-infused").Value);
        Oracle.Equal((1_000 + 600 + 300 + 500) / Year, section.Estimate("exposure-person-years").Value!.Value, 1e-14);
        Assert.Contains("1/4 (25.0 %)", section.Answer, StringComparison.Ordinal);
        var alpha = section.Row("exposure-products", r => r.Text("product") == "alpha cel");
        Assert.Equal((3.0, 1.0, 0.0), (alpha.Number("patients"), alpha.Number("deaths"), alpha.Number("later_infusions")));
        Oracle.Equal(1_900 / Year, alpha.Number("person_years"), 1e-14);
        var unknown = section.Row(
            "exposure-characteristics",
            r => r.Text("characteristic") == "Prior alkylator" && r.Text("category") == "not recorded"
        );
        Assert.Equal(3, unknown.Number("patients"));
    }

    [Fact]
    public void Only_second_primaries_after_infusion_and_before_the_lock_are_counted_each_once()
    {
        var section = Cases(small);
        Assert.Equal(1, section.Estimate("cases-t-cell-neoplasms").Value);
        Assert.Equal(3, section.Estimate("cases-second-primary-neoplasms").Value);
        // Two myeloid neoplasms in one patient: two neoplasms, one patient.
        var myeloid = section.Row("cases-lineage", r => r.Text("lineage") == "myeloid");
        Assert.Equal((2.0, 1.0), (myeloid.Number("neoplasms"), myeloid.Number("patients")));
        Assert.All(section.Table("cases-not-counted").Rows, r => Assert.Equal(1, r.Cells[1].Number));
        Assert.Contains("1/4 (25.0 %", section.Answer, StringComparison.Ordinal);
        Assert.Contains("6 of 9 recorded neoplasms", section.Answer, StringComparison.Ordinal);
        Assert.Equal(EstimateStatus.NoData, section.Estimate("cases-clonally-unrelated").Status);
    }

    [Fact]
    public void Time_at_risk_ends_at_the_first_case()
    {
        var section = Rates(small);
        var years = (1_000 + 400 + 300 + 500) / Year;
        Oracle.Equal(1 / years * 1e5, section.Estimate("rates-per-100000-person-years").Value!.Value, 1e-13);
        Assert.Equal(250, section.Estimate("rates-per-1000-patients").Value);
        var target = section.Row("rates-by-stratum", r => r.Text("stratum") == "Target: BCMA");
        Oracle.Equal(500 / Year, target.Number("person_years"), 1e-14);
        // No event: exact upper limit 3.688879… (A01, x = 0).
        Oracle.Equal(3.68887945411394 / (500 / Year) * 1e5, target.Number("upper"), 1e-12);
    }

    [Fact]
    public void Time_bands_share_out_all_person_time_and_all_cases()
    {
        var bands = Rates(small).Table("rates-by-time").Rows;
        var years = bands.Select(r => r.Cells[4].Number!.Value).ToArray();
        Oracle.Equal(2_200 / Year, years.Sum(), 1e-13);
        // 0 to 3 months is 91 days for each of four.
        Oracle.Equal(4 * 91 / Year, years[0], 1e-13);
        // Day 400 falls into the second year (days 365 to 731).
        Assert.Equal([0, 0, 0, 1, 0, 0], bands.Select(r => (int)r.Cells[5].Number!.Value));
        Assert.Equal([4, 4, 4, 3, 1, 0], bands.Select(r => (int)r.Cells[3].Number!.Value));
    }

    [Fact]
    public void Strata_are_compared_exactly_with_the_one_of_most_person_time()
    {
        var row = Rates(small).Row("rates-comparisons", r => r.Text("comparison") == "Sex: male against female");
        Assert.Equal(0, row.Number("ratio"));
        // One event in all: the upper limit solves 1 − p = 0.025, so p/(1−p) = 39, times 1,700 / 500 days.
        Oracle.Equal(39 * 1_700.0 / 500, row.Number("upper"), 1e-11);
        // P(X ≤ 0) = 17/22 is the larger tail, P(X ≥ 0) = 1: central P = 1.
        Assert.Equal(1, row.Number("p_central"));
        Assert.DoesNotContain(Rates(small).Table("rates-comparisons").Rows, r => r.Cells.Any(c => c.Text == Stratification.NotRecorded));
    }

    [Fact]
    public void Rates_by_age_and_sex_are_applied_to_the_person_time_of_that_age()
    {
        // Born 1 January 1960: 60 at infusion (21,915 days / 365.25 = 60 exactly), 731 days are one year at 60, one at 61 and half a day at 62.
        var study = CohortInHand.Study(
            catalogue with
            {
                BackgroundRates = [Rate("0-60", null, 10), Rate("61+", "female", 20), Rate("61+", "male", 40), Rate(null, null, 7)],
            },
            [new(731, TCell: 731), new(731) { Sex = Sex.Male }]
        );
        var estimate = Rates(study).Estimate("rates-observed-expected");
        Assert.Equal(EstimateStatus.Estimated, estimate.Status);
        var second = (731 / Year) - 1;
        Oracle.Equal((10 + 10 + (second * 20) + (second * 40)) / 1e5, estimate.Denominator!.Value, 1e-12);
        Assert.Equal(2, Rates(study).Table("rates-observed-expected").Rows.Length);
    }

    [Fact]
    public void Without_rates_for_every_age_no_single_ratio_is_given()
    {
        var study = CohortInHand.Study(
            catalogue with
            {
                BackgroundRates = [Rate("80-84", null, 5.6), Rate(null, null, 1.4), Rate(null, null, 2.8)],
            },
            [new(731, TCell: 731)]
        );
        var estimate = Rates(study).Estimate("rates-observed-expected");
        Assert.Equal(EstimateStatus.NotIdentified, estimate.Status);
        // 1 / (731/365.25 × 2.8e-5) = 17,845 and twice that.
        Assert.Contains("17,845 to 35,690", estimate.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80-84", 80, 84)]
    [InlineData("80+", 80, int.MaxValue)]
    [InlineData("7", 7, 7)]
    public void An_age_group_is_read(string text, int from, int to) => Assert.Equal((from, to), BackgroundExpectation.AgeGroup(text));

    [Theory]
    [InlineData(null)]
    [InlineData("old")]
    [InlineData("1-2-3")]
    public void Anything_else_is_no_age_group(string? text) => Assert.Null(BackgroundExpectation.AgeGroup(text));

    [Fact]
    public void An_empty_cohort_says_what_is_missing()
    {
        var none = CohortInHand.Study(EvidenceInHand.Empty, []);
        foreach (var section in new[] { Exposure(none), Cases(none), Rates(none) })
        {
            Assert.NotEmpty(section.Tables);
            Assert.All(section.Charts, c => Assert.Contains(section.Tables, t => t.Id == c.TableId));
            Assert.Contains(section.Estimates, e => e.Status == EstimateStatus.NoData);
        }
    }

    private static BackgroundRate Rate(string? age, string? sex, double rate) =>
        new($"r{age}{sex}{rate}", "Here", "PTCL", age, sex, "2020", rate, null, null, EvidenceInHand.Row());
}
