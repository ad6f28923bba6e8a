using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;
using Longwatch.Oracles;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class ConfoundingSectionTests
{
    [Fact]
    public void What_is_not_published_is_named_with_the_counts_and_is_no_number()
    {
        var section = ConfoundingSection.Build(EvidenceInHand.Evaluation2024, EvaluationOptions.Default);
        SectionShape.Check(section);
        Assert.Equal((11, "confounding"), (section.Number, section.Id));
        foreach (var id in new[] { "prior-lines", "prior-transplant", "prior-irradiation", "prior-alkylators", "death", "persistence" })
        {
            var estimate = section.Estimate($"confounding-{id}");
            Assert.Equal(EstimateStatus.NoData, estimate.Status);
            Assert.Contains("38 cases of 42,500 treated patients", estimate.Note, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_E_values_are_those_of_R_for_the_same_assumptions()
    {
        var section = ConfoundingSection.Build(EvidenceInHand.Evaluation2024, EvaluationOptions.Default);
        var checkedRows = 0;
        foreach (var known in Oracle.Expected("A06_ema_scenarios").GetProperty("rows").EnumerateArray())
        {
            var (years, background) = (
                known.GetProperty("person_years").GetDouble() / 42_500,
                known.GetProperty("background_per_1e5py").GetDouble()
            );
            var rows = section
                .Table("confounding-e-values")
                .Rows.Select(r => new RowOf(section.Table("confounding-e-values"), r))
                .Where(r =>
                    Math.Abs(r.Number("mean_follow_up_years") - years) < 1e-9 && Math.Abs(r.Number("background") - background) < 1e-9
                );
            foreach (var row in rows)
            {
                checkedRows++;
                Oracle.Equal(known.GetProperty("evalue_point").GetDouble(), row.Number("e_value"), 1e-9);
                Oracle.Equal(known.GetProperty("evalue_ci").GetDouble(), row.Number("e_value_limit"), 1e-9);
            }
        }

        Assert.True(checkedRows > 5);
    }

    [Fact]
    public void Without_an_evaluation_nothing_is_estimated()
    {
        var section = ConfoundingSection.Build(EvidenceInHand.Empty, EvaluationOptions.Default);
        SectionShape.Check(section);
        Assert.All(section.Estimates, e => Assert.Equal(EstimateStatus.NoData, e.Status));
    }
}
