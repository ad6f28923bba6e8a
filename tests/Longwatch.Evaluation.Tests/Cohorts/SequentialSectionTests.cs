using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Tests.Published;
using Longwatch.Oracles;

namespace Longwatch.Evaluation.Tests.Cohorts;

public sealed class SequentialSectionTests
{
    private const double Year = 365.25;

    private static readonly PublishedEvidence choices = EvidenceInHand.Empty with
    {
        Assumptions =
        [
            EvidenceInHand.Assume("sequential.minimum_cases", 4),
            EvidenceInHand.Assume("sequential.prior_cases", 1),
            EvidenceInHand.Assume("sequential.cusum_rate_ratio", 2),
            EvidenceInHand.Assume("sequential.cusum_run_length_months", 240),
        ],
    };

    private static readonly PublishedEvidence reference = choices with { BackgroundRates = [Rate(null, null, 100)] };

    /// <summary>A hundred people infused on 1 January 2020 and seen for 400 days; so many of them fall ill on day 40, 10 February.</summary>
    private static Section Ill(int cases, PublishedEvidence evidence) =>
        SequentialSection.Build(
            CohortInHand.Study(evidence, Enumerable.Range(0, 100).Select(i => new Person(400, i < cases ? 40 : null))),
            EvaluationOptions.Default
        );

    [Fact]
    public void Cases_and_person_time_fall_into_their_calendar_months()
    {
        var section = Ill(4, reference);
        RowOf Month(string name) => section.Row("sequential-months", r => r.Text("month") == name);
        var (january, february, march) = (Month("2020-01"), Month("2020-02"), Month("2020-03"));
        Oracle.Equal(100 * 31 / Year, january.Number("person_years"), 1e-13);
        // February 2020 has 29 days; those who fall ill on day 40 are at risk for 9 of them.
        Oracle.Equal(((96 * 29) + (4 * 9)) / Year, february.Number("person_years"), 1e-13);
        Oracle.Equal(96 * 31 / Year, march.Number("person_years"), 1e-13);
        Assert.Equal((0, 4, 0), (january.Number("cases"), february.Number("cases"), march.Number("cases")));
        Oracle.Equal(100 * 31 / Year / 1000, january.Number("expected"), 1e-13);
        Assert.Equal(49, section.Table("sequential-months").Rows.Length);
        Oracle.Equal(((96 * 400) + (4 * 40)) / Year, section.Table("sequential-months").Rows.Sum(r => r.Cells[2].Number!.Value), 1e-12);
    }

    [Fact]
    public void Rates_by_age_follow_a_patient_from_month_to_month()
    {
        // Born 1 January 1960: 60 at infusion, 61 after 365.25 days; the rates differ by age and sex.
        var study = CohortInHand.Study(
            choices with
            {
                BackgroundRates = [Rate("0-60", null, 1000), Rate("61+", "female", 2000), Rate("61+", "male", 4000)],
            },
            [new(400), new(400) { Sex = Sex.Male }]
        );
        var months = SequentialSection.Build(study, EvaluationOptions.Default).Table("sequential-months").Rows;
        // January 2021 begins on day 366 (2020 is a leap year): all of its 31 days are at 61; December 2020 is days 335 to 366.
        Oracle.Equal((31 * 0.02 / Year) + (31 * 0.04 / Year), months[12].Cells[3].Number!.Value, 1e-11);
        Oracle.Equal((2 * 30.25 * 0.01 / Year) + (0.75 * 0.06 / Year), months[11].Cells[3].Number!.Value, 1e-11);
        Oracle.Equal(
            BackgroundExpectation.Of(study, study.Times.SecondaryTCell).Against(study.Reference)[0].Expected,
            months.Sum(r => r.Cells[3].Number!.Value),
            1e-12
        );
    }

