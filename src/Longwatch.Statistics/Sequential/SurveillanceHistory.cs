using System.Collections.Immutable;

namespace Longwatch.Statistics.Sequential;

/// <summary>A MaxSPRT over a history, with the boundary that belongs to its looks.</summary>
public sealed record MaxSprtHistory(MonitorPath Path, MaxSprtBoundary Boundary);

/// <summary>What each monitor would have signalled, and when, had it run over a history of counts by period.</summary>
/// <remarks>
/// Every monitor looks at the end of each period. A history is looked at afterwards: the length of a MaxSPRT, which ought to be fixed beforehand, is taken
/// to be the expected count at its end; the other two need none.
/// </remarks>
public static class SurveillanceHistory
{
    /// <summary>The Poisson MaxSPRT with the exact group-sequential boundary of the periods' ends; statistic: the log-likelihood ratio.</summary>
    /// <param name="series">Events and expected events by period.</param>
    /// <param name="minimumEvents">Fewest events that may signal; ≥ 1.</param>
    /// <param name="alpha">False-alarm probability over the whole history, strictly between 0 and 1.</param>
    /// <returns>
    /// Without a boundary (<see cref="BoundaryStatus.ProbabilityOutOfReach"/>) the threshold is 0: the least number of events already is rarer than
    /// <paramref name="alpha"/>, and any excess with that many signals, conservatively.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static MaxSprtHistory MaxSprt(SurveillanceSeries series, int minimumEvents, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumEvents, 1);
        if (!(alpha is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A false-alarm probability lies strictly between 0 and 1.");
        double[] looks = [.. series.Expected.Where(mu => mu > 0).Distinct()];
        var boundary =
            looks.Length == 0
                ? new MaxSprtBoundary(BoundaryStatus.ProbabilityOutOfReach, null, 0)
                : PoissonMaxSprt.CriticalValue(PoissonSurveillance.AtLooks(looks, minimumEvents), alpha);
        var threshold = boundary.CriticalValue ?? 0;
        return new(
            Path(
                series,
                threshold,
                i => PoissonMaxSprt.LogLikelihoodRatio(series.Events[i], series.Expected[i]),
                (i, ratio) => series.Events[i] >= minimumEvents && ratio > threshold * (1 + CriticalValueSearch.SameRatio)
            ),
            boundary
        );
    }

    /// <summary>The one-sided gamma-mixture e-process; statistic: ln E, threshold ln(1/α).</summary>
    /// <param name="series">Events and expected events by period.</param>
    /// <param name="mixture">Mixture over the rate ratio.</param>
    /// <param name="alpha">P(false alarm at any time, however long the watch) is at most this; strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public static MonitorPath EProcess(SurveillanceSeries series, GammaMixture mixture, double alpha) =>
        alpha is > 0 and < 1
            ? Path(
                series,
                -Math.Log(alpha),
                i => PoissonEProcess.LogOneSided(series.Events[i], series.Expected[i], mixture),
                (_, logValue) => EValues.Signals(logValue, alpha)
            )
            : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A false-alarm probability lies strictly between 0 and 1.");

    /// <summary>The cumulative sum S = max(0, S + x − (R − 1)μ/ln R) with each period's own expected count.</summary>
    /// <param name="series">Events and expected events by period.</param>
    /// <param name="ratio">R, the rate ratio to be found soon; above 1.</param>
    /// <param name="threshold">Alarm at this sum or more, in events; positive. <see cref="PoissonCusum.Design"/> gives it for the mean period.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static MonitorPath Cusum(SurveillanceSeries series, double ratio, double threshold)
    {
        if (!(threshold > 0 && double.IsFinite(threshold)))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be finite and positive.");
        var perExpected = PoissonCusum.Reference(1, ratio);
        var sum = 0.0;
        return Path(
            series,
            threshold,
            i => sum = Math.Max(0, sum + series.Periods[i].Events - (perExpected * series.Periods[i].Expected)),
            (_, s) => s >= threshold
        );
    }

    private static MonitorPath Path(
        SurveillanceSeries series,
        double threshold,
        Func<int, double> statistic,
        Func<int, double, bool> signals
    )
    {
        var values = ImmutableArray.CreateBuilder<double>(series.Periods.Length);
        MonitorSignal? first = null;
        for (var i = 0; i < series.Periods.Length; i++)
        {
            values.Add(statistic(i));
            if (first is null && signals(i, values[i]))
                first = new(i, series.Periods[i].Time, series.Events[i], series.Expected[i]);
        }

        return new(values.MoveToImmutable(), threshold, first);
    }
}
