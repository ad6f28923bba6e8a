using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.CompetingRisks;

namespace Longwatch.Statistics.Tests.CompetingRisks;

public sealed class GrayTestTests
{
    [Fact]
    public void Test_equals_cuminc_for_every_cause_of_mgus2_by_sex()
    {
        var expected = Oracle.Expected("B02_aalen_johansen_gray").GetProperty("gray_test");
        var (times, outcomes, rows) = Mgus();
        int[] sex = [.. rows.Select(r => r["sex"] == "F" ? 0 : 1)];
        for (var i = 0; i < expected.GetProperty("rows").GetArrayLength(); i++)
        {
            var cause = byte.Parse(expected.GetProperty("rows")[i].GetString()!, CultureInfo.InvariantCulture);
            var test = GrayTest.Test(times, outcomes, sex, cause);
            var values = expected.GetProperty("values")[i];
            Assert.Equal(GrayTestStatus.Tested, test.Status);
            Oracle.Equal(values[0].GetDouble(), test.Statistic, 1e-10, $"statistic of cause {cause}");
            // 1 − pchisq loses digits by cancellation.
            Assert.Equal(values[1].GetDouble(), test.PValue, 1e-13);
            Assert.Equal(values[2].GetDouble(), test.DegreesOfFreedom);
        }
    }

    [Theory]
    [InlineData(0, false, 1, 4.05510857752254)]
    [InlineData(0, false, 2, 250.78024415735206)]
    [InlineData(1, false, 1, 3.44771990748067)]
    [InlineData(1, false, 2, 194.90074570107851)]
    [InlineData(0, true, 1, 4.37922752223156)]
    [InlineData(0, true, 2, 260.37959778430741)]
    [InlineData(1, true, 1, 3.71188100535129)]
    [InlineData(1, true, 2, 205.35281864737837)]
    public void Three_groups_with_weights_and_strata_equal_cuminc(double rho, bool stratified, byte cause, double statistic)
    {
        // R 4.2.2, cmprsk 2.2-11: cuminc(etime, ev, cut(age, c(0, 62, 73, 200)), strata = sex, rho = 0 or 1)$Tests on mgus2.
        var (times, outcomes, rows) = Mgus();
        int[] ages = [.. rows.Select(r => Group(double.Parse(r["age"], CultureInfo.InvariantCulture)))];
        int[] sex = [.. rows.Select(r => r["sex"] == "F" ? 0 : 1)];
        var test = GrayTest.Test(times, outcomes, ages, cause, new(rho, stratified ? sex : []));
        Oracle.Equal(statistic, test.Statistic, 1e-12);
        Assert.Equal(2, test.DegreesOfFreedom);
        static int Group(double age) =>
            age <= 62 ? 7
            : age <= 73 ? 11
            : 12;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_order_of_rows_the_unit_of_time_and_the_names_of_groups_do_not_matter(int seed)
    {
        var random = new System.Random(seed);
        var n = 400;
        double[] times = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(60))];
        byte[] outcomes = [.. times.Select(_ => (byte)random.Next(3))];
        int[] groups = [.. times.Select(_ => random.Next(4))];
        var test = GrayTest.Test(times, outcomes, groups, 1);
        var order = Enumerable.Range(0, n).ToArray();
        random.Shuffle(order);
        var other = GrayTest.Test(
            [.. order.Select(i => times[i] * 365.25)],
            [.. order.Select(i => outcomes[i])],
            [.. order.Select(i => -5 * groups[i])],
            1
        );
        Oracle.Equal(test.Statistic, other.Statistic, 1e-9);
    }

    [Fact]
    public void Equal_groups_have_statistic_0()
    {
        double[] times = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5];
        byte[] outcomes = [1, 2, 0, 1, 2, 1, 2, 0, 1, 2];
        var test = GrayTest.Test(times, outcomes, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 1);
        Assert.Equal(GrayTestStatus.Tested, test.Status);
        Assert.Equal(0, test.Statistic, 1e-20);
        Assert.Equal(1, test.PValue, 1e-9);
    }

    [Fact]
    public void What_cannot_be_tested_says_why()
    {
        Assert.Equal(GrayTestStatus.OneGroup, GrayTest.Test([1, 2], [1, 2], [3, 3], 1).Status);
        Assert.Equal(GrayTestStatus.OneGroup, GrayTest.Test([], [], [], 1).Status);
        Assert.Equal(GrayTestStatus.NoEvents, GrayTest.Test([1, 2], [2, 0], [1, 2], 1).Status);
        // Group 1 is gone before the first event of the cause.
        Assert.Equal(GrayTestStatus.Singular, GrayTest.Test([1, 1, 5, 6], [0, 0, 1, 1], [1, 1, 2, 2], 1).Status);
        Assert.Throws<ArgumentException>(() => GrayTest.Test([1], [1, 2], [1], 1));
        Assert.Throws<ArgumentException>(() => GrayTest.Test([double.NaN], [1], [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GrayTest.Test([1], [1], [1], 0));
    }

    private static (double[] Times, byte[] Outcomes, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows) Mgus()
    {
        var rows = Oracle.Rows("B02_aalen_johansen_gray", "mgus2.csv");
        return (
            [.. rows.Select(r => double.Parse(r["etime"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => byte.Parse(r["ev"], CultureInfo.InvariantCulture))],
            rows
        );
    }
}
