using System.Numerics;
using Longwatch.Oracles;
using Longwatch.Statistics.Power;

namespace Longwatch.Statistics.Tests.Power;

public sealed class RatePowerTests
{
    [Fact]
    public void Power_against_an_expected_count_agrees_with_R()
    {
        foreach (var row in Oracle.Expected("A06_ema_scenarios").GetProperty("power").EnumerateArray())
        {
            var actual = RatePower.AgainstExpected(row.GetProperty("expected").GetDouble(), row.GetProperty("rr").GetDouble(), 0.05);
            Assert.Equal(row.GetProperty("crit").GetInt32(), actual.CriticalCount);
            Oracle.Equal(row.GetProperty("power").GetDouble(), actual.Power, 1e-12);
            Assert.True(actual.Size <= 0.05);
        }
    }

    /// <summary>Two-sided 5 % test among 38 events; percentages as printed in the method notes, section 0.</summary>
    [Theory]
    [InlineData(5, 2, 15)]
    [InlineData(10, 2, 24)]
    [InlineData(20, 2, 38)]
    [InlineData(30, 2, 50)]
    [InlineData(5, 3, 42)]
    [InlineData(10, 3, 64)]
    [InlineData(20, 3, 82)]
    [InlineData(30, 3, 90)]
    public void Thirty_eight_events_hardly_show_a_two_fold_product(int sharePercent, int ratio, double powerPercent)
    {
        var actual = RatePower.AmongGroups(38, sharePercent / 100.0, ratio, 0.025);
        Assert.Equal(powerPercent, 100 * actual.Power, 0.5);
        Oracle.Equal(ExactTail(38, actual.CriticalCount, ratio * sharePercent, 100 - sharePercent), actual.Power, 1e-12);
        Assert.True(ExactTail(38, actual.CriticalCount, sharePercent, 100 - sharePercent) <= 0.025);
        Assert.True(ExactTail(38, actual.CriticalCount - 1, sharePercent, 100 - sharePercent) > 0.025);
    }

    [Fact]
    public void Where_all_events_in_the_group_would_not_reject_there_is_no_power()
    {
        // One event: even P(X ≥ 1) = 0.5 is above 0.025; two: P(X ≥ 2) = 0.25 is.
        Assert.Equal(new ExactPower(2, 0, 0), RatePower.AmongGroups(1, 0.5, 10, 0.025));
        Assert.Equal(new ExactPower(3, 0, 0), RatePower.AmongGroups(2, 0.5, 100, 0.025));
    }

    [Fact]
    public void Impossible_input_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RatePower.AgainstExpected(0, 2, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatePower.AgainstExpected(1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatePower.AmongGroups(0, 0.5, 2, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatePower.AmongGroups(5, 1, 2, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatePower.AmongGroups(5, 0.5, double.NaN, 0.05));
    }

    /// <summary>P(X ≥ from) for odds a : b in integers.</summary>
    private static double ExactTail(int n, int from, int a, int b)
    {
        var (sum, choose) = (BigInteger.Zero, BigInteger.One);
        for (var k = 0; k <= n; k++)
        {
            if (k >= from)
                sum += choose * BigInteger.Pow(a, k) * BigInteger.Pow(b, n - k);
            choose = choose * (n - k) / (k + 1);
        }

        return Math.Exp(BigInteger.Log(sum) - BigInteger.Log(BigInteger.Pow(a + b, n)));
    }
}
