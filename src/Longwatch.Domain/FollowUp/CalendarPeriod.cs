using System.Globalization;

namespace Longwatch.Domain.FollowUp;

public enum CalendarUnit : byte
{
    Days,
    Weeks,
    Months,
    Years,
}

/// <summary>A length of calendar time as schedules state it: <c>100 days</c>, <c>6 months</c>. <c>default</c> is 0 days.</summary>
/// <remarks>
/// Months and years keep the day of the month and fall back to the month's last day where it has no such day (31 January + 1 month is
/// 28 or 29 February; 29 February + 1 year is 28 February). Every date is counted from its anchor, never from the date before, so that
/// no short month shifts the dates after it.
/// </remarks>
public readonly record struct CalendarPeriod(int Count, CalendarUnit Unit)
{
    /// <summary>Longest period that a schedule may state, in its own unit.</summary>
    public const int Longest = 100_000;

    private static readonly string[] Names = ["day", "week", "month", "year"];

    public static CalendarPeriod Days(int count) => new(count, CalendarUnit.Days);

    /// <summary>True for months and years, whose length in days depends on the calendar.</summary>
    public bool IsOfMonths => Unit >= CalendarUnit.Months;

    /// <summary>Length in months when <see cref="IsOfMonths"/>, else in days.</summary>
    public int Base =>
        Count
        * (
            Unit is CalendarUnit.Weeks ? 7
            : Unit is CalendarUnit.Years ? 12
            : 1
        );

    /// <summary>The day this long after <paramref name="day"/>; the last day of the calendar when there is none.</summary>
    public DateOnly After(DateOnly day) => Shift(day, Base);

    /// <summary>The day this long before <paramref name="day"/>; the first day of the calendar when there is none.</summary>
    public DateOnly Before(DateOnly day) => Shift(day, -Base);

    /// <summary>This period and <paramref name="times"/> more of <paramref name="every"/>, both of months or both of days.</summary>
    public CalendarPeriod Plus(int times, CalendarPeriod every) =>
        IsOfMonths == every.IsOfMonths
            ? new(checked(Base + times * every.Base), IsOfMonths ? CalendarUnit.Months : CalendarUnit.Days)
            : throw new ArgumentException($"{this} and {every} are of different kinds.", nameof(every));

    /// <summary>Reads <c>6 months</c>: a whole number from 0, a blank, and day(s), week(s), month(s) or year(s).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CalendarPeriod period)
    {
        period = default;
        var blank = text.IndexOf(' ');
        if (blank < 1 || !int.TryParse(text[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > Longest)
            return false;
        var word = text[(blank + 1)..];
        for (var unit = 0; unit < Names.Length; unit++)
            if (word.SequenceEqual(Names[unit]) || (word.Length > 1 && word[^1] == 's' && word[..^1].SequenceEqual(Names[unit])))
            {
                period = new(count, (CalendarUnit)unit);
                return true;
            }

        return false;
    }

    public override string ToString() => $"{Count} {Names[(int)Unit]}{(Count == 1 ? "" : "s")}";

    private DateOnly Shift(DateOnly day, int amount)
    {
        try
        {
            return IsOfMonths ? day.AddMonths(amount) : day.AddDays(amount);
        }
        catch (ArgumentOutOfRangeException)
        {
            return amount < 0 ? DateOnly.MinValue : DateOnly.MaxValue;
        }
    }
}
