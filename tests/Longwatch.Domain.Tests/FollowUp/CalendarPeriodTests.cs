using Longwatch.Domain.FollowUp;

namespace Longwatch.Domain.Tests.FollowUp;

public sealed class CalendarPeriodTests
{
    // Expected days are read from a calendar.
    [Theory]
    [InlineData("2023-01-31", "1 month", "2023-02-28")]
    [InlineData("2024-01-31", "1 month", "2024-02-29")]
    [InlineData("2023-01-31", "2 months", "2023-03-31")]
    [InlineData("2024-02-29", "1 year", "2025-02-28")]
    [InlineData("2024-02-29", "4 years", "2028-02-29")]
    [InlineData("2024-08-31", "6 months", "2025-02-28")]
    [InlineData("2023-12-31", "100 days", "2024-04-09")]
    [InlineData("2024-12-31", "1 week", "2025-01-07")]
    [InlineData("2096-02-29", "4 years", "2100-02-28")]
    public void A_period_after_a_day_is_what_the_calendar_says(string day, string period, string expected) =>
        Assert.Equal(Schedules.Day(expected), Schedules.Period(period).After(Schedules.Day(day)));

    [Fact]
    public void A_short_month_does_not_shift_the_months_after_it()
    {
        var start = new CalendarPeriod(1, CalendarUnit.Months);
        var anchor = new DateOnly(2023, 12, 31);

        Assert.Equal(
            [new(2024, 1, 31), new(2024, 2, 29), new(2024, 3, 31), new(2024, 4, 30)],
            Enumerable.Range(0, 4).Select(i => start.Plus(i, start).After(anchor))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("6")]
    [InlineData("6months")]
    [InlineData("-6 months")]
    [InlineData("6 month ")]
    [InlineData("6.5 months")]
    [InlineData("six months")]
    [InlineData("100001 days")]
    [InlineData("6 s")]
    public void Other_texts_are_no_periods(string text) => Assert.False(CalendarPeriod.TryParse(text, out _));

    [Fact]
    public void The_end_of_the_calendar_is_no_error() =>
        Assert.Equal(DateOnly.MaxValue, new CalendarPeriod(CalendarPeriod.Longest, CalendarUnit.Years).After(new DateOnly(2024, 1, 1)));
}
