using System.Globalization;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.FollowUp;

namespace Longwatch.Domain.Tests.FollowUp;

/// <summary>Small schedules and facts for the tests.</summary>
internal static class Schedules
{
    public static readonly RuleSource Source = new("A source", "https://example.org", EvidenceTag.Seen, default);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static CalendarPeriod Period(string text) =>
        CalendarPeriod.TryParse(text, out var period) ? period : throw new FormatException(text);

    public static Recurrence Every(
        string every,
        string from,
        string? until = null,
        string opensBefore = "1 month",
        string grace = "30 days"
    ) => new(Period(from), until is null ? null : Period(until), Period(every), Period(opensBefore), null, Period(grace));

    public static Activity Activity(ReAnchoring reinfusion, params Recurrence[] recurrences) =>
        new(
            "contact",
            "Contact",
            ActivityKind.Contact,
            new(AnchorKind.Infusion, reinfusion, ReAnchoring.Keep),
            ["visit", "contact"],
            [],
            Source,
            [],
            [.. recurrences]
        );

    public static Schedule Lifelong(params Activity[] activities) =>
        new("lifelong", 1, "Lifelong", ScheduleAssignment.Rule, Source, AppliesTo.Everyone, null, [.. activities]);

    public static WatchFacts Infused(params string[] days) =>
        WatchFacts.None with
        {
            Centre = "a",
            Infusions = [.. days.Select(d => new WatchedInfusion(Day(d), "product", default))],
        };

    public static WatchEvent Event(string code, string day, string? recorded = null) =>
        new(code, Day(day), recorded is null ? null : Day(recorded));

    public static WatchEnd End(WatchEndKind kind, string day) => ((Result<WatchEnd>.Ok)WatchEnd.Of(kind, Day(day), "reported")).Value;
}
