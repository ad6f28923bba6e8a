using Longwatch.Statistics.Heterogeneity;

namespace Longwatch.Statistics.Tests.Heterogeneity;

public sealed class ShareHomogeneityTests
{
    // Given the margins the count of the first group is hypergeometric: C(a, k) C(b, m − k) / C(a + b, m), summed by hand over the tables as far out.
    [Theory]
    [InlineData(3, 3, 0, 3, 0.1)] // 3 events: 1, 9, 9, 1 of 20; both ends are as far
    [InlineData(2, 3, 1, 3, 1.0)] // 1, 9, 9, 1 of 20: no table is nearer
    [InlineData(4, 5, 1, 5, 52.0 / 252)] // 5 events: (1, 25, 100, 100, 25, 1) of 252: 1 + 25 + 25 + 1
    public void The_p_value_of_two_groups_is_the_hypergeometric_tail(int x, int n, int y, int m, double expected)
    {
        var test = ShareHomogeneity.Test([x, y], [n, m], 1);

        Assert.Equal(expected, test.PValue, Math.Max(4 * Math.Sqrt(expected * (1 - expected) / test.Tables), 1e-12));
    }

    [Fact]
    public void Events_and_non_events_give_the_same_test()
    {
        var events = ShareHomogeneity.Test([1, 7, 2, 4], [12, 20, 9, 11], 7);
        var others = ShareHomogeneity.Test([11, 13, 7, 7], [12, 20, 9, 11], 7);

        Assert.Equal(events.PValue, others.PValue);
        Assert.Equal(events.Pearson, others.Pearson, 1e-12);
    }

    [Fact]
    public void Pearsons_statistic_is_that_of_the_two_by_k_table()
    {
        // 10 of 20 and 5 of 20: expected 7.5 and 12.5 in each row, 4 cells with (2.5)²: 2 × 6.25/7.5 + 2 × 6.25/12.5.
        Assert.Equal((2 * 6.25 / 7.5) + (2 * 6.25 / 12.5), ShareHomogeneity.Test([10, 5], [20, 20], 1).Pearson, 1e-12);
    }

    [Fact]
    public void Many_centres_with_hardly_an_event_are_not_called_alike()
    {
        // One event in 200 centres of 10 patients: every table is equally far, so p is 1; two in one centre: p = 9/1999, the chance that both meet.
        var one = new int[200];
        one[0] = 1;
        var two = new int[200];
        two[0] = 2;
        var totals = Enumerable.Repeat(10, 200).ToArray();

        Assert.Equal(1, ShareHomogeneity.Test(one, totals, 3).PValue);
        var meet = ShareHomogeneity.Test(two, totals, 3);
        Assert.Equal(9.0 / 1999, meet.PValue, 4 * Math.Sqrt(9.0 / 1999 / meet.Tables));
    }

    [Fact]
    public void With_nothing_to_compare_the_p_value_is_1()
    {
        Assert.Equal(1, ShareHomogeneity.Test([0, 0], [5, 6], 1).PValue);
        Assert.Equal(1, ShareHomogeneity.Test([5, 6], [5, 6], 1).PValue);
        Assert.Equal(1, ShareHomogeneity.Test([3], [5], 1).PValue);
    }

    [Fact]
    public void Impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ShareHomogeneity.Test([6], [5], 1));
        Assert.Throws<ArgumentException>(() => ShareHomogeneity.Test([1, 2], [5], 1));
        Assert.Throws<ArgumentException>(() => ShareHomogeneity.Test([-1, 2], [5, 5], 1));
    }
}
