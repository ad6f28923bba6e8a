using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class OnsetSectionTests
{
    private static readonly PartialDate Lock = PartialDate.FromDay(new(2024, 4, 11));

    [Fact]
    public void The_share_has_its_own_denominator_and_the_missing_are_counted()
    {
        var section = OnsetSection.Build(Evidence(38, 33, 22, 67), EvaluationOptions.Default);

        var share = Find(section, "onset-share-12-months");
        Assert.Equal((22.0, 33.0), (share.Numerator, share.Denominator));
        // R 4.2.2 binom.test(22, 33): 0.48173253 to 0.82039487.
        Assert.Equal(0.48173253, share.Intervals[0].Lower, 1e-8);
        Assert.Equal(0.82039487, share.Intervals[0].Upper, 1e-8);
        Assert.Equal(5, Find(section, "onset-unknown").Value);
        Assert.Contains("22/33", section.Answer, StringComparison.Ordinal);
        Assert.Contains("must not be used to shorten surveillance", section.Answer, StringComparison.Ordinal);
        Assert.Contains(
            section.Caveats,
            c => c.Contains("cannot be of all 38", StringComparison.Ordinal) && c.Contains("is 36", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Flat_hazard_expectations_equal_the_closed_form_and_R()
    {
        var table = OnsetSection
            .Build(Evidence(100, 100, 67, null), EvaluationOptions.Default)
            .Tables.Single(t => t.Id == "onset-scenarios");
        // Uniform uptake without deaths: 1 − (6/7)²; linear: 1 − (6/7)³. With the deaths of ZUMA-1: R midpoint rule, known-answer set B09.
        Assert.Equal(1 - (36.0 / 49), Cell(table, "uniform; no deaths", "expected"), 1e-9);
        Assert.Equal(1 - (216.0 / 343), Cell(table, "linear growth; no deaths", "expected"), 1e-9);
        Assert.Equal(0.373872178104178, Cell(table, "uniform; deaths as in ZUMA-1 (40/101 in year 1)", "expected"), 1e-5);
        Assert.Equal(
            0.494400753553368,
            Cell(table, "exponential growth, 0.35 per year; deaths as in ZUMA-1 (40/101 in year 1)", "expected"),
            1e-5
        );
        // R uniroot for an observed share of 0.67, known-answer set B09.
        Assert.Equal(0.603126967743243, Cell(table, "uniform; no deaths", "corrected"), 1e-6);
        Assert.Equal(0.500887557938052, Cell(table, "exponential growth, 0.35 per year; no deaths", "corrected"), 1e-6);
    }

    [Fact]
    public void A_higher_share_gives_a_higher_corrected_probability_and_the_interval_encloses_it()
    {
        var low = OnsetSection.Build(Evidence(100, 100, 60, null), EvaluationOptions.Default);
        var high = OnsetSection.Build(Evidence(100, 100, 80, null), EvaluationOptions.Default);
        foreach (
            var estimate in low.Estimates.Where(e => e.Id.StartsWith("onset-corrected", StringComparison.Ordinal) && e.Value is not null)
        )
        {
            Assert.True(estimate.Value < Find(high, estimate.Id).Value, estimate.Id);
            Assert.InRange(estimate.Value!.Value, estimate.Intervals[0].Lower, estimate.Intervals[0].Upper);
        }
    }

    [Fact]
    public void A_share_that_endless_latency_explains_is_not_identified()
    {
        var section = OnsetSection.Build(Evidence(100, 100, 20, null), EvaluationOptions.Default);
        var first = Find(section, "onset-corrected-1");
        Assert.Equal(EstimateStatus.NotIdentified, first.Status);
        Assert.Null(first.Value);
        Assert.Contains("no early peak is established", section.Answer, StringComparison.Ordinal);
    }

    // The flat-hazard scenarios lie between 26.5 % and 54.2 % (closed form and known-answer set B09); exact limits by binom.test: 0/33 0 to 10.6 %,
    // 33/33 89.4 to 100 %. What the sentence claims follows the data, the warning stands whatever they are.
    [Theory]
    [InlineData(22, "no early peak is established")]
    [InlineData(33, "more than truncation at the data lock explains")]
    [InlineData(0, "fewer than truncation at the data lock gives")]
    public void The_sentence_claims_what_the_interval_and_the_scenarios_allow(int early, string reading)
    {
        var answer = OnsetSection.Build(Evidence(38, 33, early, null), EvaluationOptions.Default).Answer;

        Assert.Contains(reading, answer, StringComparison.Ordinal);
        Assert.Contains("must not be used to shorten surveillance", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public void None_or_all_early_is_answered_without_inversion(int early)
    {
        var section = OnsetSection.Build(Evidence(38, 33, early, null), EvaluationOptions.Default);
        Assert.Equal(EstimateStatus.Estimated, Find(section, "onset-share-12-months").Status);
        Assert.DoesNotContain(section.Estimates, e => e.Id.StartsWith("onset-corrected", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_counts_and_assumptions_the_section_says_what_is_missing_and_fills_nothing_in()
    {
        var empty = Evidence(38, 33, 22, null) with { Counts = [], Assumptions = [] };
        var section = OnsetSection.Build(empty, EvaluationOptions.Default);
        Assert.Equal(EstimateStatus.NoData, Find(section, "onset-share-12-months").Status);
        Assert.NotEmpty(section.Tables);
        Assert.NotEmpty(section.Charts);
        Assert.Contains(section.Caveats, c => c.Contains("onset.programme_years", StringComparison.Ordinal));
        Assert.Equal(EstimateStatus.NoData, Find(section, "onset-expected").Status);
        Assert.DoesNotContain(section.Estimates, e => e.Status == EstimateStatus.Estimated);
    }

    [Fact]
    public void Every_assumed_growth_is_a_scenario_of_its_own()
    {
        var one = Evidence(38, 33, 22, null);
        var growth = one.Assumptions.Single(a => a.Key == "onset.growth_per_year");
        var two = one with { Assumptions = [.. one.Assumptions, growth with { Value = 0.7 }] };

        // Deaths: none, constant, as in the trial; uptakes: uniform, linear and one exponential per growth.
        Assert.Equal(3 * 3, OnsetSection.Build(one, EvaluationOptions.Default).Tables.Single(t => t.Id == "onset-scenarios").Rows.Length);
        Assert.Equal(3 * 4, OnsetSection.Build(two, EvaluationOptions.Default).Tables.Single(t => t.Id == "onset-scenarios").Rows.Length);
    }

    [Fact]
    public void Unverified_counts_are_never_used()
    {
        var evidence = Evidence(38, 33, 22, null);
        var unverified = evidence with
        {
            Counts =
            [
                .. evidence.Counts.Select(c =>
                    c.Quantity == CountedQuantity.CasesOnsetKnown ? c with { Provenance = Row(9, EvidenceTag.Unverified) } : c
                ),
            ],
        };
        Assert.Equal(
            EstimateStatus.NoData,
            Find(OnsetSection.Build(unverified, EvaluationOptions.Default), "onset-share-12-months").Status
        );
    }

    [Fact]
    public void The_same_input_gives_the_same_section()
    {
        var (a, b) = (
            OnsetSection.Build(Evidence(38, 33, 22, 67), EvaluationOptions.Default),
            OnsetSection.Build(Evidence(38, 33, 22, 67), EvaluationOptions.Default)
        );
        Assert.Equal(a.Answer, b.Answer);
        Assert.Equal(a.Charts.Select(c => c.VegaLite.ToJsonString()), b.Charts.Select(c => c.VegaLite.ToJsonString()));
    }

    private static Estimate Find(Section section, string id) => section.Estimates.Single(e => e.Id == id);

    private static double Cell(ReportTable table, string scenario, string column)
    {
        var index = table.Columns.Select(c => c.Id).ToList().IndexOf(column);
        return table.Rows.Single(r => r.Cells[0].Text == scenario).Cells[index].Number!.Value;
    }

    private static PublishedEvidence Evidence(int cases, int known, int early, double? percent)
    {
        var counts = ImmutableArray.CreateBuilder<RegulatorCount>();
        void Add(CountedQuantity quantity, double value) =>
            counts.Add(
                new(
                    $"c{counts.Count}",
                    "agency",
                    "evaluation",
                    quantity,
                    Qualifier.Exactly,
                    value,
                    null,
                    Lock,
                    "suspected",
                    "treated",
                    null,
                    Row(counts.Count + 2, EvidenceTag.Seen)
                )
            );
        Add(CountedQuantity.TreatedPatients, 42500);
        Add(CountedQuantity.Cases, cases);
        Add(CountedQuantity.CasesOnsetKnown, known);
        Add(CountedQuantity.CasesOnsetWithin12Months, early);
        if (percent is { } p)
            Add(CountedQuantity.OnsetWithin12MonthsPercent, p);
        (string Key, double Value)[] assumptions =
        [
            ("onset.programme_years", 7),
            ("onset.growth_per_year", 0.35),
            ("onset.death_per_year", 0),
            ("onset.death_per_year", 0.35),
            ("onset.weibull_shape", 0.7),
            ("onset.weibull_shape", 1),
            ("onset.zuma1_patients", 101),
            ("onset.zuma1_deaths_year_1", 40),
            ("onset.zuma1_deaths_year_2", 10),
            ("onset.zuma1_deaths_year_3", 4),
            ("onset.zuma1_deaths_year_4", 4),
            ("onset.zuma1_deaths_year_5", 3),
            ("onset.zuma1_deaths_year_6", 1),
        ];
        return new(
            "test",
            counts.ToImmutable(),
            [],
            [],
            [],
            [],
            [],
            [],
            [],
            [.. assumptions.Select((a, i) => new Assumption(a.Key, a.Value, null, "test", Row(100 + i, EvidenceTag.Derived)))],
            []
        );
    }

    private static Provenance Row(int line, EvidenceTag tag) => new("source", "address", tag, Lock, null, "counts.csv", line);
}
