using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Cohorts;

namespace Longwatch.Evaluation.Tests.Cohorts;

public sealed class AnalysisTablesTests
{
    [Fact]
    public void P_values_are_corrected_over_the_comparisons_of_groups_alone()
    {
        AnalysisResult gray = Result(AnalysisMethod.GrayTest, new("Gray", 6.63, 1, 0.01));
        AnalysisResult cox = Result(
            AnalysisMethod.CauseSpecificCox,
            new("likelihood ratio", 7.8, 2, 0.02),
            new("BCMA", "cause-specific hazard ratio", 0.5, null, 0.04),
            new("age per decade", "cause-specific hazard ratio", 1.3, null, 0.001)
        );

        var table = AnalysisTables.Results([gray, cox]);

        // Holm by hand over 0.01 and 0.04: 2 · 0.01 and 1 · 0.04; the test of the whole model and the covariate are no comparisons.
        var column = table.Columns.Select(c => c.Id).ToList().IndexOf("p_holm");
        Assert.Equal([0.02, null, 0.04, null], table.Rows.Select(r => r.Cells[column].Number));
    }

    private static AnalysisResult Result(AnalysisMethod method, AnalysisTest test, params ImmutableArray<AnalysisEffect> effects) =>
        new(
            new("a", "A", AnalysisOutcome.SecondaryTCell, method, "target", "CD19", [], null, null),
            AnalysisStatus.Estimated,
            null,
            [new("CD19", true, 100, 10, 5, 200), new("BCMA", false, 50, 4, 2, 90)],
            ImmutableSortedDictionary<string, int>.Empty,
            test,
            effects,
            []
        );
}