    [Fact]
    public void Four_cases_signal_in_their_month_and_three_do_not()
    {
        // One-sided e-value of n cases with Gamma(1, 1) and hardly any expected: n! P(Gamma(n + 1) > 1) e ≈ 16 for 3 and 65 for 4; 20 signals.
        var four = Ill(4, reference);
        foreach (var monitor in new[] { "MaxSPRT", "E-process", "CUSUM" })
        {
            var row = four.Row("sequential-signals", r => r.Text("monitor") == monitor);
            Assert.Equal(("2020-02", 4.0), (row.Text("first_signal"), row.Number("cases_at_signal")));
        }

        Assert.Contains("February 2020 (4 cases", four.Answer, StringComparison.Ordinal);
        Assert.Contains("1/1 leads to a signal", four.Answer, StringComparison.Ordinal);
        var three = Ill(3, reference);
        Assert.Equal("none", three.Row("sequential-signals", r => r.Text("monitor") == "E-process").Text("first_signal"));
        // Fewer than the minimum of four never signal in the MaxSPRT, however few were expected.
        Assert.Equal("none", three.Row("sequential-signals", r => r.Text("monitor") == "MaxSPRT").Text("first_signal"));
        Assert.Contains("the E-process never", three.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_minimum_of_cases_is_itself_rarer_than_alpha_the_promise_says_so()
    {
        var row = Ill(4, reference).Row("sequential-signals", r => r.Text("monitor") == "MaxSPRT");
        Assert.StartsWith("no boundary: 4 cases are rarer", row.Text("promise"), StringComparison.Ordinal);
        Assert.Equal(0, row.Number("threshold"));
        // With 5,000 per 100,000 some five cases are expected and there is a boundary.
        var often = Ill(4, choices with { BackgroundRates = [Rate(null, null, 5000)] });
        Assert.StartsWith(
            "false alarm by the data lock",
            often.Row("sequential-signals", r => r.Text("monitor") == "MaxSPRT").Text("promise"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_expected_count_of_every_background_is_that_of_the_rates_section()
    {
        var evidence = choices with
        {
            BackgroundRates = [Rate(null, null, 100), Rate("0-120", null, 50)],
            Assumptions = [.. choices.Assumptions, EvidenceInHand.Assume("background.rate_per_100000_py", 5)],
        };
        var people = Enumerable.Range(0, 100).Select(i => new Person(400, i < 2 ? 200 : null));
        var study = CohortInHand.Study(evidence, people);
        var rates = RatesSection.Build(study, EvaluationOptions.Default).Table("rates-observed-expected");
        var signals = SequentialSection.Build(study, EvaluationOptions.Default).Table("sequential-signals");
        Assert.Equal(3 * rates.Rows.Length, signals.Rows.Length);
        for (var i = 0; i < rates.Rows.Length; i++)
        {
            Assert.Equal(rates.Rows[i].Cells[0].Text, signals.Rows[3 * i].Cells[0].Text);
            Oracle.Equal(rates.Rows[i].Cells[3].Number!.Value, signals.Rows[3 * i].Cells[3].Number!.Value, 1e-12);
        }
    }

    [Fact]
    public void Without_a_background_nothing_is_estimated_and_the_counts_are_given()
    {
        var section = Ill(4, choices);
        SectionShape.Check(section);
        Assert.All(section.Estimates, e => Assert.Equal(EstimateStatus.NoData, e.Status));
        Assert.Contains("4 cases in 106 person-years", section.Estimates[0].Note, StringComparison.Ordinal);
        Assert.Contains("no background rate", section.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_choice_is_named()
    {
        var section = Ill(4, reference with { Assumptions = reference.Assumptions.RemoveAt(2) });
        Assert.Contains(
            "assumptions.csv must give sequential.cusum_rate_ratio (a number from 1.001 to 100).",
            section.Answer,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_shape_of_cohort_gives_a_whole_section()
    {
        foreach (var cases in new[] { 0, 1, 4, 60 })
            SectionShape.Check(Ill(cases, reference));
        SectionShape.Check(SequentialSection.Build(CohortInHand.Study(reference, []), EvaluationOptions.Default));
        SectionShape.Check(SequentialSection.Build(CohortInHand.Study(reference, [new(0)]), EvaluationOptions.Default));
        SectionShape.Check(SequentialSection.Build(CohortInHand.Study(reference, [new(50, TCell: 0)]), EvaluationOptions.Default));
    }

    private static BackgroundRate Rate(string? age, string? sex, double rate) =>
        new($"r{age}{sex}{rate}", "Here", "PTCL", age, sex, "2020", rate, null, null, EvidenceInHand.Row());
}
