using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Longwatch.Evaluation.Report;

/// <summary>One line of a forest: a study, or a summary over studies.</summary>
/// <param name="Kind">What the line is; sets its symbol. One of the constants of <see cref="ForestChart"/>.</param>
internal sealed record ForestLine(string Label, string Kind, double? Share, double? Lower, double? Upper);

/// <summary>Forest plots: a square per study, a diamond for what was pooled, a bare line for where a further study is expected.</summary>
internal static class ForestChart
{
    public const string Study = "study";
    public const string Rest = "smaller studies together";
    public const string Pooled = "pooled (random effects)";
    public const string Prediction = "a further study";
    public const string Crude = "crude pooling";
    public const string Published = "published pooled figure";

    private static readonly ImmutableArray<(string Kind, string Symbol)> Symbols =
    [
        (Study, "square"),
        (Rest, "square"),
        (Pooled, "diamond"),
        (Prediction, "stroke"),
        (Crude, "triangle-up"),
        (Published, "circle"),
    ];

    /// <summary>The columns that <see cref="Of"/> draws, and the counts behind them.</summary>
    public static ImmutableArray<TableColumn> Columns(string label) =>
        [
            new("label", label),
            new("kind", "Line"),
            new("events", "n", 0),
            new("patients", "N", 0),
            new("share", "Share", 2, Percent: true),
            new("lower", "Lower limit", 2, Percent: true),
            new("upper", "Upper limit", 2, Percent: true),
        ];

    /// <summary>A chart of a table with the <see cref="Columns"/>.</summary>
    public static JsonObject Of(ReportTable table, string axisTitle)
    {
        var y = new JsonObject
        {
            ["field"] = "label",
            ["type"] = "nominal",
            ["sort"] = null,
            ["title"] = null,
            ["axis"] = new JsonObject { ["labelLimit"] = 220 },
        };
        var colour = new JsonObject
        {
            ["field"] = "kind",
            ["type"] = "nominal",
            ["sort"] = null,
            ["title"] = null,
            ["legend"] = new JsonObject
            {
                ["orient"] = "top",
                ["columns"] = 3,
                ["labelLimit"] = 260,
            },
        };
        JsonObject X(string field) =>
            new()
            {
                ["field"] = field,
                ["type"] = "quantitative",
                ["title"] = axisTitle,
                ["axis"] = new JsonObject { ["format"] = "~%" },
            };
        // Only the kinds of line that are there get a place in the legend.
        var kind = table.Columns.Select(c => c.Id).ToList().IndexOf("kind");
        var shown = Symbols.Where(s => table.Rows.Any(r => r.Cells[kind].Text == s.Kind)).ToArray();
        var shape = new JsonObject
        {
            ["field"] = "kind",
            ["type"] = "nominal",
            ["legend"] = null,
            ["scale"] = new JsonObject
            {
                ["domain"] = new JsonArray([.. shown.Select(s => (JsonNode)s.Kind)]),
                ["range"] = new JsonArray([.. shown.Select(s => (JsonNode)s.Symbol)]),
            },
        };
        return VegaLite.Chart(
            table,
            new JsonObject
            {
                ["height"] = new JsonObject { ["step"] = 24 },
                ["layer"] = new JsonArray(
                    new JsonObject
                    {
                        ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2 },
                        ["encoding"] = new JsonObject
                        {
                            ["y"] = y.DeepClone(),
                            ["x"] = X("lower"),
                            ["x2"] = new JsonObject { ["field"] = "upper" },
                            ["color"] = colour.DeepClone(),
                            ["tooltip"] = VegaLite.Tooltip(table),
                        },
                    },
                    new JsonObject
                    {
                        ["transform"] = new JsonArray(new JsonObject { ["filter"] = "isValid(datum.share)" }),
                        ["mark"] = new JsonObject
                        {
                            ["type"] = "point",
                            ["filled"] = true,
                            ["size"] = 110,
                            ["opacity"] = 1,
                        },
                        ["encoding"] = new JsonObject
                        {
                            ["y"] = y,
                            ["x"] = X("share"),
                            ["color"] = colour,
                            ["shape"] = shape,
                            ["tooltip"] = VegaLite.Tooltip(table),
                        },
                    }
                ),
            }
        );
    }
}
