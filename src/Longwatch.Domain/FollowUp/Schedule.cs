using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.FollowUp;

/// <summary>Whether a schedule holds for everyone to whom it applies, or for those for whom somebody chose it.</summary>
public enum ScheduleAssignment : byte
{
    Rule,
    Hand,
}

public enum ActivityKind : byte
{
    ClinicalVisit,
    Contact,
    PersistenceTest,
    ReplicationCompetentVirusTest,
    LaboratoryTest,
    ReportingForm,
}

/// <summary>The day from which an activity counts.</summary>
public enum AnchorKind : byte
{
    Infusion,

    /// <summary>A transplant after the first infusion.</summary>
    Transplant,
}

/// <summary>What a later infusion or transplant does to dates that lie after it.</summary>
public enum ReAnchoring : byte
{
    /// <summary>The dates stay.</summary>
    Keep,

    /// <summary>Dates after the event are dropped and counted anew from it.</summary>
    ReAnchor,
}

/// <summary>Where a rule of a schedule comes from, and how well that is known.</summary>
/// <param name="Text">Citation in words, with its version.</param>
public sealed record RuleSource(string Text, string Address, EvidenceTag Evidence, PartialDate Date)
{
    /// <summary>True when nobody has seen the text of the rule: it is carried, and shown as such.</summary>
    public bool IsUnverified => Evidence is EvidenceTag.Unverified or EvidenceTag.Rejected;
}

/// <summary>A plan of follow-up as its source states it: data, never code.</summary>
/// <param name="Id">The same for all versions, for example <c>ltfu-15-years</c>.</param>
/// <param name="Version">1 for the first; one more for each change.</param>
/// <param name="Lost">When a patient counts as lost to follow-up; null when this schedule says nothing of it.</param>
public sealed record Schedule(
    string Id,
    int Version,
    string Title,
    ScheduleAssignment Assignment,
    RuleSource Source,
    AppliesTo AppliesTo,
    LossCriterion? Lost,
    ImmutableArray<Activity> Activities
)
{
    public bool HasUnverifiedRules =>
        Source.IsUnverified || Activities.Any(a => a.Source.IsUnverified) || Lost?.Source.IsUnverified == true;
}

/// <summary>Whom a schedule concerns. An empty list asks nothing; of several lists all must hold, of one list one entry.</summary>
/// <param name="Groups">Codes of patient groups, for example <c>prior_alkylator</c>, or any that a registry gives its patients.</param>
public sealed record AppliesTo(
    ImmutableArray<string> Products,
    ImmutableArray<VectorFamily> Vectors,
    ImmutableArray<string> Centres,
    ImmutableArray<string> Groups
)
{
    public static AppliesTo Everyone { get; } = new([], [], [], []);

    /// <summary>Smallest lower limit of the predicted risk, 0 to 1; null: asks nothing of the risk.</summary>
    public double? RiskFrom { get; init; }

    public bool IsEveryone => Products.IsEmpty && Vectors.IsEmpty && Centres.IsEmpty && Groups.IsEmpty && RiskFrom is null;

    /// <summary>
    /// A vector family that is not known meets every demand: unknown is never read as no. A risk that nobody predicted meets none: such a schedule comes
    /// on top of those that hold for everyone.
    /// </summary>
    public bool Concerns(WatchFacts facts) =>
        (Products.IsEmpty || facts.Infusions.Any(i => Products.Contains(i.Product, StringComparer.Ordinal)))
        && (Vectors.IsEmpty || facts.Infusions.Any(i => i.Vector == VectorFamily.Unknown || Vectors.Contains(i.Vector)))
        && (Centres.IsEmpty || Centres.Contains(facts.Centre, StringComparer.Ordinal))
        && (Groups.IsEmpty || Groups.Any(facts.Groups.Contains))
        && (RiskFrom is not { } least || facts.Risk?.Lower >= least);
}

/// <summary>When nobody has heard of a patient for so long, and so many attempts failed, that he or she counts as lost. The watch goes on.</summary>
/// <param name="WithoutContact">Time since the last event that shows the patient alive, or since the infusion.</param>
/// <param name="FailedAttempts">Attempts since then that did not reach anybody who knows.</param>
public sealed record LossCriterion(CalendarPeriod WithoutContact, int FailedAttempts, RuleSource Source);

/// <summary>One thing that is to be done again and again.</summary>
/// <param name="Code">Unique in its schedule.</param>
/// <param name="SatisfiedBy">Codes of events that do it, for example <c>visit</c>, <c>contact</c>.</param>
/// <param name="EndedBy">Codes of events after which it is no more planned until the next anchor, for example <c>vector_not_detected</c>.</param>
/// <param name="Points">Single time points, earliest first; they come before the recurrences.</param>
/// <param name="Recurrences">Earliest first; only the last may go on for life.</param>
public sealed record Activity(
    string Code,
    string Title,
    ActivityKind Kind,
    Anchoring Anchoring,
    ImmutableArray<string> SatisfiedBy,
    ImmutableArray<string> EndedBy,
    RuleSource Source,
    ImmutableArray<TimePoint> Points,
    ImmutableArray<Recurrence> Recurrences
)
{
    /// <summary>True when it goes on as long as the patient lives.</summary>
    public bool IsLifelong => EndedBy.IsEmpty && Recurrences.Any(r => r.Until is null);
}

/// <summary>From which day an activity counts, and what later treatment does to it.</summary>
public sealed record Anchoring(AnchorKind Anchor, ReAnchoring OnReinfusion, ReAnchoring OnTransplant);

/// <summary>One time after the anchor. All periods but <paramref name="Grace"/> count from the anchor; grace counts from the due day.</summary>
/// <param name="Closes">Null: open until the day before the next one opens.</param>
public sealed record TimePoint(string Label, CalendarPeriod Due, CalendarPeriod Opens, CalendarPeriod? Closes, CalendarPeriod Grace);

/// <summary>The same again at equal distances, from the anchor.</summary>
/// <param name="Until">Last time at which it can be due, included; null for life.</param>
/// <param name="OpensBefore">How long before the due day the window opens.</param>
/// <param name="ClosesAfter">How long after the due day it closes; null: open until the day before the next one opens.</param>
public sealed record Recurrence(
    CalendarPeriod From,
    CalendarPeriod? Until,
    CalendarPeriod Every,
    CalendarPeriod OpensBefore,
    CalendarPeriod? ClosesAfter,
    CalendarPeriod Grace
);
