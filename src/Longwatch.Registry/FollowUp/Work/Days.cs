namespace Longwatch.Registry.FollowUp.Work;

/// <summary>The day on which one asks.</summary>
internal static class Days
{
    /// <summary>Today in UTC: dates of facts have no zone, and one day for all centres keeps lists comparable.</summary>
    public static DateOnly Today(this TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
