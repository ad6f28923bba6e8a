using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class DataQualitySectionTests
{
    private static readonly Section section = DataQualitySection.Build(PooledEvidence.Full, EvaluationOptions.Default);

    [Fact]
    public void Section_is_whole_with_and_without_data()
    {
        SectionShape.Check(section);
        SectionShape.Check(DataQualitySection.Build(EvidenceInHand.Empty, EvaluationOptions.Default));
    }

    [Fact]
    public void Completeness_separates_known_carried_and_missing()
    {
        // Ten cohorts; second primaries given in all but Stanford, DESCAR-T, Lorenc; one of the seven rows is unverified.
        var row = section.Row("data-quality-completeness", r => r.Text("variable") == "cohorts: second_primaries");
        Assert.Equal((6.0, 1.0, 3.0, 10.0), (row.Number("known"), row.Number("unverified"), row.Number("missing"), row.Number("of")));
        // Patients: all given, one row unverified, one field unverified.
        Assert.Equal(8, section.Row("data-quality-completeness", r => r.Text("variable") == "cohorts: patients").Number("known"));
    }

    [Fact]
    public void Differing_wordings_and_the_impossible_percentage_are_found()
    {
        var rows = section
            .Table("data-quality-contradictions")
            .Rows.Select(r => (Quantity: r.Cells[1].Text, Finding: r.Cells[3].Text!))
            .ToArray();
        Assert.Contains(rows, r => r.Quantity == "cases tested" && r.Finding.Contains("cannot all be true", StringComparison.Ordinal));
        // 67 % of 38 is no count; 36 is the largest multiple of 3 that rounds to it (A06), 22/33 is given elsewhere.
        Assert.Contains(
            rows,
            r => r.Finding.Contains("denominator is 36", StringComparison.Ordinal) && r.Finding.Contains("22/33", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Thirty_eight_events_carry_two_to_four_covariates()
    {
        var budget = section.Estimate("data-quality-covariates");
        Assert.Equal((2.0, 4.0), (budget.Intervals[0].Lower, budget.Intervals[0].Upper)); // 38/20 = 1.9 and 38/10 = 3.8
        Assert.Contains("38 events (cases) carries 2 to 4", section.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_and_fields_that_are_not_counted_are_listed_with_the_reason()
    {
        var rows = section.Table("data-quality-not-counted").Rows;
        Assert.All(rows, r => Assert.NotNull(r.GreyedBecause));
        Assert.Contains(rows, r => r.Cells[2].Text == "Hearsay" && r.Cells[3].Text == "whole row");
        Assert.Contains(rows, r => r.Cells[2].Text == "Half known" && r.Cells[3].Text == "patients, t_cell_malignancies");
        Assert.Contains(rows, r => r.Cells[2].Text == "rumour");
    }
}
