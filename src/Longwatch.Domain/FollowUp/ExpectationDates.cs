namespace Longwatch.Domain.FollowUp;

/// <summary>The dates of an activity, counted from its anchors, before anything is known of what was done.</summary>
internal static class ExpectationDates
{
    /// <summary>Lifelong ends here: longer after the anchor than anybody lives. Keeps a sequence without end within the calendar.</summary>
    private static readonly CalendarPeriod LongestLife = new(150, CalendarUnit.Years);

    /// <summary>All expectations in order. A later anchor drops those of an earlier one that are due on its day or after.</summary>
    public static IEnumerable<Expectation> Of(Activity activity, WatchFacts facts)
    {
        var anchors = Anchors(activity.Anchoring, facts);
        Expectation? waiting = null;
        for (var i = 0; i < anchors.Count; i++)
        {
            var replaced = i + 1 < anchors.Count ? anchors[i + 1] : (DateOnly?)null;
            foreach (var expected in FromAnchor(activity, facts, anchors[i]).TakeWhile(e => !(e.Due >= replaced)))
            {
                if (waiting is not null)
                    yield return ClosedBefore(waiting, expected.Opens);
                waiting = expected;
            }
        }

        if (waiting is not null)
            yield return waiting;
    }

    /// <summary>The dates from the first anchor as the schedule states them, before a window without an end is closed by the next.</summary>
    public static IEnumerable<Expectation> Raw(Activity activity, WatchFacts facts) =>
        Anchors(activity.Anchoring, facts).Take(1).SelectMany(a => FromAnchor(activity, facts, a));

    /// <summary>First the infusion (or transplant) that starts it, then every later event that starts it anew.</summary>
    private static List<DateOnly> Anchors(Anchoring anchoring, WatchFacts facts)
    {
        if (facts.FirstInfusion is not { } infused)
            return [];
        var transplants = facts.Transplants.Where(t => t > infused);
        var reinfusions = facts.Infusions.Select(i => i.Date).Where(d => d > infused);
        DateOnly? first =
            anchoring.Anchor == AnchorKind.Infusion ? infused
            : transplants.Any() ? transplants.Min()
            : null;
        if (first is not { } start)
            return [];
        var later = (anchoring.OnReinfusion == ReAnchoring.ReAnchor ? reinfusions : []).Concat(
            anchoring.OnTransplant == ReAnchoring.ReAnchor ? transplants : []
        );
        return [start, .. later.Where(d => d > start).Distinct().Order()];
    }

    private static IEnumerable<Expectation> FromAnchor(Activity activity, WatchFacts facts, DateOnly anchor)
    {
        var last = LongestLife.After(anchor);
        DateOnly? ended = activity.EndedBy.IsEmpty
            ? null
            : facts
                .Events.Where(e => e.Date >= anchor && activity.EndedBy.Contains(e.Code, StringComparer.Ordinal))
                .Select(e => (DateOnly?)e.Date)
                .FirstOrDefault();
        var ordinal = 0;
        foreach (var point in activity.Points)
        {
            var due = point.Due.After(anchor);
            if (Beyond(point.Opens.After(anchor)))
                yield break;
            yield return Make(ordinal++, point.Label, point.Opens.After(anchor), due, point.Closes?.After(anchor), point.Grace);
        }

        foreach (var recurrence in activity.Recurrences)
            for (var time = 0; ; time++)
            {
                var period = recurrence.From.Plus(time, recurrence.Every);
                if (recurrence.Until is { } until && period.Base > until.Base)
                    break;
                var due = period.After(anchor);
                var opens = recurrence.OpensBefore.Before(due);
                if (Beyond(opens))
                    yield break;
                yield return Make(ordinal++, Label(period), opens, due, recurrence.ClosesAfter?.After(due), recurrence.Grace);
            }

        bool Beyond(DateOnly opens) => opens > last || opens > ended;

        Expectation Make(int number, string label, DateOnly opens, DateOnly due, DateOnly? closes, CalendarPeriod grace) =>
            Closed(new(anchor, number, label, opens, due, grace.After(due).AddDays(1), null, null, null), closes);
    }

    private static Expectation ClosedBefore(Expectation expected, DateOnly next)
    {
        var lastDay = next.AddDays(-1);
        return expected.Closes <= lastDay ? expected : Closed(expected, lastDay < expected.Opens ? expected.Opens : lastDay);
    }

    /// <summary>Grace ends with the window: whoever missed it is behind from the next day on, and on the list.</summary>
    private static Expectation Closed(Expectation expected, DateOnly? closes) =>
        closes is { } last && last < expected.OverdueFrom
            ? expected with
            {
                Closes = last,
                OverdueFrom = last.AddDays(1),
            }
            : expected with
            {
                Closes = closes,
            };

    private static string Label(CalendarPeriod period) =>
        !period.IsOfMonths ? $"Day {period.Base}"
        : period.Base % 12 == 0 ? $"Year {period.Base / 12}"
        : $"Month {period.Base}";
}
