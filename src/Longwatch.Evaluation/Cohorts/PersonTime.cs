namespace Longwatch.Evaluation.Cohorts;

/// <summary>Time at risk of a first event: from the first infusion to the event, or else to the end of follow-up.</summary>
internal static class PersonTime
{
    /// <summary>Days at risk of one infused patient.</summary>
    public static int DaysAtRisk(CohortTimes times, int[] events, int patient) =>
        Math.Max(0, events[patient] != CohortTimes.None ? Math.Min(events[patient], times.Exit[patient]) : times.Exit[patient]);

    /// <summary>Patients with the event, and person-years at risk, over all infused patients.</summary>
    public static (int Events, double PersonYears) Total(CohortTimes times, int[] events)
    {
        var (cases, days) = (0, 0L);
        for (var p = 0; p < events.Length; p++)
        {
            if (!times.Infused[p])
                continue;
            days += DaysAtRisk(times, events, p);
            if (events[p] != CohortTimes.None)
                cases++;
        }

        return (cases, days / CalendarTime.DaysPerYear);
    }

    /// <summary>Person-years of follow-up (to death or the end of observation) over all infused patients.</summary>
    public static double FollowUp(CohortTimes times)
    {
        var days = 0L;
        for (var p = 0; p < times.Exit.Length; p++)
            if (times.Infused[p])
                days += Math.Max(0, times.Exit[p]);
        return days / CalendarTime.DaysPerYear;
    }

    /// <summary>An event that nobody has: time at risk is then all of follow-up.</summary>
    public static int[] NoEvents(CohortTimes times)
    {
        var none = new int[times.Exit.Length];
        Array.Fill(none, CohortTimes.None);
        return none;
    }

    public static int Infused(CohortTimes times) => times.Infused.Count(i => i);
}
