namespace Longwatch.Evaluation;

/// <summary>How days, in which everything is counted, become the years and months that people read.</summary>
internal static class CalendarTime
{
    public const double DaysPerYear = 365.25;
    public const double DaysPerMonth = DaysPerYear / 12;
}
