using Longwatch.Portal.Shell.Frame;

namespace Longwatch.Portal.Shell.Charts;

/// <summary>One event of a <see cref="Timeline"/>.</summary>
/// <param name="When">Date, partial date or time as it is shown.</param>
/// <param name="Address">Page of the event; null when it has none.</param>
/// <param name="Icon">Drawing; null for the tone's.</param>
public sealed record TimelineEvent(
    string When,
    string Title,
    string? Detail = null,
    Tone Tone = Tone.Neutral,
    string? Icon = null,
    string? Address = null
);
