using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Sequential;

/// <summary>Where the person-time of a history ends, counted from its last event.</summary>
public enum HistoryEnd
{
    /// <summary>At some point before the event that would have come next, each as likely as another: the usual case of a history with fixed dates.</summary>
    BetweenEvents,

    /// <summary>At its last event. For a history with fixed dates liberal: it takes the history for shorter than it was.</summary>
    AtLastEvent,

    /// <summary>Just before the event that would have come next; conservative.</summary>
    BeforeNextEvent,
}

/// <summary>A surveillance whose background rate is known only from a history with so many events; it looks at every event. Immutable.</summary>
/// <remarks>Time is person-time under surveillance over the person-time of the history.</remarks>
public sealed record ConditionalSurveillance
{
    private ConditionalSurveillance(int historicalEvents, int? events, double? length, int minimumEvents, double delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(historicalEvents, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumEvents, 1);
        (HistoricalEvents, Events, Length, MinimumEvents, Delay) = (historicalEvents, events, length, minimumEvents, delay);
    }

    /// <summary>Events in the history.</summary>
    public int HistoricalEvents { get; }

    /// <summary>Where the history ends; change it by <c>with</c>.</summary>
    public HistoryEnd HistoryEnds { get; init; }

    /// <summary>Events at which surveillance ends; null when it ends at a time.</summary>
    public int? Events { get; }

    /// <summary>Time at which surveillance ends; null when it ends at a number of events.</summary>
    public double? Length { get; }

    /// <summary>Fewest events that may signal.</summary>
    public int MinimumEvents { get; }

    /// <summary>Time before the first look.</summary>
    public double Delay { get; }

    /// <summary>Ends at a number of events.</summary>
    /// <param name="historicalEvents">Events in the history; ≥ 1.</param>
    /// <param name="events">Events under surveillance at which it ends; at least <paramref name="minimumEvents"/>.</param>
    /// <param name="minimumEvents">Fewest events that may signal; ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static ConditionalSurveillance UntilEvents(int historicalEvents, int events, int minimumEvents = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(events, minimumEvents);
        return new(historicalEvents, events, null, minimumEvents, 0);
    }

    /// <summary>Ends when the person-time under surveillance is a multiple of that of the history.</summary>
    /// <param name="historicalEvents">Events in the history; ≥ 1.</param>
    /// <param name="length">That multiple; finite, positive.</param>
    /// <param name="minimumEvents">Fewest events that may signal; ≥ 1.</param>
    /// <param name="delay">The multiple before the first look; 0 ≤ delay ≤ length.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static ConditionalSurveillance UntilTime(int historicalEvents, double length, int minimumEvents = 1, double delay = 0)
    {
        if (!(length > 0 && double.IsFinite(length)))
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length must be finite and positive.");
        if (!(delay >= 0 && delay <= length))
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "The delay must lie between 0 and the length.");
        return new(historicalEvents, null, length, minimumEvents, delay);
    }
}

