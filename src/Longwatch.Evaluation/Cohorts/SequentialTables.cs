using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Tables and charts of the sequential history.</summary>
internal static class SequentialTables
{
    /// <summary>Every background with every monitor: the assumption of the background as a grid.</summary>
    public static ReportTable Signals(ImmutableArray<MonitorHistory> histories, CalendarMonths? months) =>
        new(
            "sequential-signals",
            "When each monitor would first have signalled, by the background that the cases are compared with",
            [
                new("background", "Background"),
                new("monitor", "Monitor"),
                new("observed", "Cases by the data lock", 0),
                new("expected", "Expected by then", 2),
                new("first_signal", "First signal at the end of"),
                new("cases_at_signal", "Cases then", 0),
                new("expected_at_signal", "Expected then", 3),
                new("largest", "Largest statistic", 2),
                new("threshold", "Threshold", 2),
                new("promise", "Promise"),
            ],
            [
                .. histories.SelectMany(h =>
                    h.Monitors.Select(m => new TableRow(
                        [
                            h.Background.Background,
                            m.Name,
                            h.Series.Events[^1],
                            h.Series.Expected[^1],
                            m.Path?.Signal is { } signal ? months!.Name(signal.Period) : "none",
                            m.Path?.Signal?.Events,
                            m.Path?.Signal?.Expected,
                            Largest(m),
                            m.Path?.Threshold,
                            m.Promise,
                        ],
                        null,
                        h.Background.Sources
                    ))
                ),
            ]
        );

    /// <summary>Month by month, against one background.</summary>
    public static ReportTable Months(MonitorHistory? history, CalendarMonths? months, double[] personYears) =>
        new(
            "sequential-months",
            $"Cases, person-time and monitors by calendar month{(history is null ? string.Empty : $" (background: {history.Background.Background})")}",
            [
                new("month", "Month"),
                new("cases", "Cases diagnosed", 0),
                new("person_years", "Person-years at risk", 1),
                new("expected", "Expected", 4),
                new("cases_so_far", "Cases so far", 0),
                new("expected_so_far", "Expected so far", 3),
                new("maxsprt", "MaxSPRT: log-likelihood ratio", 2),
                new("e_process", "E-process: ln E", 2),
                new("cusum", "CUSUM: sum", 2),
            ],
            history is null
                ? []
                :
                [
                    .. history.Series.Periods.Select(
                        (p, m) =>
                            new TableRow([
                                months!.Name(m),
                                p.Events,
                                personYears[m],
                                p.Expected,
                                history.Series.Events[m],
                                history.Series.Expected[m],
                                .. history.Monitors.Select(x => Finite(x.Path?.Statistic[m])),
                            ])
                    ),
                ]
        );

    /// <summary>One row per month and monitor, in units of each monitor's threshold.</summary>
    public static ReportTable Paths(MonitorHistory? history, CalendarMonths? months) =>
        new(
            "sequential-paths",
            "Monitors as multiples of their thresholds; a signal is at 1 or above",
            [
                new("month", "Month"),
                new("monitor", "Monitor"),
                new("relative", "Statistic / threshold", 2),
                new("cases_so_far", "Cases so far", 0),
            ],
            history is null
                ? []
                :
                [
                    .. history.Monitors.SelectMany(x =>
                        history
                            .Series.Periods.Select((_, m) => (Month: m, Relative: x.Relative(m)))
                            .Where(r => r.Relative is not null)
                            .Select(r => new TableRow([months!.Name(r.Month), x.Name, r.Relative, history.Series.Events[r.Month]]))
                    ),
                ]
        );

    public static JsonObject PathChart(ReportTable paths) =>
        VegaLite.Chart(
            paths,
            new JsonObject
            {
                ["height"] = 260,
                ["layer"] = new JsonArray(
                    new JsonObject
                    {
                        ["mark"] = new JsonObject { ["type"] = "line", ["interpolate"] = "step-after" },
                        ["encoding"] = new JsonObject
                        {
                            ["x"] = MonthAxis("month", "Calendar month"),
                            ["y"] = new JsonObject
                            {
                                ["field"] = "relative",
                                ["type"] = "quantitative",
                                ["title"] = "Statistic / threshold",
                            },
                            ["color"] = Colour(),
                            ["tooltip"] = VegaLite.Tooltip(paths),
                        },
                    },
                    new JsonObject
                    {
                        ["data"] = new JsonObject { ["values"] = new JsonArray(new JsonObject()) },
                        ["mark"] = new JsonObject { ["type"] = "rule", ["strokeDash"] = new JsonArray(4, 4) },
                        ["encoding"] = new JsonObject { ["y"] = new JsonObject { ["datum"] = 1 } },
                    }
                ),
            }
        );

    public static JsonObject SignalChart(ReportTable signals) =>
        VegaLite.Chart(
            signals,
            new JsonObject
            {
                ["height"] = new JsonObject { ["step"] = 30 },
                ["transform"] = new JsonArray(new JsonObject { ["filter"] = "datum.first_signal !== 'none'" }),
                ["mark"] = new JsonObject
                {
                    ["type"] = "point",
                    ["filled"] = true,
                    ["size"] = 80,
                    ["opacity"] = 0.9,
                },
                ["encoding"] = new JsonObject
                {
                    ["x"] = MonthAxis("first_signal", "First signal"),
                    ["y"] = new JsonObject
                    {
                        ["field"] = "background",
                        ["type"] = "nominal",
                        ["sort"] = null,
                        ["title"] = null,
                        ["axis"] = new JsonObject { ["labelLimit"] = 260 },
                    },
                    ["yOffset"] = new JsonObject { ["field"] = "monitor", ["type"] = "nominal" },
                    ["color"] = Colour(),
                    ["tooltip"] = VegaLite.Tooltip(signals),
                },
            }
        );

    /// <summary>The largest statistic that is a number.</summary>
    public static double? Largest(Monitor monitor)
    {
        double? largest = null;
        foreach (var value in monitor.Path?.Statistic ?? [])
            if (double.IsFinite(value) && !(largest >= value))
                largest = value;
        return largest;
    }

    private static Cell Finite(double? value) => value is { } number && double.IsFinite(number) ? number : default(Cell);

    private static JsonObject MonthAxis(string field, string title) =>
        new()
        {
            ["field"] = field,
            ["type"] = "temporal",
            ["timeUnit"] = "utcyearmonth",
            ["title"] = title,
        };

    private static JsonObject Colour() =>
        new()
        {
            ["field"] = "monitor",
            ["type"] = "nominal",
            ["sort"] = null,
            ["title"] = null,
            ["legend"] = new JsonObject { ["orient"] = "top" },
        };
}
