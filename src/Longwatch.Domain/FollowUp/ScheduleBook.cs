using System.Collections.Immutable;

namespace Longwatch.Domain.FollowUp;

/// <summary>All schedules that are in force, one version of each. It always holds a lifelong one for everybody.</summary>
public sealed class ScheduleBook
{
    private ScheduleBook(ImmutableArray<Schedule> schedules) => Schedules = schedules;

    /// <summary>The latest version of each, in order of id.</summary>
    public ImmutableArray<Schedule> Schedules { get; }

    /// <summary>Refuses a set under which somebody could leave the watch by the passing of time.</summary>
    public static Result<ScheduleBook> Of(IEnumerable<Schedule> schedules)
    {
        var latest = schedules
            .GroupBy(s => s.Id, StringComparer.Ordinal)
            .Select(g => g.MaxBy(s => s.Version)!)
            .OrderBy(s => s.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        return latest.Any(IsLifelongForEveryone)
            ? new ScheduleBook(latest)
            : new Refusal(
                "schedule.watch-would-end",
                "No schedule goes on for life for everyone: one must be assigned by rule, to everyone, with a recurrence from the infusion without an end."
            );
    }

    /// <summary>The schedules of one patient: those by rule that concern the patient, and those chosen by hand.</summary>
    /// <param name="byHand">Ids of schedules chosen for the patient; an id that is not known is ignored.</param>
    public IEnumerable<Schedule> For(WatchFacts facts, IReadOnlyCollection<string> byHand) =>
        Schedules.Where(s =>
            byHand.Contains(s.Id, StringComparer.Ordinal) || (s.Assignment == ScheduleAssignment.Rule && s.AppliesTo.Concerns(facts))
        );

    /// <summary>The strictest criterion of loss among the patient's schedules: the shortest silence; null when none states one.</summary>
    public LossCriterion? LossFor(WatchFacts facts, IReadOnlyCollection<string> byHand) =>
        For(facts, byHand).Select(s => s.Lost).OfType<LossCriterion>().MinBy(l => l.WithoutContact.After(DateOnly.MinValue).DayNumber);

    private static bool IsLifelongForEveryone(Schedule schedule) =>
        schedule.Assignment == ScheduleAssignment.Rule
        && schedule.AppliesTo.IsEveryone
        && schedule.Activities.Any(a => a.IsLifelong && a.Anchoring.Anchor == AnchorKind.Infusion);
}
