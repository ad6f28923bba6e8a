using Longwatch.Domain.FollowUp;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Frame;
using Microsoft.AspNetCore.Components;

namespace Longwatch.Portal.FollowUp;

/// <summary>Words and urgency of what an expectation is on a day.</summary>
internal static class StatusText
{
    internal static string Of(ExpectationStatus status) => Text.Of("follow-up.expectation", status);

    internal static Tone ToneOf(ExpectationStatus status) =>
        status switch
        {
            ExpectationStatus.Completed => Tone.Good,
            ExpectationStatus.Overdue or ExpectationStatus.OutOfWindow => Tone.Danger,
            ExpectationStatus.Open or ExpectationStatus.WithinGrace => Tone.Attention,
            _ => Tone.Neutral,
        };

    internal static string Of(Standing standing) =>
        standing.Kind switch
        {
            StandingKind.Ended => Text.T("follow-up.standing.ended", Day(standing.Since), Text.Of("follow-up.end", standing.End!.Kind)),
            StandingKind.LostToFollowUp => Text.T("follow-up.standing.lost_to_follow_up", Day(standing.Since)),
            _ => Text.Of("follow-up.standing", standing.Kind),
        };

    internal static Tone ToneOf(StandingKind kind) =>
        kind switch
        {
            StandingKind.UnderWatch => Tone.Good,
            StandingKind.LostToFollowUp => Tone.Danger,
            _ => Tone.Neutral,
        };

    internal static string Day(DateOnly? day) => day is { } d ? $"{d:yyyy-MM-dd}" : "";

    /// <summary>First to last day of a window; it may break between the two, not within a day.</summary>
    internal static MarkupString Window(DateOnly opens, DateOnly? closes) =>
        new(
            $"<span class=\"no-break\">{opens:yyyy-MM-dd} –</span> <span class=\"no-break\">{(closes is { } last ? $"{last:yyyy-MM-dd}" : Text.T("follow-up.open-end"))}</span>"
        );
}
