using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests;

/// <summary>What every section must be like, whatever the data.</summary>
internal static class SectionShape
{
    public static void Check(Section section)
    {
        Assert.NotEmpty(section.Answer);
        Assert.EndsWith(".", section.Answer, StringComparison.Ordinal);
        Assert.NotEmpty(section.Estimates);
        Assert.NotEmpty(section.Tables);
        Assert.NotEmpty(section.Charts);
        Assert.NotEmpty(section.Methods);
        Assert.NotEmpty(section.Caveats);
        Assert.Equal(section.Estimates.Length, section.Estimates.Select(e => e.Id).Distinct().Count());
        Assert.Equal(section.Tables.Length, section.Tables.Select(t => t.Id).Distinct().Count());
        Assert.All(section.Estimates, e => Assert.StartsWith(section.Id + "-", e.Id, StringComparison.Ordinal));
        Assert.All(section.Estimates, Estimate);
        Assert.All(section.Tables, t => Assert.All(t.Rows, r => Assert.Equal(t.Columns.Length, r.Cells.Length)));
        Assert.All(
            section.Tables,
            t => Assert.All(t.Rows, r => Assert.All(r.Cells, c => Assert.True(c.Number is not { } n || !double.IsNaN(n), t.Id)))
        );
        foreach (var chart in section.Charts)
        {
            Assert.Contains(section.Tables, t => t.Id == chart.TableId);
            Assert.NotEmpty(chart.VegaLite.ToJsonString());
        }
    }

    private static void Estimate(Estimate e)
    {
        Assert.Equal(e.Status == EstimateStatus.Estimated, e.Value is not null);
        if (e.Status != EstimateStatus.Estimated)
            Assert.NotEmpty(e.Note!);
        if (e is { Unit: Unit.Share, Status: EstimateStatus.Estimated })
            Assert.True(e.Numerator is not null || e.Note is not null, $"{e.Id}: a share without its counts");
        Assert.All(e.Intervals, i => Assert.True(double.IsFinite(i.Lower) && double.IsFinite(i.Upper) && i.Lower <= i.Upper, e.Id));
    }
}
