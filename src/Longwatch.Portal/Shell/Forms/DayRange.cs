namespace Longwatch.Portal.Shell.Forms;

/// <summary>Between which days a date may lie, both included.</summary>
internal readonly record struct DayRange(DateOnly Earliest, DateOnly Latest)
{
    /// <summary>Facts of today and before: from 1900 to today. A day more for viewers whose clock is ahead of UTC.</summary>
    internal static DayRange UntilToday(TimeProvider clock) =>
        new(new(1900, 1, 1), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1));

    /// <summary>Plans: from today to 150 years on.</summary>
    internal static DayRange FromToday(TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return new(today.AddDays(-1), today.AddYears(150));
    }

    /// <summary>Why a date that may be anywhere from the first to the last day does not do; null when it does.</summary>
    internal string? Problem(DateOnly first, DateOnly last)
    {
        if (last < Earliest)
            return Text.T("form.day-early", $"{Earliest:yyyy-MM-dd}");
        return first > Latest ? Text.T("form.day-late", $"{Latest:yyyy-MM-dd}") : null;
    }
}
