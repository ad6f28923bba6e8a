using System.Globalization;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Signals.Sections;

/// <summary>The cases behind the signals.</summary>
internal static class CasesSection
{
    private const int Shown = 300;

    public static Section Of(SignalResult result, int number)
    {
        var cases = result.Cases;
        var died = cases.Count(c => c.Outcomes.HasFlag(ReportedOutcomes.Death));
        var onset = cases.Count(c => c.OnsetDays.HasValue);
        var within = cases.Count(c => c.OnsetDays <= 365);
        return new(
            number,
            "cases",
            "Cases",
            "Which reports are behind the signals?",
            cases.IsEmpty
                ? "No case of a product watched has an event of secondary malignancy."
                : $"{cases.Length:N0} cases by group of event; death is an outcome of {SignalSections.Share(died, cases.Length)}; onset is known to the day for {SignalSections.Share(onset, cases.Length)}, within 365 days for {within:N0} of {onset:N0}.",
            [],
            [Summary(result), Table(result, "cases", Shown)],
            [],
            [
                "Onset: days from the first day of treatment with a product watched to the event. The outcome is that of the report, of any of its events.",
            ],
            [
                $"The page shows the first {Shown}; tables/all-cases.csv has all. A case with events of two groups is listed under both.",
                "Onset in spontaneous reports is cut off at the day the data end and short ones are reported more: it is not the distribution of onset.",
            ]
        );
    }

    public static ReportTable Table(SignalResult result, string id, int most) =>
        new(
            id,
            "Cases by group of event.",
            [
                new("group", "Group"),
                new("product", "Product"),
                new("report", "Report"),
                new("case", "Case"),
                new("merged_reports", "Reports merged into it"),
                new("events", "Events"),
                new("received", "First received"),
                new("event_date", "Event"),
                new("onset_days", "Onset, days", 0),
                new("age", "Age", 0),
                new("sex", "Sex"),
                new("country", "Country"),
                new("outcomes", "Outcomes"),
            ],
            [
                .. result
                    .Cases.Take(most)
                    .Select(c => new TableRow([
                        c.Group,
                        c.Product,
                        c.Report.ToString(CultureInfo.InvariantCulture),
                        c.Case.ToString(CultureInfo.InvariantCulture),
                        c.MergedReports.IsEmpty ? null : string.Join("; ", c.MergedReports),
                        c.Events,
                        SignalSections.Date(c.Received),
                        SignalSections.Date(c.EventDate),
                        c.OnsetDays,
                        SignalSections.Finite(c.Age),
                        c.Sex == ReportedSex.Unknown ? null : c.Sex.ToString().ToLowerInvariant(),
                        c.Country.Length == 0 ? null : c.Country,
                        c.Outcomes == ReportedOutcomes.None ? null : c.Outcomes.ToString(),
                    ])),
            ]
        );

    private static ReportTable Summary(SignalResult result) =>
        new(
            "case-counts",
            "Cases by group and product.",
            [
                new("group", "Group"),
                new("product", "Product"),
                new("cases", "Cases", 0),
                new("died", "Death an outcome", 0),
                new("onset_known", "Onset known", 0),
                new("onset_median", "Median onset, days", 0),
            ],
            [
                .. result
                    .Cases.GroupBy(c => (c.Group, c.Product))
                    .Select(g => new TableRow([
                        g.Key.Group,
                        g.Key.Product,
                        g.Count(),
                        g.Count(c => c.Outcomes.HasFlag(ReportedOutcomes.Death)),
                        g.Count(c => c.OnsetDays.HasValue),
                        Median([.. g.Where(c => c.OnsetDays.HasValue).Select(c => (double)c.OnsetDays!.Value).Order()]),
                    ])),
            ]
        );

    private static double? Median(double[] ascending) =>
        ascending.Length == 0 ? null : (ascending[(ascending.Length - 1) / 2] + ascending[ascending.Length / 2]) / 2;
}
