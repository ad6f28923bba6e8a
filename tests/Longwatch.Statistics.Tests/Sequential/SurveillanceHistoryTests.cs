using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Statistics.Tests.Sequential;

public sealed class SurveillanceHistoryTests
{
    /// <summary>Twelve months with 0.2 expected in each; two cases in month 3, three in month 7.</summary>
    private static readonly SurveillanceSeries series = SurveillanceSeries.Of([
        .. Enumerable
            .Range(1, 12)
            .Select(m => new SurveillancePeriod(
                m,
                m == 3 ? 2
                    : m == 7 ? 3
                    : 0,
                0.2
            )),
    ]);

    [Fact]
    public void Each_path_is_that_of_its_closed_form()
    {
        var sprt = SurveillanceHistory.MaxSprt(series, 1, 0.05);
        var e = SurveillanceHistory.EProcess(series, new(1, 1), 0.05);
        var cusum = SurveillanceHistory.Cusum(series, 2, 3.5);
        Assert.Equal(0, sprt.Path.Statistic[1]);
        Assert.Equal(0.6 - 2 + (2 * Math.Log(2 / 0.6)), sprt.Path.Statistic[2], 1e-14);
        Assert.Equal(1.4 - 5 + (5 * Math.Log(5 / 1.4)), sprt.Path.Statistic[6], 1e-14);
        Assert.Equal(PoissonEProcess.LogOneSided(5, 1.4, new(1, 1)), e.Statistic[6], 1e-12);
        var k = 0.2 / Math.Log(2);
        Assert.Equal(
            [0, 0, 2 - k, 2 - (2 * k), 2 - (3 * k), 2 - (4 * k), 5 - (5 * k)],
            cusum.Statistic[..7].Select(s => Math.Round(s, 12)),
            Near
        );
        Assert.Equal(new MonitorSignal(6, 7, 5, series.Expected[6]), cusum.Signal);
    }

    [Fact]
    public void The_boundary_is_that_of_looks_at_the_ends_of_the_months()
    {
        var sprt = SurveillanceHistory.MaxSprt(series, 1, 0.05);
        var looks = PoissonMaxSprt.CriticalValue(PoissonSurveillance.AtLooks([.. series.Expected]), 0.05);
        Assert.Equal(looks, sprt.Boundary);
        Assert.Equal(looks.CriticalValue, sprt.Path.Threshold);
        var first = sprt.Path.Statistic.Select((s, i) => (s, i)).First(x => x.s > looks.CriticalValue!.Value).i;
        Assert.Equal(first, sprt.Path.Signal!.Value.Period);
    }

    [Fact]
    public void Fewer_events_than_the_minimum_never_signal()
    {
        var early = SurveillanceSeries.Of([new(1, 3, 0.001), new(2, 0, 5), new(3, 0, 5)]);
        Assert.Null(SurveillanceHistory.MaxSprt(early, 4, 0.05).Path.Signal);
        Assert.Equal(0, SurveillanceHistory.MaxSprt(early, 3, 0.05).Path.Signal!.Value.Period);
    }

    [Fact]
    public void Where_the_minimum_itself_is_rarer_than_the_probability_it_signals_and_the_boundary_says_so()
    {
        var rare = SurveillanceSeries.Of([new(1, 0, 0.01), new(2, 1, 0.01)]);
        var sprt = SurveillanceHistory.MaxSprt(rare, 1, 0.05);
        Assert.Equal(BoundaryStatus.ProbabilityOutOfReach, sprt.Boundary.Status);
        Assert.Equal(Poisson.Survival(0, 0.02), sprt.Boundary.Attained, 1e-15);
        Assert.Equal(1, sprt.Path.Signal!.Value.Period);
    }

    [Fact]
    public void A_history_without_time_or_without_events_signals_nothing()
    {
        foreach (var quiet in new[] { SurveillanceSeries.Of([]), SurveillanceSeries.Of([new(1, 0, 0), new(2, 0, 3)]) })
        {
            Assert.Null(SurveillanceHistory.MaxSprt(quiet, 1, 0.05).Path.Signal);
            Assert.Null(SurveillanceHistory.EProcess(quiet, new(1, 1), 0.05).Signal);
            Assert.Null(SurveillanceHistory.Cusum(quiet, 2, 3).Signal);
        }
    }

    [Fact]
    public void Splitting_a_month_without_events_changes_no_later_statistic_of_the_cumulative_monitors()
    {
        var split = SurveillanceSeries.Of([new(1, 0, 0.1), new(2, 0, 0.3), new(3, 4, 0.6)]);
        var whole = SurveillanceSeries.Of([new(2, 0, 0.4), new(3, 4, 0.6)]);
        Assert.Equal(
            SurveillanceHistory.EProcess(whole, new(1, 1), 0.05).Statistic[^1],
            SurveillanceHistory.EProcess(split, new(1, 1), 0.05).Statistic[^1],
            1e-14
        );
        Assert.Equal(
            SurveillanceHistory.MaxSprt(whole, 1, 0.05).Path.Statistic[^1],
            SurveillanceHistory.MaxSprt(split, 1, 0.05).Path.Statistic[^1],
            1e-14
        );
    }

    [Fact]
    public void What_is_no_series_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SurveillanceSeries.Of([new(1, 0, 1), new(1, 0, 1)]));
        Assert.Throws<ArgumentException>(() => SurveillanceSeries.Of([new(1, -1, 1)]));
        Assert.Throws<ArgumentException>(() => SurveillanceSeries.Of([new(1, 0, double.NaN)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurveillanceHistory.MaxSprt(series, 0, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurveillanceHistory.EProcess(series, new(1, 1), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurveillanceHistory.Cusum(series, 2, 0));
    }

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-11;
}
