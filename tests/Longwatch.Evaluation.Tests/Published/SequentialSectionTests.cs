using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;
using Longwatch.Oracles;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class SequentialSectionTests
{
    private static readonly PublishedEvidence evidence = EvidenceInHand.Evaluation2024 with
    {
        Assumptions =
        [
            .. EvidenceInHand.Evaluation2024.Assumptions,
            EvidenceInHand.Assume("sequential.minimum_cases", 4),
            EvidenceInHand.Assume("sequential.prior_cases", 1),
            EvidenceInHand.Assume("sequential.cusum_rate_ratio", 2),
            EvidenceInHand.Assume("sequential.cusum_run_length_months", 240),
        ],
    };

    private static Section Build(PublishedEvidence published) => SequentialSection.Build(published, EvaluationOptions.Default);

    [Fact]
    public void When_is_not_estimated_and_what_is_missing_is_said()
    {
        var section = Build(evidence);
        SectionShape.Check(section);
        var when = section.Estimate("sequential-first-signal");
        Assert.Equal(EstimateStatus.NoData, when.Status);
        Assert.Contains("2 dated counts of cases, 1 of them with treated patients", when.Note, StringComparison.Ordinal);
        var early = section.Row("sequential-dates", r => r.Text("evaluation") == "fda-2023-12");
        Assert.StartsWith("treated patients", early.Text("missing"), StringComparison.Ordinal);
        Assert.Equal("2023-12", early.Text("data_lock"));
    }

    [Fact]
    public void Each_cell_of_the_grid_is_the_evidence_by_that_date()
    {
        var section = Build(evidence);
        Assert.Equal(35, section.Table("sequential-grid").Rows.Length);
        // 42,500 × 1.5 years × 60 per 100,000 = 38.25 expected, 38 seen: no excess, no evidence.
        var even = section.Row("sequential-grid", r => r.Number("mean_follow_up_years") == 1.5 && r.Number("background") == 60);
        Assert.Equal(38.25, even.Number("expected"), 1e-12);
        Assert.Equal((0, "no", "no"), (even.Number("log_likelihood_ratio"), even.Text("e_signals"), even.Text("maxsprt_signals")));
        // 42,500 × 0.5 × 10 per 100,000 = 2.125: LLR = 2.125 − 38 + 38 ln(38/2.125).
        var few = section.Row("sequential-grid", r => r.Number("mean_follow_up_years") == 0.5 && r.Number("background") == 10);
        Oracle.Equal(2.125 - 38 + (38 * Math.Log(38 / 2.125)), few.Number("log_likelihood_ratio"), 1e-12);
        Assert.Equal(("yes", "yes"), (few.Text("e_signals"), few.Text("maxsprt_signals")));
        // The e-value: 38!/(3.125^39) e^2.125 e to within the tail below a ratio of 1.
        var log = Enumerable.Range(1, 38).Sum(i => Math.Log(i)) - (39 * Math.Log(3.125)) + 2.125 + 1;
        Oracle.Equal(log / Math.Log(10), few.Number("log10_e"), 1e-9);
        Assert.Contains("2024-04 (ema-2024-04, 38 cases)", section.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_choices_or_counts_the_section_says_what_is_missing()
    {
        var unset = Build(EvidenceInHand.Evaluation2024);
        SectionShape.Check(unset);
        Assert.Contains("sequential.minimum_cases", unset.Answer, StringComparison.Ordinal);
        var none = Build(EvidenceInHand.Empty);
        SectionShape.Check(none);
        Assert.Contains("no dated evaluation", none.Answer, StringComparison.Ordinal);
    }
}
