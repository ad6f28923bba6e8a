namespace Longwatch.Domain.Specimens;

/// <summary>One step in the life of a specimen.</summary>
public enum CustodyStep : byte
{
    Requested,

    /// <summary>The holder of the product's authorisation was asked how samples are to be taken and sent.</summary>
    ManufacturerContacted,

    /// <summary>Its instructions are here.</summary>
    InstructionsReceived,
    Collected,
    Stored,

    /// <summary>Handed over by the holder; the other side has not confirmed yet.</summary>
    Shipped,

    /// <summary>The receiver confirms the hand-over, with what differs from what was said to be sent.</summary>
    Received,

    /// <summary>The sender has seen what the receiver found to differ.</summary>
    DiscrepancyAcknowledged,
    Exhausted,
    Destroyed,
}

/// <summary>One entry of a custody log.</summary>
/// <param name="Party">Code of the centre or laboratory that acts. A step that only notes (manufacturer) names who asked.</param>
/// <param name="Date">Day on which it happened, in the place where it happened.</param>
/// <param name="To">Of a shipment: who is to receive it; null for every other step.</param>
/// <param name="Note">Of a receipt: what differs (null: nothing); of a destruction: why; otherwise free.</param>
public sealed record CustodyEvent(CustodyStep Step, string Party, DateOnly Date, string? To = null, string? Note = null)
{
    /// <summary>Names neither party nor note, so that a log line cannot either.</summary>
    public override string ToString() => Step.ToString();
}
