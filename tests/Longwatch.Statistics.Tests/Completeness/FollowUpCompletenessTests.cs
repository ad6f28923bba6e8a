using Longwatch.Statistics.Completeness;

namespace Longwatch.Statistics.Tests.Completeness;

public sealed class FollowUpCompletenessTests
{
    // By hand, in months: dead at 10 (10 of 10), followed to the closing date (24 of 24), lost at 6 of 24, lost at 12 of 18.
    // Observed 10 + 24 + 6 + 12 = 52; potential 10 + 24 + 24 + 18 = 76; C = 52/76 = 13/19.
    private static readonly double[] Observed = [10, 24, 6, 12];
    private static readonly double[] Potential = [10, 24, 24, 18];

    [Fact]
    public void C_equals_the_sum_by_hand()
    {
        var share = FollowUpCompleteness.Estimate(Observed, Potential);

        Assert.Equal(new FollowUpShare(4, 52, 76), share);
        Assert.Equal(13.0 / 19, share.C!.Value, 1e-15);
    }

    [Fact]
    public void C_does_not_depend_on_the_unit_or_the_order()
    {
        double[] days = [.. Observed.Reverse().Select(t => t * 30)];
        double[] potential = [.. Potential.Reverse().Select(t => t * 30)];

        Assert.Equal(13.0 / 19, FollowUpCompleteness.Estimate(days, potential).C!.Value, 1e-15);
    }

    [Fact]
    public void Nobody_lost_is_1_and_nobody_seen_is_0()
    {
        Assert.Equal(1, FollowUpCompleteness.Estimate(Potential, Potential).C);
        Assert.Equal(0, FollowUpCompleteness.Estimate([0, 0], [3, 4]).C);
    }

    [Fact]
    public void Without_any_possible_time_there_is_no_C()
    {
        Assert.Null(FollowUpCompleteness.Estimate([], []).C);
        Assert.Null(FollowUpCompleteness.Estimate([0], [0]).C);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    [InlineData(double.NaN, 2)]
    [InlineData(1, double.PositiveInfinity)]
    public void A_time_that_cannot_be_is_refused(double observed, double potential)
    {
        var error = Assert.Throws<ArgumentException>(() => FollowUpCompleteness.Estimate([1, observed], [1, potential]));

        Assert.Contains("index 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_of_different_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => FollowUpCompleteness.Estimate([1, 2], [1]));
}
