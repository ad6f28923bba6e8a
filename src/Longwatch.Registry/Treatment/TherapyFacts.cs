using Longwatch.Domain;
using Longwatch.Domain.Treatment;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Treatment;

/// <summary>One course of other therapy, as it is entered and corrected.</summary>
/// <param name="Agent">Substance or regimen; null when not recorded.</param>
public sealed record TherapyFacts(DateOnly Start, TherapyKind Kind, string? Agent)
{
    private const int LongestAgent = 100;

    internal Refusal? Wrong(TimeProvider time) =>
        time.IsFuture(Start) ? new("therapy.start", "The first day of the therapy has not come yet.")
        : Start.Year < 1900 ? new("therapy.start", "The first day of the therapy lies too far back.")
        : Agent is not null && !PlainText.IsLine(Agent)
            ? new("therapy.agent", "A substance holds no control characters and no angle brackets.")
        : Agent?.Length > LongestAgent ? new("therapy.agent", $"A substance has at most {LongestAgent} characters.")
        : null;
}
