using Longwatch.Oracles;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Statistics.Tests.Proportions;

public sealed class RoundedPercentageTests
{
    [Fact]
    public void Sixty_seven_percent_has_the_denominators_that_R_finds()
    {
        var expected = Oracle
            .Expected("A06_ema_scenarios")
            .GetProperty("denominators_giving_67pct")
            .EnumerateArray()
            .Select(e => new CountOf(e.GetProperty("k").GetInt32(), e.GetProperty("n").GetInt32()));
        Assert.Equal(expected, RoundedPercentage.Consistent(67, 0, 38));
    }

    [Fact]
    public void A_tie_is_consistent_with_both_roundings()
    {
        // 1/8 = 12.5 %
        Assert.Contains(new(1, 8), RoundedPercentage.Consistent(12, 0, 8));
        Assert.Contains(new(1, 8), RoundedPercentage.Consistent(13, 0, 8));
        Assert.Equal([new(1, 8)], RoundedPercentage.Consistent(12.5, 1, 8));
    }

    [Fact]
    public void A_large_denominator_holds_several_counts()
    {
        // 0.5 % to 1.5 % of 300 is 1.5 to 4.5: 2, 3, 4.
        Assert.Equal([2, 3, 4], RoundedPercentage.Consistent(1, 0, 300).Where(c => c.Of == 300).Select(c => c.Count));
    }

    [Fact]
    public void Nothing_and_everything_are_percentages_too()
    {
        Assert.Equal([new(0, 1), new(0, 2)], RoundedPercentage.Consistent(0, 0, 2));
        Assert.Equal([new(1, 1), new(2, 2)], RoundedPercentage.Consistent(100, 0, 2));
        Assert.Empty(RoundedPercentage.Consistent(50, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RoundedPercentage.Consistent(101, 0, 5));
    }
}
