using System.Collections.Immutable;

namespace Longwatch.Domain.Specimens;

/// <summary>A hand-over that the receiver found to differ from what was sent, and that the sender has not seen yet.</summary>
public sealed record OpenDiscrepancy(string Sender, string Receiver, DateOnly Received);

/// <summary>The life of one specimen as its events tell it: a state machine. Immutable; there is no log that breaks a rule.</summary>
/// <remarks>
/// Status, holder and open hand-overs are derived from the events and never stored. A hand-over has two sides: the holder ships to a named receiver,
/// the receiver confirms; until then the sender answers for the specimen. What the receiver found to differ stays open until the sender has seen it.
/// </remarks>
public sealed record CustodyLog
{
    private CustodyLog() { }

    /// <summary>Before anything was asked for.</summary>
    public static CustodyLog Empty { get; } = new();

    public ImmutableArray<CustodyEvent> Events { get; private init; } = [];

    /// <summary>Null before the first step.</summary>
    public CustodyStatus? Status { get; private init; }

    /// <summary>Who has the specimen, or sent it and has no confirmation; null before collection and at the end.</summary>
    public string? Holder { get; private init; }

    /// <summary>Who is to confirm the receipt; null unless the specimen is under way.</summary>
    public string? UnderWayTo { get; private init; }

    public OpenDiscrepancy? Discrepancy { get; private init; }

    /// <summary>The manufacturer was contacted for instructions on samples.</summary>
    public bool ManufacturerContacted { get; private init; }

    public bool InstructionsReceived { get; private init; }

    /// <summary>True when nothing can be tested any more.</summary>
    public bool Ended => Status is CustodyStatus.Exhausted or CustodyStatus.Destroyed;

    /// <summary>True when there is material in somebody's hands.</summary>
    public bool InHand => Status is CustodyStatus.Collected or CustodyStatus.Stored or CustodyStatus.Received;

    /// <summary>Builds a log from events in the order in which they were entered; refused at the first that breaks a rule.</summary>
    public static Result<CustodyLog> Replay(IEnumerable<CustodyEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var log = Empty;
        foreach (var entry in events)
            switch (log.Append(entry))
            {
                case Result<CustodyLog>.Ok ok:
                    log = ok.Value;
                    break;
                case Result<CustodyLog>.Refused refused:
                    return refused.Why;
            }

        return log;
    }

    /// <summary>Adds one step, or says why it cannot follow.</summary>
    public Result<CustodyLog> Append(CustodyEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (Refusal(entry) is { } why)
            return why;
        var log = this with { Events = Events.Add(entry) };
        return entry.Step switch
        {
            CustodyStep.Requested => log with { Status = CustodyStatus.Requested },
            CustodyStep.ManufacturerContacted => log with { ManufacturerContacted = true },
            CustodyStep.InstructionsReceived => log with { InstructionsReceived = true },
            CustodyStep.Collected => log with { Status = CustodyStatus.Collected, Holder = entry.Party },
            CustodyStep.Stored => log with { Status = CustodyStatus.Stored },
            CustodyStep.Shipped => log with { Status = CustodyStatus.Shipped, UnderWayTo = entry.To },
            CustodyStep.Received => log with
            {
                Status = CustodyStatus.Received,
                Holder = entry.Party,
                UnderWayTo = null,
                Discrepancy = string.IsNullOrWhiteSpace(entry.Note) ? null : new(Holder!, entry.Party, entry.Date),
            },
            CustodyStep.DiscrepancyAcknowledged => log with { Discrepancy = null },
            CustodyStep.Exhausted => log with { Status = CustodyStatus.Exhausted, Holder = null },
            CustodyStep.Destroyed => log with { Status = CustodyStatus.Destroyed, Holder = null, UnderWayTo = null },
            _ => throw new ArgumentOutOfRangeException(nameof(entry)),
        };
    }

    /// <summary>The steps that may follow now, whoever takes them.</summary>
    public ImmutableArray<CustodyStep> Next => [.. Enum.GetValues<CustodyStep>().Where(MayFollow)];

    private Refusal? Refusal(CustodyEvent entry)
    {
        if (string.IsNullOrWhiteSpace(entry.Party))
            return new("custody.party-missing", "Say which centre or laboratory acts.");
        if (!Enum.IsDefined(entry.Step) || !MayFollow(entry.Step))
            return new("custody.step-out-of-order", $"The step {entry.Step} cannot follow {Status?.ToString() ?? "nothing"}.");
        if (!Events.IsEmpty && entry.Date < Events[^1].Date)
            return new("custody.date-before-last", $"{entry.Date:yyyy-MM-dd} is before the last step, {Events[^1].Date:yyyy-MM-dd}.");
        return Side(entry) ?? Words(entry);
    }

    private bool MayFollow(CustodyStep step) =>
        step switch
        {
            CustodyStep.Requested => Status is null,
            CustodyStep.ManufacturerContacted => !Ended,
            CustodyStep.InstructionsReceived => !Ended && ManufacturerContacted,
            CustodyStep.Collected => Status is null or CustodyStatus.Requested,
            CustodyStep.Stored or CustodyStep.Shipped or CustodyStep.Exhausted => InHand,
            CustodyStep.Received => Status == CustodyStatus.Shipped,
            CustodyStep.DiscrepancyAcknowledged => Discrepancy is not null,
            // A parcel that was lost under way ends here too.
            CustodyStep.Destroyed => InHand || Status == CustodyStatus.Shipped,
            _ => false,
        };

    private Refusal? Side(CustodyEvent entry) =>
        entry.Step switch
        {
            CustodyStep.Stored or CustodyStep.Shipped or CustodyStep.Exhausted or CustodyStep.Destroyed when !Same(entry.Party, Holder) =>
                new("custody.not-the-holder", "Only the one who holds the specimen can say this."),
            CustodyStep.Received when !Same(entry.Party, UnderWayTo) => new(
                "custody.not-the-receiver",
                "Only the one to whom the specimen was sent can confirm its receipt."
            ),
            CustodyStep.DiscrepancyAcknowledged when !Same(entry.Party, Discrepancy?.Sender) => new(
                "custody.not-the-sender",
                "Only the sender can acknowledge what the receiver found to differ."
            ),
            CustodyStep.Shipped when string.IsNullOrWhiteSpace(entry.To) => new("custody.receiver-missing", "Say to whom it is sent."),
            CustodyStep.Shipped when Same(entry.To, entry.Party) => new("custody.sent-to-self", "A hand-over has two sides."),
            not CustodyStep.Shipped when entry.To is not null => new("custody.receiver-unexpected", "Only a shipment names a receiver."),
            _ => null,
        };

    private static Refusal? Words(CustodyEvent entry) =>
        entry.Note is { Length: > 500 } ? new("custody.note-too-long", "A note has at most 500 characters.")
        : entry.Step == CustodyStep.Destroyed && string.IsNullOrWhiteSpace(entry.Note)
            ? new("custody.reason-missing", "Say why the specimen is no more.")
        : null;

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
}
