using Longwatch.Statistics.Onset;

namespace Longwatch.Statistics.Tests.Onset;

public sealed class PiecewiseHazardTests
{
    [Fact]
    public void Test_equals_poisson_regression_in_R()
    {
        // R 4.2.2: anova(glm(c(12,9,7,4) ~ 1 + offset(log(c(900,1100,1900,1500))), poisson), glm(c(12,9,7,4) ~ factor(1:4) + offset(...), poisson), test = "LRT")
        var test = PiecewiseHazard.TestEqual([12, 9, 7, 4], [900, 1100, 1900, 1500]);
        Assert.Equal(EqualHazardStatus.Tested, test.Status);
        Assert.Equal(12.2267280800407, test.Statistic, 1e-10);
        Assert.Equal(0.00664549965620656, test.PValue, 1e-12);
        Assert.Equal((3, 32.0 / 5400), (test.DegreesOfFreedom, test.CommonRate));
    }

    [Fact]
    public void Two_bands_by_hand()
    {
        // 3 and 1 events over equal time: expected 2 and 2, so 2 (3 ln 1.5 + ln 0.5).
        var test = PiecewiseHazard.TestEqual([3, 1], [10, 10]);
        Assert.Equal(2 * ((3 * Math.Log(1.5)) + Math.Log(0.5)), test.Statistic, 1e-14);
        Assert.Equal(2, test.SmallestExpected);
    }

    [Fact]
    public void Bands_without_person_time_do_not_count()
    {
        var test = PiecewiseHazard.TestEqual([3, 1, 0], [10, 10, 0]);
        Assert.Equal(1, test.DegreesOfFreedom);
    }

    [Fact]
    public void No_event_is_no_data_and_an_event_without_person_time_is_refused()
    {
        Assert.Equal(EqualHazardStatus.NoData, PiecewiseHazard.TestEqual([0, 0], [5, 5]).Status);
        Assert.Throws<ArgumentException>(() => PiecewiseHazard.TestEqual([1, 0], [0, 5]));
    }
}
