using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class MolecularEvidenceSectionTests
{
    private static readonly Section section = MolecularEvidenceSection.Build(PooledEvidence.Full, EvaluationOptions.Default);

    [Fact]
    public void Section_is_whole_with_and_without_data()
    {
        SectionShape.Check(section);
        SectionShape.Check(MolecularEvidenceSection.Build(EvidenceInHand.Empty, EvaluationOptions.Default));
        var unset = MolecularEvidenceSection.Build(PooledEvidence.Full with { Assumptions = [] }, EvaluationOptions.Default);
        SectionShape.Check(unset);
        Assert.Contains("molecular.clonal_car_percent", unset.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verified_case_is_counted_at_one_level_in_patients()
    {
        // By hand: clonal at a cancer gene M4; negative without limit of detection M0; very low M2; positive without more M2, two patients.
        double[] expected = [1, 0, 3, 0, 1, 0];
        Assert.Equal(expected, section.Table("molecular-evidence-levels").Rows.Select(r => r.Cells[1].Number!.Value));
        Assert.All(section.Estimates, e => Assert.Equal(5.0, e.Denominator));
        Assert.Contains("1/5 (20.0 %)", section.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unverified_report_is_greyed_and_shows_only_what_it_would_be()
    {
        var row = section.Row("molecular-evidence-cases", r => r.Text("case") == "rumour");
        Assert.NotNull(row.Row.GreyedBecause);
        Assert.Equal("not placed", row.Text("level"));
        Assert.StartsWith("M3", row.Text("if_unverified_held"), StringComparison.Ordinal);
        Assert.DoesNotContain(section.Table("molecular-evidence-facts").Rows, r => r.Cells[0].Text == "rumour");
    }

    [Fact]
    public void An_unverified_onset_is_not_in_the_table_of_cases_but_in_the_greyed_one()
    {
        Assert.True(section.Row("molecular-evidence-cases", r => r.Text("case") == "negative").Cell("onset_months").IsMissing);
        var greyed = Assert.Single(section.Table("molecular-evidence-unverified").Rows);
        Assert.Equal("1.80 months", greyed.Cells[2].Text);
        Assert.NotNull(greyed.GreyedBecause);
    }

    [Fact]
    public void The_rules_are_printed_in_the_order_in_which_they_are_asked() =>
        Assert.Equal(
            ["M0", "M0", "M1", "M2", "M3", "M4", "M5"],
            section.Table("molecular-evidence-rules").Rows.Select(r => r.Cells[1].Text)
        );
}
