using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.Survival;

public sealed class LogRankTests
{
    [Theory]
    [InlineData("logrank", 0, false)]
    [InlineData("peto", 1, false)]
    [InlineData("stratified", 0, true)]
    public void Test_equals_survdiff_on_veteran(string name, double rho, bool stratified)
    {
        var expected = Oracle.Expected("B01_km_logrank").GetProperty(name);
        var rows = Oracle.Rows("B01_km_logrank", "veteran.csv");
        var cells = rows.Select(r => r["celltype"]).Distinct().Order(StringComparer.Ordinal).ToArray();

        var test = LogRank.Test(
            [.. rows.Select(r => double.Parse(r["time"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => r["status"] == "1")],
            [.. rows.Select(r => int.Parse(r["trt"], CultureInfo.InvariantCulture))],
            rho,
            stratified ? [.. rows.Select(r => Array.IndexOf(cells, r["celltype"]))] : []
        );

        Oracle.Equal(expected.GetProperty("chisq").GetDouble(), test.Statistic, 1e-10, "chi-squared");
        Assert.All([0, 1], g => Oracle.Equal(Row(expected.GetProperty("obs"), g), test.Observed[g], 1e-12, "observed"));
        Assert.All([0, 1], g => Oracle.Equal(Row(expected.GetProperty("exp"), g), test.Expected[g], 1e-12, "expected"));
        if (expected.TryGetProperty("var", out var variance))
            Oracle.Equal(variance.GetProperty("values")[0][0].GetDouble(), test.Variance[0, 0], 1e-12, "variance");
        if (expected.TryGetProperty("p", out var p))
            Oracle.Equal(p.GetDouble(), test.PValue, 1e-9, "p");
    }

    [Fact]
    public void Two_groups_of_two_by_hand()
    {
        // Times 1 (group 0), 2 (group 1), 3 (0), 4 (1), all events. E0 = 2/4 + 1/3 + 1/2 + 0 = 4/3; V = 1/4 + 2/9 + 1/4 = 13/18.
        var test = LogRank.Test([1, 2, 3, 4], [true, true, true, true], [0, 1, 0, 1]);
        Assert.Equal(4.0 / 3, test.Expected[0], 1e-14);
        Assert.Equal(13.0 / 18, test.Variance[0, 0], 1e-14);
        Assert.Equal(4.0 / 9 / (13.0 / 18), test.Statistic, 1e-14);
    }

    [Fact]
    public void One_group_leaves_nothing_to_compare()
    {
        var test = LogRank.Test([1, 2], [true, false], [5, 5]);
        Assert.Equal((0, 1.0), (test.DegreesOfFreedom, test.PValue));
    }

    private static double Row(JsonElement element, int row) =>
        element.ValueKind == JsonValueKind.Array ? element[row].GetDouble() : element.GetProperty("values")[row].Numbers().Sum();
}
