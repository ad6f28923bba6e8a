using Longwatch.Oracles;
using Longwatch.Statistics.Disproportionality;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Disproportionality;

public sealed class ReportTrendTests
{
    private static readonly int[] counts = [3, 5, 2, 6, 4, 7, 5, 9, 21, 18, 25, 22, 30, 24, 28, 35];
    private static readonly double[] all = [1000, 1100, 1050, 1200, 1150, 1300, 1250, 1400, 1500, 1450, 1600, 1550, 1700, 1650, 1800, 1750];

    // glm(y ~ t + s [+ s:t], offset = log(all), family = quasipoisson) in R, t counted from the ninth period; standard errors without dispersion.
    [Fact]
    public void A_step_agrees_with_R()
    {
        var trend = ReportTrend.Fit(counts, all, 8, slopeChanges: false, 0.95);

        Assert.Equal(RegressionStatus.Estimated, trend.Status);
        Oracle.Equal(1.05278969052930704, trend.Slope.Ratio, 1e-10);
        Oracle.Equal(2.39456841974987356, trend.Step.Ratio, 1e-10);
        Oracle.Equal(0.35644881286371716, trend.Dispersion, 1e-9);
        // Counts that vary less than Poisson counts do not narrow an interval.
        Oracle.Equal(2.39456841974987356 * Math.Exp(1.959963984540054 * 0.28185635758071870), trend.Step.Interval.Upper, 1e-9);
        Assert.True(double.IsNaN(trend.SlopeChange.Ratio));
        Assert.Equal(counts.Sum(), trend.Fitted.Sum(), 1e-8);
    }

    [Fact]
    public void A_change_of_slope_agrees_with_R()
    {
        var trend = ReportTrend.Fit(counts, all, 8, slopeChanges: true, 0.95);

        Oracle.Equal(1.09069966060060186, trend.Slope.Ratio, 1e-10);
        Oracle.Equal(2.14252386808547124, trend.Step.Ratio, 1e-10);
        Oracle.Equal(0.95847620921388588, trend.SlopeChange.Ratio, 1e-10);
        Oracle.Equal(0.95847620921388588 * Math.Exp(-1.959963984540054 * 0.07640893342157046), trend.SlopeChange.Interval.Lower, 1e-9);
    }

    [Fact]
    public void Over_dispersion_widens_the_interval_by_its_root()
    {
        int[] wild = [1, 30, 2, 25, 3, 40, 2, 35];
        double[] one = [1, 1, 1, 1, 1, 1, 1, 1];

        var trend = ReportTrend.Fit(wild, one, null, slopeChanges: false, 0.95);
        var hundred = ReportTrend.Fit([.. wild.Select(n => 100 * n)], one, null, slopeChanges: false, 0.95);

        Assert.True(trend.Dispersion > 10);
        // A hundred times the counts: a tenth of the Poisson error, ten times the root of the dispersion.
        Oracle.Equal(trend.Slope.Interval.Upper, hundred.Slope.Interval.Upper, 1e-9);
    }

    [Fact]
    public void A_series_that_says_nothing_has_a_status()
    {
        Assert.Equal(RegressionStatus.NoFiniteMaximum, ReportTrend.Fit([0, 0, 0], [1, 1, 1], null, false, 0.95).Status);
        Assert.Equal(RegressionStatus.NoFiniteMaximum, ReportTrend.Fit([0, 0, 3, 4], [1, 1, 1, 1], 2, false, 0.95).Status);
        Assert.Equal(RegressionStatus.Singular, ReportTrend.Fit([3], [1], null, false, 0.95).Status);
        Assert.Throws<ArgumentException>(() => ReportTrend.Fit([1, 2], [1], null, false, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReportTrend.Fit([1, 2], [1, 1], 2, false, 0.95));
        Assert.Throws<ArgumentException>(() => ReportTrend.Fit([1, 2], [1, 1], null, true, 0.95));
    }
}
