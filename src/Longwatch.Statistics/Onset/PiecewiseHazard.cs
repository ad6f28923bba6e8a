using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Onset;

/// <summary>Likelihood-ratio test that the hazard is the same in all bands of time since infusion.</summary>
/// <param name="Status">No data when there is no event, or fewer than two bands with person-time.</param>
/// <param name="CommonRate">All events over all person-time.</param>
/// <param name="Statistic">2 Σ d log(d / e), with e the events expected under the common rate.</param>
/// <param name="DegreesOfFreedom">Bands with person-time, less 1.</param>
/// <param name="PValue">Upper tail of χ²; an approximation that needs about 5 expected events per band.</param>
/// <param name="SmallestExpected">Smallest expected count of any band: says how far to trust the approximation.</param>
public readonly record struct EqualHazardTest(
    EqualHazardStatus Status,
    double CommonRate,
    double Statistic,
    int DegreesOfFreedom,
    double PValue,
    double SmallestExpected
);

/// <summary>Whether the equality of hazards over the bands could be tested.</summary>
public enum EqualHazardStatus
{
    Tested,
    NoData,
}

/// <summary>Piecewise-constant hazard: events and person-time by band, Poisson with exposure offset.</summary>
/// <remarks>
/// Unlike the truncated likelihood it uses the exposure of those without the event, so it needs no correction for right truncation and gives the absolute hazard.
/// Source: Breslow and Day (1987) IARC Sci Publ 82, section 3.6. Checked against a hand case and the Poisson regression of R <c>glm</c>.
/// </remarks>
public static class PiecewiseHazard
{
    /// <param name="events">Events by band.</param>
    /// <param name="personTime">Person-time by band, in any one unit; ≥ 0; a band without person-time has no event.</param>
    /// <summary>Tests equality of the hazards of all bands.</summary>
    /// <exception cref="ArgumentException">The spans differ in length, a number is negative, or a band has events without person-time.</exception>
    public static EqualHazardTest TestEqual(ReadOnlySpan<int> events, ReadOnlySpan<double> personTime)
    {
        if (events.Length != personTime.Length)
            throw new ArgumentException($"{events.Length} counts but {personTime.Length} person-times.", nameof(personTime));
        int total = 0,
            bands = 0;
        double time = 0;
        for (var i = 0; i < events.Length; i++)
        {
            if (events[i] < 0 || !(personTime[i] >= 0) || (events[i] > 0 && personTime[i] == 0))
                throw new ArgumentException($"Band {i} has {events[i]} events in {personTime[i]} of person-time.", nameof(events));
            total += events[i];
            time += personTime[i];
            if (personTime[i] > 0)
                bands++;
        }

        if (total == 0 || bands < 2)
            return new(EqualHazardStatus.NoData, time > 0 ? total / time : 0, 0, Math.Max(0, bands - 1), 1, 0);
        var rate = total / time;
        double statistic = 0,
            smallest = double.PositiveInfinity;
        for (var i = 0; i < events.Length; i++)
        {
            if (personTime[i] == 0)
                continue;
            var expected = rate * personTime[i];
            smallest = Math.Min(smallest, expected);
            if (events[i] > 0)
                statistic += 2 * events[i] * Math.Log(events[i] / expected);
        }

        statistic = Math.Max(0, statistic);
        return new(EqualHazardStatus.Tested, rate, statistic, bands - 1, ChiSquared.Survival(bands - 1, statistic), smallest);
    }
}
