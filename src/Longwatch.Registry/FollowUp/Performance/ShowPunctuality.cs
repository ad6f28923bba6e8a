using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.FollowUp.Performance;

/// <summary>How many of the things that were due were done in time.</summary>
/// <param name="Title">The schedule, or the target of a registry.</param>
/// <param name="Done">Done within the time.</param>
/// <param name="Due">Due in the period; those that were done and those that were not.</param>
/// <param name="TargetPercent">Share asked for; null: none is.</param>
public sealed record Punctuality(string Title, string Within, int Done, int Due, int? TargetPercent, RuleSource Source)
{
    /// <summary>Null when nothing was due or no share is asked for.</summary>
    public bool? Met => Due == 0 || TargetPercent is not { } percent ? null : 100L * Done >= (long)percent * Due;
}

/// <summary>Punctuality of one centre over the last year, derived from the facts of its patients.</summary>
public sealed class ShowPunctuality(RegistryStore store, TimeProvider time) : IUseCase
{
    private static readonly CalendarPeriod Period = new(1, CalendarUnit.Years);

    public async Task<Result<IReadOnlyList<Punctuality>>> Do(Caller caller, string centre, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.May(Permission.FollowUpRead, centre))
            return new Refusal("centre.not-found", "There is no such centre, or it is not yours to see.");
        var day = time.Today();
        await using var connection = await store.Connections.Batch.OpenConnectionAsync(cancellation);
        var book = await ScheduleLibrary.Book(connection, cancellation);
        var patients = await FactsReader.OfCentre(connection, centre, cancellation);
        var rows = new List<Punctuality>();
        foreach (var schedule in book.Schedules)
            if (Count([schedule.Id], default) is { Due: > 0 } share)
                rows.Add(new(schedule.Title, "by the due day", share.Done, share.Due, null, schedule.Source));
        foreach (var targets in PerformanceLibrary.Shipped)
        foreach (var target in targets.Targets)
        {
            var share = Count(targets.Schedules, target.Within);
            rows.Add(
                new(
                    $"{targets.Title}: {target.Title}",
                    $"{target.Within} after the due day",
                    share.Done,
                    share.Due,
                    target.Percent,
                    targets.Source
                )
            );
        }

        return rows;

        (int Done, int Due) Count(IReadOnlyCollection<string> schedules, CalendarPeriod within)
        {
            var (done, due) = (0, 0);
            foreach (var patient in patients)
            foreach (var schedule in book.For(patient.Facts, patient.ByHand).Where(s => schedules.Contains(s.Id, StringComparer.Ordinal)))
            foreach (var activity in schedule.Activities)
            foreach (var expected in WatchPlan.Of(activity, patient.Facts))
            {
                var last = within.After(expected.Due);
                if (last >= day)
                    break;
                if (last < Period.Before(day))
                    continue;
                due++;
                if (expected.CompletedBy is { } by && (by.Recorded ?? by.Date) <= last)
                    done++;
            }

            return (done, due);
        }
    }
}
