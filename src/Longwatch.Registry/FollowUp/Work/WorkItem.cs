using Longwatch.Domain.FollowUp;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>The lists of follow-up work.</summary>
public enum WorkKind
{
    /// <summary>Everything that is behind: overdue, or out of its window without having been done.</summary>
    Overdue,

    /// <summary>Open and not overdue yet.</summary>
    Due,

    /// <summary>Missed: the window closed.</summary>
    OutOfWindow,
}

/// <summary>What to list.</summary>
/// <param name="Centre">One centre; null: all at which the caller may look.</param>
/// <param name="Keeper">Patients whose watch this account keeps; null: everybody's.</param>
/// <param name="Schedule">One schedule; null: all.</param>
/// <param name="Page">1 for the first.</param>
public sealed record WorkQuery(WorkKind Kind, string? Centre = null, Guid? Keeper = null, string? Schedule = null, int Page = 1)
{
    public const int PageSize = 50;
}

/// <summary>One thing to do about one patient.</summary>
/// <param name="DaysOverdue">Days since it is overdue; 0 when it is not.</param>
public sealed record WorkItem(
    Guid Patient,
    string Pseudonym,
    string Centre,
    string Schedule,
    string Activity,
    string Label,
    DateOnly Opens,
    DateOnly Due,
    DateOnly OverdueFrom,
    DateOnly? Closes,
    ExpectationStatus Status,
    int DaysOverdue,
    string? Keeper
)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(WorkItem);
}

/// <summary>One page of a list.</summary>
/// <param name="Total">Items on all pages.</param>
public sealed record WorkPage<T>(DateOnly Day, IReadOnlyList<T> Items, int Total, int Page)
{
    public int Pages => Math.Max(1, (Total + WorkQuery.PageSize - 1) / WorkQuery.PageSize);
}
