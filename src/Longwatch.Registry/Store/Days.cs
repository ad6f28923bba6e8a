namespace Longwatch.Registry.Store;

/// <summary>Today, and the last day that a fact may carry.</summary>
internal static class Days
{
    public static DateOnly Today(this TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>True for a day that has come nowhere on earth: a day more than in UTC is today somewhere.</summary>
    public static bool IsFuture(this TimeProvider time, DateOnly day) => day > time.Today().AddDays(1);
}
