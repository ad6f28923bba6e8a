using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Sequential;

/// <summary>How long surveillance must last for a wanted power.</summary>
/// <param name="Length">Expected events under the null hypothesis at the end of surveillance.</param>
/// <param name="Boundary">The boundary of a surveillance of that length.</param>
/// <param name="Performance">What it does at the rate ratio asked for.</param>
public sealed record SurveillanceLength(double Length, MaxSprtBoundary Boundary, SequentialPerformance Performance);

/// <summary>The maximised sequential probability ratio test of a Poisson count against a known expected count (one-sided: too many events).</summary>
/// <remarks>
/// Signals when LLR = μ − c + c ln(c/μ) exceeds the critical value, c events seen where μ &lt; c are expected. The false-alarm probability is exact: the
/// c-th event signals when it comes before t_c, the root of LLR(c, t) = critical value, so that there is no signal when N(t_c) &lt; c at every such time
/// and at the end; a recursion of Poisson increments from one of these times to the next gives the probability.
/// Source: Kulldorff, Davis, Kolczak, Lewis, Lieu and Platt (2011) Sequential Analysis 30:58–78; minimum of events: Kulldorff and Silva (2015), arXiv
/// 1503.01978. Checked against (F01): CV.Poisson, Performance.Poisson and SampleSize.Poisson of R's Sequential, and an independent recursion.
/// The expected count must be known: where the background comes from few events use <see cref="ConditionalMaxSprt"/>.
/// </remarks>
public static class PoissonMaxSprt
{
    /// <summary>Log of the likelihood at the observed rate over that at the expected one; 0 unless more events than expected were seen.</summary>
    /// <param name="events">≥ 0.</param>
    /// <param name="expected">≥ 0; with 0 expected any event is infinitely surprising.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative or not finite.</exception>
    public static double LogLikelihoodRatio(int events, double expected)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        if (!(expected >= 0 && double.IsFinite(expected)))
            throw new ArgumentOutOfRangeException(nameof(expected), expected, "The expected count must be finite and not negative.");
        return events <= expected ? 0
            : expected == 0 ? double.PositiveInfinity
            : SaddlePoint.Deviance(events, expected);
    }

    /// <summary>The critical value: the smallest for which P(signal | null) does not exceed <paramref name="alpha"/>.</summary>
    /// <param name="surveillance">When the count is looked at.</param>
    /// <param name="alpha">Wanted false-alarm probability over the whole surveillance, strictly between 0 and 1.</param>
    /// <returns>
    /// Exact when every event is looked at from the start; conservative, as a rule, with a delay or with looks, where the probability moves in steps.
    /// Without a boundary the status says so.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public static MaxSprtBoundary CriticalValue(PoissonSurveillance surveillance, double alpha) =>
        CriticalValueSearch.Find(
            cv => SignalProbability(surveillance, cv),
            surveillance is { Looks.IsEmpty: true, Delay: 0 } ? null : cv => LargestRatioBelow(surveillance, cv),
            alpha
        );

    /// <summary>P(signal before the end) with a given critical value, at <paramref name="ratio"/> times the expected rate.</summary>
    /// <param name="surveillance">When the count is looked at.</param>
    /// <param name="criticalValue">≥ 0.</param>
    /// <param name="ratio">True rate over the expected one; positive. 1 gives the attained false-alarm probability.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double SignalProbability(PoissonSurveillance surveillance, double criticalValue, double ratio = 1) =>
        Cross(surveillance, criticalValue, ratio).Probability;

    /// <summary>Power, mean time to a signal and mean length at a true rate ratio, in expected events under the null hypothesis.</summary>
    /// <inheritdoc cref="SignalProbability"/>
    public static SequentialPerformance Performance(PoissonSurveillance surveillance, double criticalValue, double ratio)
    {
        var crossing = Cross(surveillance, criticalValue, ratio);
        return new(
            crossing.Probability,
            crossing.Probability > 0 ? crossing.TimeOfSignals / crossing.Probability : null,
            crossing.TimeOfSignals + ((1 - crossing.Probability) * surveillance.Length)
        );
    }

    /// <summary>The shortest surveillance (every event looked at) that has the wanted power.</summary>
    /// <param name="ratio">True rate ratio to be found; above 1.</param>
    /// <param name="power">Wanted power, between <paramref name="alpha"/> and 1.</param>
    /// <param name="alpha">False-alarm probability.</param>
    /// <param name="minimumEvents">Fewest events that may signal; ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SurveillanceLength LengthFor(double ratio, double power, double alpha, int minimumEvents = 1)
    {
        if (!(ratio > 1 && double.IsFinite(ratio)))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The rate ratio must be above 1.");
        if (!(alpha is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A false-alarm probability lies strictly between 0 and 1.");
        if (!(power > alpha && power < 1))
            throw new ArgumentOutOfRangeException(nameof(power), power, "The power lies between the false-alarm probability and 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumEvents, 1);

        double Missing(double length)
        {
            var surveillance = new PoissonSurveillance(length, minimumEvents);
            return SignalProbability(surveillance, CriticalValue(surveillance, alpha).CriticalValue ?? 0, ratio) - power;
        }

        // Shorter than this no boundary spends alpha: the minimum of events is rarer.
        var shortest = GammaDistribution.Quantile(minimumEvents, alpha) * (1 + 1e-12);
        var length = shortest;
        if (Missing(shortest) < 0)
        {
            var longest = 2 * shortest;
            while (Missing(longest) < 0)
                longest *= 2;
            length = SignChange.Find(Missing, longest / 2, longest, 1e-12);
        }

        var found = new PoissonSurveillance(length, minimumEvents);
        var boundary = CriticalValue(found, alpha);
        return new(length, boundary, Performance(found, boundary.CriticalValue ?? 0, ratio));
    }

    private static Crossing Cross(PoissonSurveillance surveillance, double criticalValue, double ratio)
    {
        if (!(criticalValue >= 0 && double.IsFinite(criticalValue)))
            throw new ArgumentOutOfRangeException(nameof(criticalValue), criticalValue, "A critical value is finite and not negative.");
        if (!(ratio > 0 && double.IsFinite(ratio)))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A rate ratio is finite and positive.");
        return Crossing.Of(ratio, surveillance.Looks.IsEmpty ? Events(surveillance, criticalValue) : Looks(surveillance, criticalValue));
    }

    private static IEnumerable<CrossingStep> Events(PoissonSurveillance surveillance, double cv)
    {
        var limit = surveillance.MinimumEvents;
        if (surveillance.Delay > 0)
        {
            limit = FirstSignal(surveillance.Delay, limit, cv);
            yield return new(surveillance.Delay, limit, AtEnd: true);
        }

        for (; ; limit++)
        {
            var latest = limit * UnitDeviance.LowerRoot(cv / limit);
            if (latest >= surveillance.Length)
                break;
            if (latest > surveillance.Delay)
                yield return new(latest, limit, AtEnd: false);
        }

        yield return new(surveillance.Length, limit, AtEnd: false);
    }

    private static IEnumerable<CrossingStep> Looks(PoissonSurveillance surveillance, double cv)
    {
        var limit = surveillance.MinimumEvents;
        foreach (var look in surveillance.Looks)
        {
            limit = FirstSignal(look, limit, cv);
            yield return new(look, limit, AtEnd: true);
        }
    }

    /// <summary>The smallest count, not below the given one, whose likelihood ratio exceeds the critical value.</summary>
    private static int FirstSignal(double expected, int least, double cv)
    {
        var count = Math.Max(least, (int)Math.Floor(expected));
        while (!Exceeds(count, expected, cv))
            count++;
        return count;
    }

    private static bool Exceeds(int count, double expected, double cv) =>
        LogLikelihoodRatio(count, expected) > cv * (1 + CriticalValueSearch.SameRatio);

    /// <summary>The largest likelihood ratio at any look that does not exceed the critical value.</summary>
    private static double LargestRatioBelow(PoissonSurveillance surveillance, double cv)
    {
        var largest = 0.0;
        foreach (var look in surveillance.Looks.IsEmpty ? [surveillance.Delay] : surveillance.Looks)
        {
            // A count below the minimum may not signal, whatever its ratio.
            var below = FirstSignal(look, surveillance.MinimumEvents, cv) - 1;
            if (below >= surveillance.MinimumEvents)
                largest = Math.Max(largest, LogLikelihoodRatio(below, look));
        }

        return largest;
    }
}
