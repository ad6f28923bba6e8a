namespace Longwatch.Registry.FollowUp.Reminders;

/// <summary>What a reminder is about.</summary>
public enum ReminderStep
{
    /// <summary>The due day is near or has passed.</summary>
    Due,

    /// <summary>The grace period has passed.</summary>
    Overdue,
}
