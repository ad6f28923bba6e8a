using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;
using Longwatch.Oracles;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class PublishedSectionTests
{
    private static readonly Section exposure = ExposureSection.Build(EvidenceInHand.Evaluation2024, EvaluationOptions.Default);
    private static readonly Section cases = CasesSection.Build(EvidenceInHand.Evaluation2024, EvaluationOptions.Default);
    private static readonly Section rates = RatesSection.Build(EvidenceInHand.Evaluation2024, EvaluationOptions.Default);

    [Fact]
    public void Every_cell_of_the_grid_is_the_one_that_R_finds()
    {
        var found = 0;
        foreach (var expected in Oracle.Expected("A06_ema_scenarios").GetProperty("rows").EnumerateArray())
        {
            double Of(string name) => expected.GetProperty(name).GetDouble();
            var row = rates.Row(
                "rates-observed-expected",
                r => r.Number("mean_follow_up_years") == Of("mean_followup_years") && r.Number("background") == Of("background_per_1e5py")
            );
            Oracle.Equal(Of("expected"), row.Number("expected"), 1e-12);
            Oracle.Equal(Of("sir"), row.Number("ratio"), 1e-9);
            Oracle.Equal(Of("lo"), row.Number("lower"), 1e-9);
            Oracle.Equal(Of("hi"), row.Number("upper"), 1e-9);
            Oracle.Equal(Of("p_upper_exact"), row.Number("p_upper"), 1e-9);
            Oracle.Equal(Of("evalue_point"), row.Number("e_value"), 1e-9);
            Oracle.Equal(Of("evalue_ci"), row.Number("e_value_limit"), 1e-9);
            Oracle.Equal(Of("attributable_fraction"), row.Number("attributable"), 1e-9);
            Oracle.Equal(Of("excess_per_1e5py"), row.Number("excess_rate"), 1e-9);
            found++;
        }

        Assert.Equal(35, found);
    }

    [Fact]
    public void Break_even_background_and_under_reporting_are_those_of_R()
    {
        var expected = Oracle.Expected("A06_ema_scenarios");
        foreach (var even in expected.GetProperty("break_even").EnumerateArray())
        {
            var row = rates.Row(
                "rates-person-years",
                r => r.Number("mean_follow_up_years") == even.GetProperty("mean_followup_years").GetDouble()
            );
            Oracle.Equal(even.GetProperty("background_at_sir1_per_1e5py").GetDouble(), row.Number("background_at_ratio_1"), 1e-9);
            Oracle.Equal(
                even.GetProperty("background_where_lower_limit_is_1").GetDouble(),
                row.Number("background_at_lower_limit_1"),
                1e-9
            );
        }

        foreach (var under in expected.GetProperty("underreporting").EnumerateArray())
        {
            var row = rates.Row(
                "rates-under-reporting",
                r => r.Number("reported_share") == under.GetProperty("reporting_fraction").GetDouble()
            );
            Oracle.Equal(under.GetProperty("implied_cases").GetDouble(), row.Number("implied_cases"), 1e-9);
            Oracle.Equal(under.GetProperty("implied_rate_per_1e5_patients").GetDouble(), 10 * row.Number("per_10000"), 1e-9);
            Oracle.Equal(under.GetProperty("ci")[1].GetDouble(), 10 * row.Number("upper"), 1e-9);
        }
    }

    [Fact]
    public void The_rate_per_patient_is_quoted_with_its_interval_and_never_called_a_risk()
    {
        Assert.Contains("8.94 (95 % CI 6.33 to 12.3) per 10,000", rates.Answer, StringComparison.Ordinal);
        Assert.Contains("not a risk estimate", rates.Answer, StringComparison.Ordinal);
        Assert.Equal(0.894117647058824, rates.Estimate("rates-per-1000-patients").Value!.Value, 1e-12);
    }

    [Fact]
    public void The_comparator_moves_observed_over_expected_as_much_as_the_excess_after_lymphoma()
    {
        var evidence = EvidenceInHand.Evaluation2024 with
        {
            Assumptions =
            [
                EvidenceInHand.Assume("follow_up.mean_years", 1.5),
                EvidenceInHand.Assume("background.rate_per_100000_py", 5),
                EvidenceInHand.Assume("background.after_b_cell_lymphoma_sir", 4.7),
            ],
        };
        var section = RatesSection.Build(evidence, EvaluationOptions.Default);
        var after = section.Estimates.Single(e => e.Id == "rates-observed-expected-after-lymphoma");

        // 42,500 x 1.5 years x 23.5 per 100,000 = 14.98125 expected; 38 / 14.98125 = 2.5365.
        Assert.Equal(14.98125, after.Denominator!.Value, 1e-9);
        Assert.Equal(2.5365, after.Value!.Value, 1e-4);
        Assert.DoesNotContain(rates.Estimates, e => e.Id == "rates-observed-expected-after-lymphoma");
    }

    [Fact]
    public void The_tornado_shows_every_assumption_widest_first()
    {
        var table = rates.Table("rates-tornado");
        Assert.Equal(5, table.Rows.Length);
        // Base case: 1.5 years and 10 per 100,000 give 5.96; by age the background runs from 0.0723 to 5.6061 (38 / (63,750 × rate / 100,000)).
        var age = rates.Row("rates-tornado", r => r.Text("factor")!.StartsWith("Age", StringComparison.Ordinal));
        Oracle.Equal(38 / (63_750 * 0.0723 / 100_000), age.Number("high"), 1e-12);
        Oracle.Equal(38 / (63_750 * 5.6061 / 100_000), age.Number("low"), 1e-12);
        var follow = rates.Row("rates-tornado", r => r.Text("factor")!.StartsWith("Mean", StringComparison.Ordinal));
        Oracle.Equal(17.8823529411765, follow.Number("high"), 1e-12);
        Oracle.Equal(2.98039215686275, follow.Number("low"), 1e-12);
        var widths = table.Rows.Select(r => r.Cells[4].Number!.Value / r.Cells[2].Number!.Value).ToArray();
        Assert.Equal(widths.OrderDescending(), widths);
    }

    [Fact]
    public void Exposure_says_what_is_printed_derived_assumed_and_unknown()
    {
        Assert.Equal(EstimateStatus.NoData, exposure.Estimate("exposure-person-years").Status);
        Assert.Equal(63_750, exposure.Estimate("exposure-person-years-assumed-1-5").Value);
        Assert.Equal(2_200, exposure.Estimate("exposure-person-years-printed").Value);
        // 449 patients × 10.3 months / 12
        Assert.Equal(385.391666666667, exposure.Estimate("exposure-person-years-derived").Value!.Value, 1e-9);
        var unknown = exposure.Row("exposure-cohorts", r => r.Text("cohort") == "unknown");
        Assert.Equal("unknown", unknown.Text("person_years_are"));
        Assert.Equal("median follow-up (months) 15", unknown.Text("not_verified"));
        Assert.Contains("21,250 to 127,500 person-years", exposure.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unverified_row_is_shown_but_neither_quoted_nor_drawn()
    {
        var table = cases.Table("cases-by-source");
        Assert.Single(table.Rows, r => r.GreyedBecause is not null);
        Assert.DoesNotContain("99", cases.Answer, StringComparison.Ordinal);
        Assert.Equal(2, cases.Charts[0].VegaLite["data"]!["values"]!.AsArray().Count);
    }

    [Fact]
    public void Sixty_seven_percent_cannot_be_of_thirty_eight()
    {
        Assert.Contains("67 % cannot be a share of all 38 cases", cases.Answer, StringComparison.Ordinal);
        Assert.EndsWith("given elsewhere as 22/33.", cases.Answer, StringComparison.Ordinal);
        Assert.Equal(2, cases.Estimate("cases-missing-behind-percentage").Value);
        var given = cases.Row("cases-rounded-percentages", r => r.Text("given") == "yes");
        Assert.Equal("22/33", given.Text("counts"));
        // Exact interval of 22/33 as in the known answers (ci67).
        Assert.Equal(0.481732527512418, given.Number("lower"), 1e-12);
        Assert.Equal(12, cases.Table("cases-rounded-percentages").Rows.Length);
    }

    [Fact]
    public void Nineteen_and_fewer_than_half_of_thirty_eight_contradict_each_other()
    {
        var rows = cases.Table("cases-contradictions").Rows;
        Assert.Equal(2, rows.Length);
        Assert.All(rows, r => Assert.StartsWith("cannot all be true", r.Cells[^1].Text, StringComparison.Ordinal));
    }

    [Fact]
    public void No_case_gives_upper_limits_and_no_number_that_is_not_one()
    {
        var none = EvidenceInHand.Evaluation2024 with
        {
            Counts =
            [
                EvidenceInHand.Count("ema-2024-04", CountedQuantity.TreatedPatients, 42_500),
                EvidenceInHand.Count("ema-2024-04", CountedQuantity.Cases, 0),
            ],
        };

        var section = RatesSection.Build(none, EvaluationOptions.Default);

        SectionShape.Check(section);
        Assert.All(
            section.Tables.SelectMany(t => t.Rows).SelectMany(r => r.Cells),
            c => Assert.True(c.Number is null || double.IsFinite(c.Number.Value))
        );
        // Garwood for 0: −ln 0.025 = 3.689; over 42,500 × 0.5 years: 17.4 per 100,000.
        Assert.Contains("17.4 per 100,000 person-years (upper limits)", section.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evaluation_with_more_cases_than_treated_is_not_the_one_quoted()
    {
        RegulatorCount[] absurd =
        [
            EvidenceInHand.Count("abc-2025-01", CountedQuantity.TreatedPatients, 20),
            EvidenceInHand.Count("abc-2025-01", CountedQuantity.Cases, 38),
        ];
        var with = EvidenceInHand.Evaluation2024 with { Counts = [.. EvidenceInHand.Evaluation2024.Counts, .. absurd] };

        Assert.Equal("ema-2024-04", PrimaryEvaluation.Of(with)!.Evaluation);
        Assert.Null(PrimaryEvaluation.Of(with with { Counts = [.. absurd] }));
    }

    [Fact]
    public void At_an_earlier_data_lock_a_statement_of_the_year_alone_is_not_yet_known()
    {
        var cohort = PooledEvidence.Cohort("a", 449, 16, 1); // dated 2024
        var evidence = EvidenceInHand.Evaluation2024 with { Cohorts = [cohort, cohort with { Id = "b", Name = "b" }] };
        EvaluationReport At(DateOnly day) =>
            PublishedEvaluation.Evaluate(evidence, new("hand", new string('0', 64)), EvaluationOptions.Default with { DataLock = day });
        double Pooled(DateOnly day) => At(day).Sections[5].Tables.Single(t => t.Id == "pooled-cohorts-t-cell").Rows.Length;

        Assert.Equal(0, Pooled(new(2024, 6, 30)));
        Assert.NotEqual(0, Pooled(new(2024, 12, 31)));
    }

    [Fact]
    public void Without_any_data_each_section_says_what_is_missing()
    {
        foreach (
            var section in new[]
            {
                ExposureSection.Build(EvidenceInHand.Empty, EvaluationOptions.Default),
                CasesSection.Build(EvidenceInHand.Empty, EvaluationOptions.Default),
                RatesSection.Build(EvidenceInHand.Empty, EvaluationOptions.Default),
            }
        )
        {
            Assert.NotEmpty(section.Tables);
            Assert.NotEmpty(section.Charts);
            Assert.All(section.Estimates, e => Assert.Equal(EstimateStatus.NoData, e.Status));
            Assert.All(section.Charts, c => Assert.Contains(section.Tables, t => t.Id == c.TableId));
            Assert.EndsWith(".", section.Answer, StringComparison.Ordinal);
        }
    }
}
