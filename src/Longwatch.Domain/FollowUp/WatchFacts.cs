using System.Collections.Immutable;
using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.FollowUp;

/// <summary>What is known of one patient's treatment and follow-up: all that decides when he or she is next due.</summary>
/// <param name="Centre">Code of the centre that keeps the watch now.</param>
/// <param name="Infusions">In order of date; empty when nothing was given yet, and then nothing is due.</param>
/// <param name="Transplants">In order of date.</param>
/// <param name="Events">Completed contacts, visits, tests and forms, in order of date.</param>
/// <param name="Attempts">Attempts to reach the patient, in order of date.</param>
/// <param name="End">Why the watch ended; null while it goes on.</param>
public sealed record WatchFacts(
    string Centre,
    ImmutableArray<WatchedInfusion> Infusions,
    ImmutableArray<DateOnly> Transplants,
    ImmutableArray<WatchEvent> Events,
    ImmutableArray<ContactAttempt> Attempts,
    ImmutableHashSet<string> Groups,
    WatchEnd? End
)
{
    public static WatchFacts None { get; } = new("", [], [], [], [], [], null);

    /// <summary>What a model predicts of the patient (research use); null: nothing, or the patient takes no part in research.</summary>
    public PredictedRisk? Risk { get; init; }

    public DateOnly? FirstInfusion => Infusions.IsEmpty ? null : Infusions[0].Date;

    /// <summary>Names nobody and no date, so that a log line cannot either.</summary>
    public override string ToString() => nameof(WatchFacts);
}

/// <summary>Predicted risk of a secondary T-cell malignancy with its 95 % limits, each from 0 to 1. <c>default</c> is no risk.</summary>
public readonly record struct PredictedRisk(double Value, double Lower, double Upper);

public readonly record struct WatchedInfusion(DateOnly Date, string Product, VectorFamily Vector);

/// <summary>Something that was done: a visit, a contact, a test, a form.</summary>
/// <param name="Code">What it was, in the words of the schedules and forms: <c>visit</c>, <c>contact</c>, <c>persistence_test</c>.</param>
/// <param name="Recorded">Day on which it was reported; null when not known. Punctuality of a report is judged by it.</param>
public readonly record struct WatchEvent(string Code, DateOnly Date, DateOnly? Recorded = null);

/// <summary>One attempt to reach a patient.</summary>
/// <param name="Reached">True when the patient, or somebody who knows of the patient, was reached.</param>
public readonly record struct ContactAttempt(DateOnly Date, bool Reached);

/// <summary>The three ways out of the watch; there is no fourth.</summary>
public enum WatchEndKind : byte
{
    Death,
    ConsentWithdrawn,

    /// <summary>Handed over to a centre outside this registry. Between centres of the registry one patient stays one patient.</summary>
    TransferredOut,
}

public sealed record WatchEnd
{
    private WatchEnd(WatchEndKind kind, DateOnly date, string reason) => (Kind, Date, Reason) = (kind, date, reason);

    public WatchEndKind Kind { get; }

    /// <summary>First day on which nothing more is expected.</summary>
    public DateOnly Date { get; }

    public string Reason { get; }

    /// <summary>An end needs one of the three kinds, a date and a reason.</summary>
    public static Result<WatchEnd> Of(WatchEndKind kind, DateOnly date, string reason)
    {
        if (!Enum.IsDefined(kind))
            return new Refusal("watch.end-unknown", "A watch ends by death, withdrawal of consent or transfer, by nothing else.");
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("watch.end-without-reason", "The end of a watch needs its reason.");
        return new WatchEnd(kind, date, reason.Trim());
    }

    /// <summary>The reason may be free text and is left out.</summary>
    public override string ToString() => Kind.ToString();
}
