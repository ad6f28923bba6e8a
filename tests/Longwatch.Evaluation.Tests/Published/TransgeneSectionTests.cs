using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class TransgeneSectionTests
{
    private static readonly PublishedEvidence evidence = EvidenceInHand.Evaluation2024 with
    {
        Counts =
        [
            .. EvidenceInHand.Evaluation2024.Counts,
            EvidenceInHand.Count("ema-2024-04", CountedQuantity.CasesTransgenePositive, 7),
            EvidenceInHand.Count("xyz-2025-01", CountedQuantity.CasesTransgenePositive, 9, tag: EvidenceTag.Unverified),
        ],
        Assumptions =
        [
            .. new[] { 0.5, 1, 2, 4 }.Select(v => EvidenceInHand.Assume("transgene.odds_ratio", v)),
            .. new[] { 0.25, 0.5, 1, 2, 4 }.Select(v => EvidenceInHand.Assume("transgene.relative_testing", v)),
            .. new[] { 1, 0.9 }.Select(v => EvidenceInHand.Assume("test.sensitivity", v)),
            .. new[] { 1, 0.99 }.Select(v => EvidenceInHand.Assume("test.specificity", v)),
        ],
    };

    private static readonly Section section = TransgeneSection.Build(evidence, EvaluationOptions.Default);

    [Fact]
    public void The_published_counts_give_the_published_answers()
    {
        Assert.Contains("7/19 (36.8 %", section.Answer, StringComparison.Ordinal);
        Assert.Contains("19/38 (50.0 %) were not tested", section.Answer, StringComparison.Ordinal);
        Assert.Contains("7 to 26 of 38 are positive whatever is assumed", section.Answer, StringComparison.Ordinal);
        Assert.Contains("9 to 20", section.Answer, StringComparison.Ordinal);
        var predicted = section.Estimate("transgene-total-predicted");
        Assert.Equal(14.125, predicted.Value!.Value, 1e-9);
        Assert.Equal([(9.0, 20.0), (9.0, 20.0)], predicted.Intervals.Select(i => (i.Lower, i.Upper)));
        var bounds = section.Estimate("transgene-total-bounds");
        Assert.Equal((EstimateStatus.NotIdentified, 7.0, 26.0), (bounds.Status, bounds.Intervals[0].Lower, bounds.Intervals[0].Upper));
        // 34 per 100,000 (15 to 59) under missing at random, 16 and 61 at the bounds.
        Assert.Equal(3.397, section.Estimate("transgene-rate-random").Value!.Value, 0.001);
        Assert.Equal(1.528, section.Estimate("transgene-rate-random").Intervals[0].Lower, 0.001);
        Assert.Equal(1.647, section.Estimate("transgene-rate-least").Value!.Value, 0.001);
        Assert.Equal(6.118, section.Estimate("transgene-rate-most").Value!.Value, 0.001);
    }

    [Fact]
    public void Steps_that_nobody_published_have_no_number()
    {
        Assert.Equal(EstimateStatus.NoData, section.Estimate("transgene-offered").Status);
        Assert.Equal(EstimateStatus.NoData, section.Estimate("transgene-attempted").Status);
        Assert.Equal((19, 38), (section.Estimate("transgene-tested").Numerator, section.Estimate("transgene-tested").Denominator));
        Assert.True(section.Row("transgene-denominators", r => r.Text("step") == "Test offered, of cases").Cell("share").IsMissing);
    }

    [Fact]
    public void Infeasible_selection_is_greyed_and_feasible_is_not()
    {
        var greyed = section.Table("transgene-selection").Rows.Select(r => (r.Cells[0].Number, r.GreyedBecause is not null));
        Assert.Equal([(0.25, true), (0.5, false), (1, false), (2, false), (4, true)], greyed);
        Assert.Equal(26.6, section.Row("transgene-selection", r => r.Number("ratio") == 0.25).Number("total"), 1e-9);
    }

    [Fact]
    public void The_tipping_point_is_a_row_at_half_of_the_cases()
    {
        var row = section.Row("transgene-odds-ratio", r => r.Text("kind")!.StartsWith("tipping", StringComparison.Ordinal));
        Assert.Equal(19, row.Number("mean"), 1e-9);
        Assert.Equal(section.Estimate("transgene-tipping-half").Value, row.Number("odds_ratio"));
        Assert.Equal(20.1386274560109, section.Row("transgene-odds-ratio", r => r.Number("odds_ratio") == 4).Number("mean"), 1e-9);
    }

    [Fact]
    public void Every_wording_is_shown_and_the_unverified_ones_are_greyed()
    {
        var statements = section.Table("transgene-statements").Rows;
        Assert.Contains(statements, r => r.Cells.Any(c => c.Text == "fewer than half"));
        Assert.Single(statements, r => r.GreyedBecause is not null);
    }

    [Fact]
    public void Every_share_has_its_counts_and_every_chart_its_table()
    {
        Assert.All(section.Charts, c => Assert.Contains(section.Tables, t => t.Id == c.TableId));
        Assert.All(section.Tables, t => Assert.All(t.Rows, r => Assert.Equal(t.Columns.Length, r.Cells.Length)));
        Assert.Equal(section.Estimates.Length, section.Estimates.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public void Missing_and_contradictory_counts_are_said_not_computed()
    {
        var empty = TransgeneSection.Build(EvidenceInHand.Empty, EvaluationOptions.Default);
        Assert.StartsWith("Cannot be answered", empty.Answer, StringComparison.Ordinal);
        Assert.All(empty.Estimates, e => Assert.Equal(EstimateStatus.NoData, e.Status));

        var contradictory = TransgeneSection.Build(
            evidence with
            {
                Counts =
                [
                    .. evidence.Counts.Where(c => c.Quantity != CountedQuantity.CasesTransgenePositive),
                    EvidenceInHand.Count("ema-2024-04", CountedQuantity.CasesTransgenePositive, 20),
                ],
            },
            EvaluationOptions.Default
        );
        Assert.Contains("contradict", contradictory.Answer, StringComparison.Ordinal);
        Assert.Equal(EstimateStatus.NoData, contradictory.Estimate("transgene-total-predicted").Status);
    }

    [Fact]
    public void Other_counts_give_other_answers()
    {
        var other = TransgeneSection.Build(
            evidence with
            {
                Counts =
                [
                    EvidenceInHand.Count("abc-2030-01", CountedQuantity.TreatedPatients, 1_000),
                    EvidenceInHand.Count("abc-2030-01", CountedQuantity.Cases, 5),
                    EvidenceInHand.Count("abc-2030-01", CountedQuantity.CasesTested, 5),
                    EvidenceInHand.Count("abc-2030-01", CountedQuantity.CasesTransgenePositive, 2),
                ],
            },
            EvaluationOptions.Default
        );
        Assert.Equal(2, other.Estimate("transgene-total-bounds").Value);
        Assert.EndsWith("every case was tested.", other.Answer, StringComparison.Ordinal);
        Assert.Equal(EstimateStatus.NotIdentified, other.Estimate("transgene-tipping-half").Status);
    }
}
