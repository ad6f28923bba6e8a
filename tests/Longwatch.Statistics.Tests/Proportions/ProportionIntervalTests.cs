using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Statistics.Tests.Proportions;

public sealed class ProportionIntervalTests
{
    [Fact]
    public void Every_interval_agrees_with_R()
    {
        foreach (var row in Oracle.Expected("D01_binomial_ci").GetProperty("rows").EnumerateArray())
        {
            var (x, n) = (row.GetProperty("x").GetInt32(), row.GetProperty("n").GetInt32());
            Agrees(row, "clopper_pearson", ProportionInterval.ClopperPearson(x, n, 0.95), 1e-12);
            Agrees(row, "jeffreys", ProportionInterval.Jeffreys(x, n, 0.95), 1e-12);
            Agrees(row, "wilson", ProportionInterval.Wilson(x, n, 0.95), 1e-12);
            Agrees(row, "binom_test", ProportionInterval.ClopperPearson(x, n, 0.95), 1e-12);
            Agrees(row, "uniform", ProportionInterval.Uniform(x, n, 0.95), 1e-12);
            Agrees(row, "wilson_cc", ProportionInterval.WilsonCorrected(x, n, 0.95), 1e-12);
            OnGrid(row, "midp_exactci", ProportionInterval.MidP(x, n, 0.95), 1e-4);
            OnGrid(row, "blaker", ProportionInterval.Blaker(x, n, 0.95), 1.01e-4);
            OnGrid(row, "sterne", ProportionInterval.Sterne(x, n, 0.95), 1.01e-4);
            Agrees(row, "midp_tight", ProportionInterval.MidP(x, n, 0.95), 1e-11);
        }
    }

    [Fact]
    public void Limits_without_any_event_agree_with_R()
    {
        foreach (var row in Oracle.Expected("A02_rule_of_three").GetProperty("rows").EnumerateArray())
        {
            var n = row.GetProperty("n").GetInt32();
            Oracle.Equal(row.GetProperty("rule3").GetDouble(), ZeroEvents.RuleOfThree(n, 0.95), 1e-12);
            Oracle.Equal(row.GetProperty("hanley_lippman99").GetDouble(), ZeroEvents.RuleOfThree(n, 0.99), 1e-12);
            Oracle.Equal(row.GetProperty("exact_binomial_one_sided95").GetDouble(), ZeroEvents.UpperProportion(n, 0.95), 1e-12);
            Oracle.Equal(row.GetProperty("poisson_one_sided95").GetDouble(), ZeroEvents.UpperRate(n, 0.95), 1e-12);
            Oracle.Equal(row.GetProperty("cp_two_sided_upper").GetDouble(), ProportionInterval.ClopperPearson(0, n, 0.95).Upper, 1e-12);
        }
    }

    [Theory]
    [InlineData(3, 17)]
    [InlineData(0, 40)]
    [InlineData(1, 100_000)]
    public void Counting_the_other_outcome_mirrors_the_interval(int x, int n)
    {
        Func<int, int, double, Interval>[] methods =
        [
            ProportionInterval.ClopperPearson,
            ProportionInterval.Jeffreys,
            ProportionInterval.Wilson,
            ProportionInterval.MidP,
            ProportionInterval.Uniform,
            ProportionInterval.WilsonCorrected,
            ProportionInterval.Blaker,
            ProportionInterval.Sterne,
        ];
        foreach (var method in methods)
        {
            var (one, other) = (method(x, n, 0.9), method(n - x, n, 0.9));
            Assert.Equal(1 - one.Upper, other.Lower, 1e-12);
            Assert.Equal(1 - one.Lower, other.Upper, 1e-12);
        }
    }

    [Fact]
    public void A_single_success_in_a_single_trial_is_a_hand_calculation()
    {
        // P(X = 1) = p: the lower limit is the tail itself.
        var interval = ProportionInterval.ClopperPearson(1, 1, 0.95);
        Assert.Equal(0.025, interval.Lower, 1e-15);
        Assert.Equal(1, interval.Upper);
    }

    [Fact]
    public void Impossible_counts_and_levels_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.ClopperPearson(3, 2, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Jeffreys(-1, 2, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Wilson(0, 0, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.MidP(1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ZeroEvents.UpperRate(0, 0.95));
    }

    /// <summary>The peer searches a grid or stops early: an absolute tolerance.</summary>
    private static void OnGrid(JsonElement row, string name, Interval actual, double absolute)
    {
        var expected = row.GetProperty(name).Numbers();
        Assert.True(
            Math.Abs(expected[0] - actual.Lower) <= absolute && Math.Abs(expected[1] - actual.Upper) <= absolute,
            $"{name} of {row.GetProperty("x")}/{row.GetProperty("n")}: expected {expected[0]} to {expected[1]}, got {actual}"
        );
    }

    private static void Agrees(JsonElement row, string name, Interval actual, double relative)
    {
        var expected = row.GetProperty(name).Numbers();
        Oracle.Equal(expected[0], actual.Lower, relative, $"{name} lower of {row.GetProperty("x")}/{row.GetProperty("n")}");
        Oracle.Equal(expected[1], actual.Upper, relative, $"{name} upper of {row.GetProperty("x")}/{row.GetProperty("n")}");
    }
}
