using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.CompetingRisks;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.CompetingRisks;

public sealed class TimeLostTests
{
    [Theory]
    [InlineData("F", 1, 15.8794026633244, 2.09077465320317)]
    [InlineData("F", 2, 105.8773016294358, 3.66450850529393)]
    [InlineData("M", 1, 12.7763219842558, 1.70088355871095)]
    [InlineData("M", 2, 123.1235296965482, 3.39058500303347)]
    public void Mean_and_error_equal_survfit_on_mgus2(string sex, byte cause, double mean, double error)
    {
        // R 4.2.2, survival 3.5-3: summary(survfit(Surv(etime, factor(ev)) ~ 1), rmean = 240)$table; sqrt(colSums(resid(…, times = 240, type = "auc")^2)).
        var (times, outcomes) = Mgus(sex);
        var lost = TimeLost.Estimate(times, outcomes, cause, 240);
        Oracle.Equal(mean, lost.Mean, 1e-12);
        Oracle.Equal(error, lost.StandardError, 1e-10);
        Assert.True(lost.Observed);
        Assert.Equal(lost.Mean - lost.Interval(0.95).Lower, lost.Interval(0.95).Upper - lost.Mean, 1e-9);
    }

    [Fact]
    public void Time_lost_to_all_causes_and_time_lived_add_up_to_the_horizon()
    {
        var (times, outcomes) = Mgus("F");
        var lived = KaplanMeier.Estimate(times, [.. outcomes.Select(o => o > 0)]).RestrictedMean(200);
        var (one, two) = (TimeLost.Estimate(times, outcomes, 1, 200), TimeLost.Estimate(times, outcomes, 2, 200));
        Assert.Equal(200, lived.Mean + one.Mean + two.Mean, 1e-9);
        // All events as one cause: the time lost is what is not lived, with the same error.
        var all = TimeLost.Estimate(times, [.. outcomes.Select(o => o > 0 ? (byte)1 : (byte)0)], 1, 200);
        Oracle.Equal(lived.StandardError, all.StandardError, 1e-9);
    }

    [Fact]
    public void Without_censoring_it_is_a_mean_with_its_binomial_like_error()
    {
        // Lost before 10: 9, 6, 0, 0; the mean is 15/4, the variance of a mean Σ(x − m)²/n².
        var lost = TimeLost.Estimate([1, 4, 5, 12], [1, 1, 2, 1], 1, 10);
        Assert.Equal(3.75, lost.Mean, 1e-13);
        Assert.Equal(Math.Sqrt(((5.25 * 5.25) + (2.25 * 2.25) + (2 * 3.75 * 3.75)) / 16), lost.StandardError, 1e-13);
    }

    [Fact]
    public void A_cause_that_never_occurs_costs_nothing_and_a_horizon_beyond_all_times_says_so()
    {
        Assert.Equal(new TimeLostEstimate(0, 0, true), TimeLost.Estimate([1, 2], [2, 0], 1, 2));
        Assert.False(TimeLost.Estimate([1, 2], [2, 0], 1, 3).Observed);
        Assert.Equal(0, TimeLost.Estimate([], [], 1, 3).Mean);
        Assert.Throws<ArgumentException>(() => TimeLost.Estimate([1], [1], 1, double.NaN));
    }

    private static (double[] Times, byte[] Outcomes) Mgus(string sex)
    {
        var rows = Oracle.Rows("B02_aalen_johansen_gray", "mgus2.csv").Where(r => r["sex"] == sex).ToArray();
        return (
            [.. rows.Select(r => double.Parse(r["etime"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => byte.Parse(r["ev"], CultureInfo.InvariantCulture))]
        );
    }
}
