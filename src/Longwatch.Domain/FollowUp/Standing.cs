namespace Longwatch.Domain.FollowUp;

/// <summary>Where a patient stands in the watch on one day.</summary>
public enum StandingKind : byte
{
    NotYetTreated,
    UnderWatch,

    /// <summary>Not heard of for as long as the criterion says. Still under watch: the next contact stays expected.</summary>
    LostToFollowUp,
    Ended,
}

/// <summary>A standing with the day on which it began.</summary>
/// <param name="Since">First day of this standing.</param>
/// <param name="End">How the watch ended; only when it did.</param>
public readonly record struct Standing(StandingKind Kind, DateOnly? Since, WatchEnd? End)
{
    /// <summary>Events that do not show that anybody heard of the patient, by the beginning of their code.</summary>
    private const string FormPrefix = "form_";

    /// <summary>Derived from dates; the only way to <see cref="StandingKind.Ended"/> is one of the three ends.</summary>
    public static Standing On(DateOnly day, WatchFacts facts, LossCriterion? criterion)
    {
        if (facts.End is { } end && end.Date <= day)
            return new(StandingKind.Ended, end.Date, end);
        if (facts.FirstInfusion is not { } infused || infused > day)
            return new(StandingKind.NotYetTreated, null, null);
        return LostFrom(day, facts, criterion) is { } lost && lost <= day
            ? new(StandingKind.LostToFollowUp, lost, null)
            : new(StandingKind.UnderWatch, infused, null);
    }

    /// <summary>
    /// First day on which the patient counts as lost, by what is known on <paramref name="knownOn"/>; it may lie ahead. Null while too few attempts
    /// failed, after an end, or without a criterion.
    /// </summary>
    public static DateOnly? LostFrom(DateOnly knownOn, WatchFacts facts, LossCriterion? criterion)
    {
        if (criterion is null || facts.End?.Date <= knownOn || facts.FirstInfusion is not { } infused)
            return null;
        var heard = LastHeard(knownOn, facts) ?? infused;
        var silent = criterion.WithoutContact.After(heard).AddDays(1);
        if (criterion.FailedAttempts == 0)
            return silent;
        var failed = facts
            .Attempts.Where(a => a.Date > heard && a.Date <= knownOn && !a.Reached)
            .Select(a => a.Date)
            .Order()
            .Skip(criterion.FailedAttempts - 1)
            .Take(1)
            .ToArray();
        return failed.Length == 0 ? null
            : failed[0] > silent ? failed[0]
            : silent;
    }

    /// <summary>Last day up to <paramref name="day"/> on which the patient was seen or heard of; null when never since the infusion.</summary>
    public static DateOnly? LastHeard(DateOnly day, WatchFacts facts) =>
        facts
            .Events.Where(e => e.Date <= day && !e.Code.StartsWith(FormPrefix, StringComparison.Ordinal))
            .Select(e => (DateOnly?)e.Date)
            .Concat(facts.Attempts.Where(a => a.Reached && a.Date <= day).Select(a => (DateOnly?)a.Date))
            .Max();
}
