using Longwatch.Statistics.Calibration;
using Longwatch.Statistics.Partitions;

namespace Longwatch.Statistics.Tests.Calibration;

public sealed class CalibrationTests
{
    private static readonly CalibrationLine Line = CalibrationLine.Fit([1, 2, 3, 4, 5, 6], [36.1, 32.9, 29.4, 26.2, 22.7, 19.5]);

    [Fact]
    public void The_line_is_that_of_lm() // R 4.2.2: lm(c(36.1,32.9,29.4,26.2,22.7,19.5) ~ c(1:6))
    {
        Assert.Equal(39.48, Line.Intercept, 10);
        Assert.Equal(-3.33714285714286, Line.Slope, 12);
        Assert.Equal(0.0209956263667121, Line.SlopeError, 12);
        Assert.Equal(0.999841693295418, Line.SquaredCorrelation, 12);
        Assert.Equal(0.08783101, Line.ResidualError, 8);
    }

    // R: roots of predict(lm, interval = "prediction") - 28, with the residual variance divided by the replicates.
    [Theory]
    [InlineData(1, 3.3611024018026, 3.5189979994207)]
    [InlineData(3, 3.3883606723179, 3.4917397289053)]
    public void The_inverse_interval_is_where_the_prediction_interval_of_lm_meets_the_measurement(
        int replicates,
        double lower,
        double upper
    )
    {
        var interval = Line.InverseInterval(28, replicates, 0.95)!.Value;

        Assert.Equal(3.4400684931507, Line.Invert(28), 11);
        Assert.Equal(lower, interval.Lower, 9);
        Assert.Equal(upper, interval.Upper, 9);
    }

    [Fact]
    public void A_slope_that_may_be_zero_gives_no_interval() =>
        Assert.Null(CalibrationLine.Fit([1, 2, 3, 4], [20, 23, 19, 22]).InverseInterval(21, 1, 0.95));

    [Fact]
    public void Points_that_make_no_line_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CalibrationLine.Fit([1, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => CalibrationLine.Fit([1, 1, 1], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => CalibrationLine.Fit([1, 2, double.NaN], [1, 2, 3]));
    }

    [Fact]
    public void The_mean_per_droplet_is_that_of_dMIQE()
    {
        // 1,203 of 15,210: -ln(1 - p) = 0.0823959016143; binom.test(1203, 15210) transformed, over 0.85 nL: 91.5307239152 to 102.5746090847 copies/uL.
        var count = new PartitionCount(1203, 15210);

        Assert.Equal(0.0823959016143, count.Mean, 12);
        Assert.Equal(91.5307239152, count.MeanInterval(0.95).Lower / 0.85e-3, 8);
        Assert.Equal(102.5746090847, count.MeanInterval(0.95).Upper / 0.85e-3, 8);
    }

    // R: profile by optimize() over the reference's mean and uniroot() on 2 (l_max - l(ratio)) = qchisq(.95, 1); delta on the log of the ratio.
    [Theory]
    [InlineData(1203, 15210, 2511, 15180, 0.4252736585140, 0.4879843413106)]
    [InlineData(4, 14980, 3012, 14980, 0.000369165810462, 0.002766147793448)]
    [InlineData(0, 15000, 3000, 15000, 0, 0.000574024195863)]
    public void The_profile_interval_of_a_ratio_is_that_of_R(
        int positive,
        int total,
        int reference,
        int referenceTotal,
        double lower,
        double upper
    )
    {
        var interval = PartitionCount.RatioByProfile(new(positive, total), new(reference, referenceTotal), 0.95)!.Value;

        Assert.Equal(lower, interval.Lower, lower * 2e-6);
        Assert.Equal(upper, interval.Upper, upper * 2e-6);
    }

    [Fact]
    public void The_delta_interval_of_a_ratio_is_that_of_R()
    {
        var interval = PartitionCount.RatioByDelta(new(1203, 15210), new(2511, 15180), 0.95)!.Value;

        Assert.Equal(0.4253944297329, interval.Lower, 11);
        Assert.Equal(0.4881160568869, interval.Upper, 11);
        Assert.Null(PartitionCount.RatioByDelta(new(0, 15000), new(3000, 15000), 0.95));
    }
}
