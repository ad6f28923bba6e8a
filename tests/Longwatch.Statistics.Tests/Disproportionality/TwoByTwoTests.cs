using Longwatch.Oracles;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Statistics.Tests.Disproportionality;

public sealed class TwoByTwoTests
{
    [Fact]
    public void Cells_that_are_empty_give_a_status_and_no_false_number()
    {
        Check(new(0, 5, 3, 10), RatioStatus.Zero, RatioStatus.Zero);
        Check(new(4, 5, 0, 10), RatioStatus.Infinite, RatioStatus.Infinite);
        Check(new(4, 0, 3, 10), RatioStatus.Estimated, RatioStatus.Infinite);
        Check(new(0, 5, 0, 10), RatioStatus.Undefined, RatioStatus.Undefined);
        Check(new(0, 0, 3, 10), RatioStatus.Undefined, RatioStatus.Undefined);
        Check(new(4, 5, 0, 0), RatioStatus.Undefined, RatioStatus.Undefined);
        Check(default, RatioStatus.Undefined, RatioStatus.Undefined);

        static void Check(TwoByTwo table, RatioStatus prr, RatioStatus ror)
        {
            Assert.Equal((prr, ror), (table.Prr(0.95).Status, table.Ror(0.95).Status));
            Assert.Equal(ror == RatioStatus.Undefined, double.IsNaN(table.Ror(0.95).Value));
            Assert.True(double.IsFinite(table.ChiSquared) && double.IsFinite(table.YatesChiSquared) && double.IsFinite(table.HaldaneRor));
        }
    }

    [Fact]
    public void Counts_that_do_not_make_a_table_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoByTwo(-1, 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoByTwo(int.MaxValue, 1, 0, 0));
        Assert.Throws<ArgumentException>(() => TwoByTwo.FromMargins(5, 4, 6, 100));
        Assert.Throws<ArgumentException>(() => TwoByTwo.FromMargins(1, 60, 60, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoByTwo(1, 2, 3, 4).Prr(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => InformationComponent.Of(-1, 1, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => InformationComponent.Of(1, double.NaN, 0.95));
        Assert.Throws<ArgumentException>(() => ExactCommonOddsRatio.Of([], 0.95));
    }

    [Theory]
    [InlineData(3, 97, 5, 1895)]
    [InlineData(0, 12, 7, 30)]
    [InlineData(5, 0, 2, 9)]
    public void Turning_the_table_turns_the_odds_ratio(int a, int b, int c, int d)
    {
        var (exact, turned) = (ExactOddsRatio.Of(new(a, b, c, d), 0.9), ExactOddsRatio.Of(new(b, a, d, c), 0.9));

        Assert.Equal(exact.MaximumLikelihood, 1 / turned.MaximumLikelihood, 1e-10 * Math.Min(exact.MaximumLikelihood, 1e300));
        Assert.Equal(exact.Exact.Lower, 1 / turned.Exact.Upper, 1e-10 * exact.Exact.Lower);
        Assert.Equal(exact.MinimumLikelihoodP, turned.MinimumLikelihoodP, 1e-12);
        Assert.Equal(exact.BlakerP, turned.BlakerP, 1e-12);
        Assert.True(exact.BlakerP <= exact.CentralP + 1e-12);
        Assert.True(exact.CentralMidP <= exact.CentralP);
    }

    [Fact]
    public void An_exact_limit_is_where_the_interval_stops_holding_the_p_value()
    {
        // 3 of 10 against 1 of 12: at the lower limit of a 90 % interval P(X ≥ 3) is 5 %.
        var table = new TwoByTwo(3, 7, 1, 11);
        var lower = ExactOddsRatio.Of(table, 0.9).Exact.Lower;
        double[] weights = [.. Enumerable.Range(0, 5).Select(k => Choose(10, k) * Choose(12, 4 - k) * Math.Pow(lower, k))];

        Assert.Equal(0.05, (weights[3] + weights[4]) / weights.Sum(), 1e-12);

        static double Choose(int n, int k) => k == 0 ? 1 : Choose(n, k - 1) * (n - k + 1) / k;
    }

    [Fact]
    public void Margins_that_leave_no_choice_give_no_odds_ratio()
    {
        var exact = ExactOddsRatio.Of(new(0, 10, 0, 20), 0.95);

        Assert.True(double.IsNaN(exact.MaximumLikelihood));
        Assert.Equal((new Interval(0, double.PositiveInfinity), 1, 1), (exact.Exact, exact.MinimumLikelihoodP, exact.BlakerP));
    }

    [Fact]
    public void One_stratum_pools_to_itself_and_empty_strata_change_nothing()
    {
        var table = new TwoByTwo(7, 20, 9, 80);

        var one = MantelHaenszel.Pool([table], 0.95);
        var padded = MantelHaenszel.Pool([default, table, new(0, 0, 4, 9), new(0, 6, 0, 11)], 0.95);

        Oracle.Equal(table.Ror(0.95).Value, one.Ror.Value, 1e-14);
        Oracle.Equal(table.Ror(0.95).Interval.Lower, one.Ror.Interval.Lower, 1e-12);
        Oracle.Equal(table.Prr(0.95).Interval.Upper, one.Prr.Interval.Upper, 1e-12);
        Oracle.Equal(one.Ror.Value, padded.Ror.Value, 1e-14);
        Assert.Equal((0, 0), (one.DegreesOfFreedom, padded.DegreesOfFreedom));
        Assert.True(double.IsNaN(one.HomogeneityP));
        Assert.Equal(0, one.BreslowDay, 1e-9);
        Oracle.Equal(ExactOddsRatio.Of(table, 0.95).Exact.Upper, ExactCommonOddsRatio.Of([table, default], 0.95).Exact.Upper, 1e-11);
        Assert.Equal(RatioStatus.Undefined, MantelHaenszel.Pool([], 0.95).Ror.Status);
    }
}
