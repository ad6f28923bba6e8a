using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Signals.Sections;

/// <summary>How signals grew over calendar time.</summary>
internal static class TrendSection
{
    private const int MostLines = 6;

    public static Section Of(SignalResult result, int number)
    {
        var shown = result
            .Pairs.Where(p => !p.Trend.IsEmpty && p.IsGroup && p.Reports >= result.Knowledge.Rules.MinimumReports)
            .OrderBy(p => p.Subject == result.Subjects[0].Name ? 0 : 1)
            .ThenByDescending(p => p.Reports)
            .Take(MostLines)
            .ToImmutableArray();
        var table = Table(shown);
        return new(
            number,
            "trend",
            "Time",
            "When did a signal appear, and is it still growing?",
            Answer(shown),
            [],
            [table],
            table.Rows.IsEmpty
                ? []
                :
                [
                    new(
                        "trend",
                        "Information component up to the end of each quarter",
                        "Lines show the IC of all cases received by then, bands its 95 % interval; a band above 0 is a signal by that measure at that time.",
                        VegaLite.Lines(
                            table,
                            new("time", Format: ".1f"),
                            "ic",
                            new("ic_lower", "ic_upper"),
                            new(Series: "pair", Reference: 0)
                        ),
                        table.Id
                    ),
                ],
            [
                "Cases by calendar quarter of first receipt. Expected counts are made anew from all cases received by the end of each quarter.",
            ],
            ["Looking again each quarter is not corrected for: a limit that crosses 0 once and falls back is what chance does."]
        );
    }

    private static ReportTable Table(ImmutableArray<WatchedPair> shown) =>
        new(
            "trend",
            "Cases by quarter of receipt, and information component of all cases up to then.",
            [
                new("pair", "Product and event"),
                new("quarter", "Quarter"),
                new("time", "Year", 2),
                new("reports", "Cases in the quarter", 0),
                new("product_reports", "Of the product", 0),
                new("cumulative", "Cases up to then", 0),
                new("expected", "Expected", 2),
                new("ic", "IC", 2),
                new("ic_lower", "IC025", 2),
                new("ic_upper", "IC975", 2),
            ],
            [
                .. shown.SelectMany(p =>
                    p.Trend.Select(t => new TableRow([
                        $"{p.Subject}: {p.Event["Group: ".Length..]}",
                        t.Quarter,
                        Year(t.Quarter),
                        t.Reports,
                        t.Subject,
                        t.Cumulative,
                        t.Expected,
                        t.Ic,
                        t.Interval.Lower,
                        t.Interval.Upper,
                    ]))
                ),
            ]
        );

    private static double Year(string quarter) =>
        int.Parse(quarter.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture) + ((quarter[5] - '0') / 4.0);

    private static string Answer(ImmutableArray<WatchedPair> shown)
    {
        if (shown.IsEmpty)
            return "No group has enough cases with a day of receipt to be followed over time.";
        var first = shown
            .Select(p => (Pair: p, At: p.Trend.FirstOrDefault(t => t.Interval.Lower > 0)))
            .Where(p => p.At is not null)
            .Select(p => $"{p.Pair.Subject}, {p.Pair.Event["Group: ".Length..]}: {p.At!.Quarter} (with {p.At.Cumulative} cases)");
        var text = string.Join("; ", first);
        return text.Length == 0
            ? "The lower limit of the IC never lies above 0."
            : $"The lower limit of the IC first lies above 0 at: {text}.";
    }
}
