namespace Longwatch.Evaluation.Cohorts;

/// <summary>Infused patients as competing-risks data: day of the first event or of the end of follow-up, and which it was.</summary>
/// <remarks>An event on the day of death counts as the event. A patient without follow-up has day 0 and is at risk on day 0 only.</remarks>
internal sealed record CohortOutcomes(int[] Days, byte[] Outcomes)
{
    public const byte Censored = 0;
    public const byte Event = 1;
    public const byte Death = 2;

    /// <summary>Infused patients only, in their order.</summary>
    /// <param name="events">Day of the event by patient, <see cref="CohortTimes.None"/> where there was none.</param>
    public static CohortOutcomes Of(CohortTimes times, int[] events)
    {
        var days = new List<int>(events.Length);
        var outcomes = new List<byte>(events.Length);
        for (var p = 0; p < events.Length; p++)
        {
            if (!times.Infused[p])
                continue;
            var hasEvent = events[p] != CohortTimes.None;
            days.Add(hasEvent ? Math.Min(events[p], times.Exit[p]) : times.Exit[p]);
            outcomes.Add(
                hasEvent ? Event
                : times.Death[p] != CohortTimes.None ? Death
                : Censored
            );
        }

        return new([.. days], [.. outcomes]);
    }

    /// <summary>True where <paramref name="outcome"/> was the outcome; everything else censors.</summary>
    public bool[] Only(byte outcome)
    {
        var observed = new bool[Outcomes.Length];
        for (var i = 0; i < observed.Length; i++)
            observed[i] = Outcomes[i] == outcome;
        return observed;
    }
}
