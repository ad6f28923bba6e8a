namespace Longwatch.Domain.FollowUp;

/// <summary>What an expectation is on one day. Always derived from dates, never kept.</summary>
public enum ExpectationStatus : byte
{
    /// <summary>Its window has not opened.</summary>
    NotYetOpen,

    /// <summary>The window is open and the due day has not passed.</summary>
    Open,

    /// <summary>The due day has passed, the grace period has not.</summary>
    WithinGrace,
    Overdue,

    /// <summary>The window closed without it: missed. The next one follows.</summary>
    OutOfWindow,
    Completed,

    /// <summary>The watch ended before it was done.</summary>
    Ended,
}

/// <summary>One thing that is expected of one patient at one time.</summary>
/// <param name="Anchor">Day from which its dates count.</param>
/// <param name="Ordinal">0 for the first after this anchor.</param>
/// <param name="Opens">First day on which it can be done.</param>
/// <param name="Due">Day by which it should be done.</param>
/// <param name="OverdueFrom">First day on which it is overdue: the day after due day and grace, or after its window if that closes earlier.</param>
/// <param name="Closes">Last day on which it can be done; null when it stays open.</param>
/// <param name="CompletedBy">The event that did it; null while it is not done.</param>
/// <param name="End">Day on which the watch ended before it was done; null otherwise.</param>
public sealed record Expectation(
    DateOnly Anchor,
    int Ordinal,
    string Label,
    DateOnly Opens,
    DateOnly Due,
    DateOnly OverdueFrom,
    DateOnly? Closes,
    WatchEvent? CompletedBy,
    DateOnly? End
)
{
    public ExpectationStatus StatusOn(DateOnly day) =>
        CompletedBy is { } done && done.Date <= day ? ExpectationStatus.Completed
        : End <= day ? ExpectationStatus.Ended
        : day < Opens ? ExpectationStatus.NotYetOpen
        : Closes < day ? ExpectationStatus.OutOfWindow
        : day <= Due ? ExpectationStatus.Open
        : day < OverdueFrom ? ExpectationStatus.WithinGrace
        : ExpectationStatus.Overdue;

    /// <summary>Whether it was reported by the due day; null when it was not done.</summary>
    public bool? OnTime => CompletedBy is { } done ? (done.Recorded ?? done.Date) <= Due : null;

    /// <summary>Days since it is overdue, 1 on the first; 0 before.</summary>
    public int DaysOverdue(DateOnly day) => Math.Max(0, day.DayNumber - OverdueFrom.DayNumber + 1);
}
