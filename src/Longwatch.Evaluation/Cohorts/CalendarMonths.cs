namespace Longwatch.Evaluation.Cohorts;

/// <summary>Calendar months one after another.</summary>
/// <param name="First">The first day of the first month.</param>
internal sealed record CalendarMonths(DateOnly First, int Count)
{
    /// <summary>From the first infusion to the data lock; null when nobody was infused.</summary>
    public static CalendarMonths? Of(CohortStudy study)
    {
        DateOnly? first = null;
        for (var p = 0; p < study.Times.Infused.Length; p++)
            if (study.Times.Infused[p] && (first is null || study.Times.InfusionDay[p] < first))
                first = study.Times.InfusionDay[p];
        if (first is not { } day)
            return null;
        var months = new CalendarMonths(new(day.Year, day.Month, 1), 1);
        return months with { Count = months.IndexOf(study.Cohort.DataLock) + 1 };
    }

    public int IndexOf(DateOnly day) => ((day.Year - First.Year) * 12) + day.Month - First.Month;

    /// <summary>The first day of a month.</summary>
    public DateOnly Start(int month) => First.AddMonths(month);

    /// <summary>The day after the last of a month.</summary>
    public DateOnly End(int month) => First.AddMonths(month + 1);

    /// <summary>As 2021-05.</summary>
    public string Name(int month) => Start(month).ToString("yyyy-MM");

    /// <summary>As May 2021.</summary>
    public string Words(int month) => Start(month).ToString("MMMM yyyy");
}
