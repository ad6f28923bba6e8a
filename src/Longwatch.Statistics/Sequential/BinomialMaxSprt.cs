namespace Longwatch.Statistics.Sequential;

/// <summary>How many events a binomial surveillance sees, and when it looks. Immutable.</summary>
public sealed record BinomialSurveillance
{
    /// <summary>Looks after every event.</summary>
    /// <param name="events">Events, exposed and unexposed together, at which surveillance ends; ≥ 1.</param>
    /// <param name="controlsPerCase">
    /// z of a z:1 match, or unexposed over exposed time of a self-controlled design: under the null hypothesis an event is an exposed one with probability
    /// 1/(1 + z). Finite, positive, any real number.
    /// </param>
    /// <param name="minimumCases">Fewest exposed events that may signal; ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public BinomialSurveillance(int events, double controlsPerCase, int minimumCases = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(events, 1);
        if (!(controlsPerCase > 0 && double.IsFinite(controlsPerCase)))
            throw new ArgumentOutOfRangeException(nameof(controlsPerCase), controlsPerCase, "The ratio must be finite and positive.");
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCases, 1);
        (Events, ControlsPerCase, MinimumCases) = (events, controlsPerCase, minimumCases);
    }

    /// <summary>Events at which surveillance ends.</summary>
    public int Events { get; }

    /// <summary>z of the z:1 match.</summary>
    public double ControlsPerCase { get; }

    /// <summary>Fewest exposed events that may signal.</summary>
    public int MinimumCases { get; }

    /// <summary>Probability that an event is an exposed one when exposure multiplies its rate.</summary>
    public double ExposedShare(double ratio) => ratio / (ratio + ControlsPerCase);
}

/// <summary>The maximised sequential probability ratio test of exposed events among all events (one-sided: too many exposed), looked at after every event.</summary>
/// <remarks>
/// Signals when LLR = c ln(c/(np)) + (n − c) ln((n − c)/(nq)) exceeds the critical value, c of n events exposed. Outcomes are discrete, so that the attained
/// probability as a rule stays below the wanted one; it is exact by recursion over the events.
/// Source: Kulldorff et al. (2011) Sequential Analysis 30:58–78, section 4. Checked against (F02) CV.Binomial of R's Sequential, which prints the critical
/// value rounded up to five decimals.
/// </remarks>
public static class BinomialMaxSprt
{
    /// <summary>Log of the likelihood at the observed share of exposed events over that at the expected one; 0 unless the share is larger than expected.</summary>
    /// <param name="cases">Exposed events, 0 ≤ cases ≤ events.</param>
    /// <param name="events">All events.</param>
    /// <param name="controlsPerCase">z of the z:1 match; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double LogLikelihoodRatio(int cases, int events, double controlsPerCase)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cases);
        ArgumentOutOfRangeException.ThrowIfLessThan(events, cases);
        if (!(controlsPerCase > 0 && double.IsFinite(controlsPerCase)))
            throw new ArgumentOutOfRangeException(nameof(controlsPerCase), controlsPerCase, "The ratio must be finite and positive.");
        return BinomialDeviance.OfExcess(cases, events - cases, controlsPerCase);
    }

    /// <summary>The critical value: the smallest for which P(signal | null) does not exceed <paramref name="alpha"/>.</summary>
    /// <param name="surveillance">Number of events, match, minimum of cases.</param>
    /// <param name="alpha">Wanted false-alarm probability over the whole surveillance, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public static MaxSprtBoundary CriticalValue(BinomialSurveillance surveillance, double alpha) =>
        CriticalValueSearch.Find(cv => SignalProbability(surveillance, cv), cv => LargestRatioBelow(surveillance, cv), alpha);

    /// <summary>P(signal before the end) with a given critical value, when exposure multiplies the rate by <paramref name="ratio"/>.</summary>
    /// <param name="surveillance">Number of events, match, minimum of cases.</param>
    /// <param name="criticalValue">≥ 0.</param>
    /// <param name="ratio">Positive; 1 gives the attained false-alarm probability.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double SignalProbability(BinomialSurveillance surveillance, double criticalValue, double ratio = 1) =>
        Performance(surveillance, criticalValue, ratio).Power;

    /// <summary>Power, mean number of events at a signal and mean number of events in all.</summary>
    /// <inheritdoc cref="SignalProbability"/>
    public static SequentialPerformance Performance(BinomialSurveillance surveillance, double criticalValue, double ratio)
    {
        if (!(criticalValue >= 0 && double.IsFinite(criticalValue)))
            throw new ArgumentOutOfRangeException(nameof(criticalValue), criticalValue, "A critical value is finite and not negative.");
        if (!(ratio > 0 && double.IsFinite(ratio)))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A rate ratio is finite and positive.");
        var exposed = surveillance.ExposedShare(ratio);
        // State: the probabilities of the numbers of exposed events that have not signalled.
        var state = new double[surveillance.Events + 1];
        state[0] = 1;
        var (signals, time) = (0.0, 0.0);
        foreach (var (events, limit) in Limits(surveillance, criticalValue))
        {
            // One event more: of those that have not signalled only the count just below the limit can reach it.
            for (var c = Math.Min(events, limit); c >= 1; c--)
                state[c] = (state[c] * (1 - exposed)) + (state[c - 1] * exposed);
            state[0] *= 1 - exposed;
            if (limit > events)
                continue;
            signals += state[limit];
            time += state[limit] * events;
            state[limit] = 0;
        }

        return new(signals, signals > 0 ? time / signals : null, time + ((1 - signals) * surveillance.Events));
    }

    /// <summary>After each event the smallest number of exposed events that signals; one more than there are events where none does.</summary>
    private static IEnumerable<(int Events, int Limit)> Limits(BinomialSurveillance surveillance, double cv)
    {
        var limit = surveillance.MinimumCases;
        for (var events = 1; events <= surveillance.Events; events++)
        {
            while (limit <= events && !Exceeds(limit, events - limit, surveillance.ControlsPerCase, cv))
                limit++;
            yield return (events, limit);
        }
    }

    private static bool Exceeds(int cases, int controls, double controlsPerCase, double cv) =>
        BinomialDeviance.OfExcess(cases, controls, controlsPerCase) > cv * (1 + CriticalValueSearch.SameRatio);

    private static double LargestRatioBelow(BinomialSurveillance surveillance, double cv)
    {
        var largest = 0.0;
        foreach (var (events, limit) in Limits(surveillance, cv))
            if (limit > surveillance.MinimumCases)
                largest = Math.Max(largest, BinomialDeviance.OfExcess(limit - 1, events - limit + 1, surveillance.ControlsPerCase));
        return largest;
    }
}