/// <summary>The conditional maximised sequential probability ratio test: events under surveillance against the few events of a history (one-sided).</summary>
/// <remarks>
/// Signals when LLR = c ln(c(V + P)/(V(c + k))) + k ln(k(V + P)/(P(c + k))) exceeds the critical value, k events in person-time P against c in V.
/// Its distribution under the null hypothesis does not depend on the common rate. On the scale P/V the events under surveillance are a mixed Poisson
/// process; at a rate of 1, V is the time of the c-th event and what <see cref="HistoryEnd"/> adds: nothing, a uniform part of the next gap, all of it. The
/// recursion over the boundary's times is exact, without an integral over V.
/// Source: Li and Kulldorff (2010) Stat Med 29:284–295; exact critical values: Silva, Li and Kulldorff (2019) Sequential Analysis 38:115–133.
/// Checked against (F02) CV.CondPoisson of R's Sequential, whose "exact", "liberal" and "conservative" are the three ends of the history, against
/// simulation, and against <see cref="PoissonMaxSprt"/> for a history without end.
/// </remarks>
public static class ConditionalMaxSprt
{
    /// <summary>The likelihood-ratio statistic; 0 unless the rate under surveillance is above that of the history.</summary>
    /// <param name="events">Events under surveillance; ≥ 0.</param>
    /// <param name="historicalEvents">Events in the history; ≥ 1.</param>
    /// <param name="time">Person-time under surveillance over that of the history; ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double LogLikelihoodRatio(int events, int historicalEvents, double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfLessThan(historicalEvents, 1);
        if (!(time >= 0 && double.IsFinite(time)))
            throw new ArgumentOutOfRangeException(nameof(time), time, "The time must be finite and not negative.");
        return events == 0 ? 0
            : time == 0 ? double.PositiveInfinity
            : BinomialDeviance.OfExcess(events, historicalEvents, 1 / time);
    }

    /// <summary>The critical value: the smallest for which P(signal | null) does not exceed <paramref name="alpha"/>.</summary>
    /// <param name="surveillance">History and end of surveillance.</param>
    /// <param name="alpha">Wanted false-alarm probability over the whole surveillance, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public static MaxSprtBoundary CriticalValue(ConditionalSurveillance surveillance, double alpha) =>
        CriticalValueSearch.Find(
            cv => SignalProbability(surveillance, cv),
            surveillance.Delay > 0 ? cv => RatioBelow(surveillance, cv) : null,
            alpha
        );

    /// <summary>P(signal before the end) with a given critical value, when the rate under surveillance is a multiple of that of the history.</summary>
    /// <param name="surveillance">History and end of surveillance.</param>
    /// <param name="criticalValue">≥ 0.</param>
    /// <param name="ratio">Positive; 1 gives the attained false-alarm probability.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double SignalProbability(ConditionalSurveillance surveillance, double criticalValue, double ratio = 1)
    {
        if (!(criticalValue >= 0 && double.IsFinite(criticalValue)))
            throw new ArgumentOutOfRangeException(nameof(criticalValue), criticalValue, "A critical value is finite and not negative.");
        if (!(ratio > 0 && double.IsFinite(ratio)))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A rate ratio is finite and positive.");
        return MixedCrossing.Probability(
            (surveillance.HistoricalEvents, surveillance.HistoryEnds),
            ratio,
            Steps(surveillance, criticalValue)
        );
    }

    private static IEnumerable<CrossingStep> Steps(ConditionalSurveillance surveillance, double cv)
    {
        var limit = surveillance.MinimumEvents;
        if (surveillance.Delay > 0)
        {
            limit = FirstSignal(surveillance, cv);
            yield return new(surveillance.Delay, limit, AtEnd: true);
        }

        for (; surveillance.Events is not { } last || limit <= last; limit++)
        {
            var latest = LatestTime(limit, surveillance.HistoricalEvents, cv);
            if (latest >= surveillance.Length)
                break;
            if (latest > surveillance.Delay)
                yield return new(latest, limit, AtEnd: false);
        }

        if (surveillance.Length is { } end)
            yield return new(end, limit, AtEnd: false);
    }

    /// <summary>The time up to which that many events signal.</summary>
    private static double LatestTime(int events, int history, double cv)
    {
        if (cv == 0)
            return (double)events / history;
        // In u = ln s: slope (cs − k)/(1 + s), negative up to s = k/c, where the ratio is 0; −ku + constant lies below it.
        var u = BracketedNewton.Solve(
            u =>
            {
                var s = Math.Exp(u);
                return (BinomialDeviance.OfExcess(events, history, 1 / s) - cv, ((history * s) - events) / (1 + s));
            },
            new(Least(events, history, cv), Math.Log((double)events / history)),
            double.NaN,
            rising: false
        );
        return Math.Exp(u);
    }

    private static double Least(int events, int history, double cv)
    {
        double all = events + history;
        return ((history * Math.Log(history / all)) + (events * Math.Log(events / all)) - cv) / events;
    }

    private static int FirstSignal(ConditionalSurveillance surveillance, double cv)
    {
        var count = Math.Max(surveillance.MinimumEvents, (int)Math.Floor(surveillance.Delay * surveillance.HistoricalEvents));
        while (LogLikelihoodRatio(count, surveillance.HistoricalEvents, surveillance.Delay) <= cv * (1 + CriticalValueSearch.SameRatio))
            count++;
        return count;
    }

    private static double RatioBelow(ConditionalSurveillance surveillance, double cv)
    {
        var below = FirstSignal(surveillance, cv) - 1;
        return below >= surveillance.MinimumEvents ? LogLikelihoodRatio(below, surveillance.HistoricalEvents, surveillance.Delay) : 0;
    }
}
