namespace Longwatch.Domain.FollowUp;

/// <summary>Derives what is expected of a patient from schedules and facts. Pure: the same facts give the same dates.</summary>
/// <remarks>
/// An event completes the expectation in whose window it falls; a second event in the same window completes nothing. Expectations before
/// the one that was completed last are missed for good when they were not done: a visit in year 3 does not make up for the one of year 2.
/// </remarks>
public static class WatchPlan
{
    /// <summary>Everything that an activity expects, in order of time; without end for a lifelong activity of a patient under watch.</summary>
    public static IEnumerable<Expectation> Of(Activity activity, WatchFacts facts)
    {
        var events = facts.Events.Where(e => activity.SatisfiedBy.Contains(e.Code, StringComparer.Ordinal)).ToArray();
        var next = 0;
        foreach (var expected in ExpectationDates.Of(activity, facts))
        {
            while (next < events.Length && events[next].Date < expected.Opens)
                next++;
            WatchEvent? done = next < events.Length && !(events[next].Date > expected.Closes) ? events[next] : null;
            if (done is null && facts.End is { } end && expected.Due >= end.Date)
                yield break;
            yield return expected with
            {
                CompletedBy = done,
                End = done is null ? facts.End?.Date : null,
            };
        }
    }

    /// <summary>
    /// The first expectation that is open after the last one that was done: since its <see cref="Expectation.OverdueFrom"/> the patient is behind.
    /// It depends on facts alone, not on the day on which one asks, and is what a store may keep.
    /// </summary>
    /// <returns>Null when the watch has ended, nothing was infused, or the activity has no more to expect.</returns>
    public static Expectation? FirstUnmet(Activity activity, WatchFacts facts)
    {
        if (facts.End is not null)
            return null;
        var lastEvent = facts.Events.LastOrDefault(e => activity.SatisfiedBy.Contains(e.Code, StringComparer.Ordinal)).Date;
        Expectation? first = null;
        foreach (var expected in Of(activity, facts))
        {
            if (expected.CompletedBy is not null)
                first = null;
            else
                first ??= expected;
            if (expected.Opens > lastEvent && first is not null)
                break;
        }

        return first;
    }

    /// <summary>The first expectation that is neither done nor missed on <paramref name="day"/>; null as for <see cref="FirstUnmet"/>.</summary>
    public static Expectation? NextOn(Activity activity, WatchFacts facts, DateOnly day) =>
        facts.End?.Date <= day
            ? null
            : Of(activity, facts)
                .FirstOrDefault(e =>
                    e.StatusOn(day) is not (ExpectationStatus.Completed or ExpectationStatus.OutOfWindow or ExpectationStatus.Ended)
                );
}
