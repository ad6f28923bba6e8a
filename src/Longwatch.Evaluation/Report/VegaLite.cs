using System.Text.Json.Nodes;

namespace Longwatch.Evaluation.Report;

/// <summary>A quantitative axis: the column it shows, and how.</summary>
/// <param name="Title">Null: the header of the column.</param>
/// <param name="Format">Of the labels, in d3's words; null: the chart library's choice, which groups thousands, also those of years.</param>
public sealed record Axis(string Column, string? Title = null, bool Log = false, string? Format = null)
{
    public static implicit operator Axis(string column) => new(column);
}

/// <summary>Lower and upper limit of an interval or band, as columns of the table.</summary>
public sealed record Limits(string Lower = "lower", string Upper = "upper");

/// <summary>What a chart may have beside its axes.</summary>
/// <param name="Series">Column that sets the colour.</param>
/// <param name="Reference">Value on the quantitative axis to be marked by a dashed line.</param>
/// <param name="Step">Lines as steps, as for survival curves.</param>
/// <param name="Stacked">Bars of one category stacked by series; otherwise they lie over each other, because parts that overlap are not to be added.</param>
/// <param name="Height">In pixels; null: by the number of categories, or 260.</param>
public sealed record ChartOptions(
    string? Series = null,
    double? Reference = null,
    bool Step = false,
    bool Stacked = false,
    int? Height = null
)
{
    public static ChartOptions None { get; } = new();
}

/// <summary>
/// Vega-Lite specifications whose data are the rows of a <see cref="ReportTable"/>, so that picture and table cannot disagree. Rows that are not counted
/// (greyed) are left out. No colours are set: the page's theme gives them for light, dark and paper.
/// </summary>
public static class VegaLite
{
    public const string Schema = "https://vega.github.io/schema/vega-lite/v6.json";

    /// <summary>A specification of one's own: adds schema, width and data to mark and encoding, given as JSON text.</summary>
    public static JsonObject Chart(ReportTable table, string markAndEncoding) =>
        Chart(
            table,
            JsonNode.Parse(markAndEncoding)?.AsObject() ?? throw new ArgumentException("Not a JSON object.", nameof(markAndEncoding))
        );

    /// <summary>Adds schema, width and data; keeps whatever the body sets itself.</summary>
    public static JsonObject Chart(ReportTable table, JsonObject body)
    {
        var spec = new JsonObject
        {
            ["$schema"] = Schema,
            ["width"] = "container",
            ["data"] = new JsonObject { ["values"] = Values(table) },
        };
        foreach (var (key, value) in body.ToArray())
        {
            body.Remove(key);
            spec[key] = value;
        }

        return spec;
    }

    /// <summary>The counted rows: column id to text or number; what is missing or not finite is null.</summary>
    public static JsonArray Values(ReportTable table)
    {
        var values = new JsonArray();
        foreach (var row in table.Rows.Where(r => r.GreyedBecause is null))
        {
            var item = new JsonObject();
            for (var i = 0; i < table.Columns.Length; i++)
                item[table.Columns[i].Id] =
                    row.Cells[i].Text is { } text ? text
                    : row.Cells[i].Number is { } number && double.IsFinite(number) ? number
                    : (JsonNode?)null;
            values.Add(item);
        }

        return values;
    }

    /// <summary>Points with intervals, one category per line: intervals, forest plots.</summary>
    public static JsonObject Intervals(ReportTable table, string category, Axis value, Limits limits, ChartOptions? options = null)
    {
        options ??= ChartOptions.None;
        var y = Nominal(table, category, options.Series is not null);
        JsonObject Encoding(JsonObject x, string? x2) =>
            With(table, options, new() { ["y"] = y.DeepClone(), ["x"] = x }, x2 is null ? null : ("x2", x2));
        var layers = new JsonArray(
            Layer(Mark("rule", ("strokeWidth", 2)), Encoding(Quantity(table, value, limits.Lower), limits.Upper)),
            Layer(Mark("point", ("filled", true), ("size", 70), ("opacity", 1)), Encoding(Quantity(table, value, value.Column), null))
        );
        AddReference(layers, "x", options.Reference);
        return Chart(table, new JsonObject { ["height"] = Height(options, step: 24), ["layer"] = layers });
    }

    /// <summary>Horizontal bars.</summary>
    public static JsonObject Bars(ReportTable table, string category, Axis value, ChartOptions? options = null)
    {
        options ??= ChartOptions.None;
        var x = Quantity(table, value, value.Column);
        if (!options.Stacked)
            x["stack"] = null;
        var encoding = With(table, options, new() { ["y"] = Nominal(table, category, false), ["x"] = x }, null);
        var layers = new JsonArray(Layer(Mark("bar"), encoding));
        AddReference(layers, "x", options.Reference);
        return Chart(table, new JsonObject { ["height"] = Height(options, step: 24), ["layer"] = layers });
    }

    /// <summary>Horizontal bars from one column to another: tornado charts.</summary>
    public static JsonObject Ranges(ReportTable table, string category, Axis axis, Limits limits, ChartOptions? options = null)
    {
        options ??= ChartOptions.None;
        var encoding = With(
            table,
            options,
            new() { ["y"] = Nominal(table, category, false), ["x"] = Quantity(table, axis, limits.Lower) },
            ("x2", limits.Upper)
        );
        var layers = new JsonArray(Layer(Mark("bar", ("height", 16)), encoding));
        AddReference(layers, "x", options.Reference);
        return Chart(table, new JsonObject { ["height"] = Height(options, step: 30), ["layer"] = layers });
    }

    /// <summary>Lines, with a band where limits are given; one line per series.</summary>
    public static JsonObject Lines(ReportTable table, Axis x, Axis y, Limits? band = null, ChartOptions? options = null)
    {
        options ??= ChartOptions.None;
        var layers = new JsonArray();
        JsonObject Encoding(string column, string? y2) =>
            With(
                table,
                options,
                new() { ["x"] = Quantity(table, x, x.Column), ["y"] = Quantity(table, y, column) },
                y2 is null ? null : ("y2", y2)
            );
        if (band is { } b)
            layers.Add(Layer(Curve(Mark("area", ("opacity", 0.2)), options), Encoding(b.Lower, b.Upper)));
        layers.Add(Layer(Curve(Mark("line", ("point", !options.Step)), options), Encoding(y.Column, null)));
        AddReference(layers, "y", options.Reference);
        return Chart(table, new JsonObject { ["height"] = options.Height ?? 260, ["layer"] = layers });
    }

    /// <summary>A grid of two categorical columns, coloured by a third.</summary>
    public static JsonObject HeatMap(ReportTable table, Axis x, Axis y, Axis colour)
    {
        var encoding = new JsonObject
        {
            ["x"] = Ordinal(table, x),
            ["y"] = Ordinal(table, y),
            ["color"] = Quantity(table, colour, colour.Column),
            ["tooltip"] = Tooltip(table),
        };
        encoding["color"]!.AsObject().Remove("axis");
        return Chart(
            table,
            new JsonObject
            {
                ["height"] = 260,
                ["mark"] = Mark("rect"),
                ["encoding"] = encoding,
            }
        );
    }

    /// <summary>Every column of the table, with its header and as many digits as the table shows.</summary>
    public static JsonArray Tooltip(ReportTable table)
    {
        var tooltip = new JsonArray();
        foreach (var column in table.Columns)
        {
            var item = new JsonObject { ["field"] = column.Id, ["title"] = column.Header };
            if (IsNumber(table, column.Id))
            {
                item["type"] = "quantitative";
                if (column.Percent)
                    item["format"] = $".{column.Decimals ?? 1}%";
                else if (column.Decimals is { } digits)
                    item["format"] = $",.{digits}f";
            }
            else
            {
                item["type"] = "nominal";
            }

            tooltip.Add(item);
        }

        return tooltip;
    }

    private static JsonObject With(ReportTable table, ChartOptions options, JsonObject encoding, (string Channel, string Field)? second)
    {
        if (second is { } s)
            encoding[s.Channel] = new JsonObject { ["field"] = Column(table, s.Field).Id };
        if (options.Series is { } series)
        {
            encoding["color"] = new JsonObject
            {
                ["field"] = series,
                ["type"] = "nominal",
                ["sort"] = null,
                ["title"] = Column(table, series).Header,
                ["legend"] = new JsonObject { ["orient"] = "top", ["labelLimit"] = 260 },
            };
        }

        encoding["tooltip"] = Tooltip(table);
        return encoding;
    }

    private static JsonObject Quantity(ReportTable table, Axis axis, string field)
    {
        var channel = new JsonObject
        {
            ["field"] = Column(table, field).Id,
            ["type"] = "quantitative",
            ["title"] = axis.Title ?? Column(table, axis.Column).Header,
        };
        if (axis.Log)
            channel["scale"] = new JsonObject { ["type"] = "log" };
        if (Column(table, axis.Column).Percent)
            channel["axis"] = new JsonObject { ["format"] = ".4~%" };
        if (axis.Format is { } format)
            channel["axis"] = new JsonObject { ["format"] = format };
        return channel;
    }

    private static JsonObject Nominal(ReportTable table, string category, bool named) =>
        new()
        {
            ["field"] = Column(table, category).Id,
            ["type"] = "nominal",
            ["sort"] = null,
            ["title"] = named ? Column(table, category).Header : null,
            ["axis"] = new JsonObject { ["labelLimit"] = 220 },
        };

    private static JsonObject Ordinal(ReportTable table, Axis axis) =>
        new()
        {
            ["field"] = Column(table, axis.Column).Id,
            ["type"] = "ordinal",
            ["sort"] = null,
            ["title"] = axis.Title ?? Column(table, axis.Column).Header,
            ["axis"] = new JsonObject { ["labelAngle"] = 0 },
        };

    private static void AddReference(JsonArray layers, string channel, double? reference)
    {
        if (reference is not { } at)
            return;
        var line = Layer(
            Mark("rule", ("strokeDash", new JsonArray(4, 4))),
            new JsonObject { [channel] = new JsonObject { ["datum"] = at } }
        );
        line["data"] = new JsonObject { ["values"] = new JsonArray(new JsonObject()) };
        layers.Add(line);
    }

    private static JsonNode Height(ChartOptions options, int step) =>
        options.Height is { } height ? height : new JsonObject { ["step"] = step };

    private static JsonObject Layer(JsonObject mark, JsonObject encoding) => new() { ["mark"] = mark, ["encoding"] = encoding };

    private static JsonObject Mark(string type, params ReadOnlySpan<(string Key, JsonNode Value)> settings)
    {
        var mark = new JsonObject { ["type"] = type };
        foreach (var (key, value) in settings)
            mark[key] = value;
        return mark;
    }

    private static JsonObject Curve(JsonObject mark, ChartOptions options)
    {
        if (options.Step)
            mark["interpolate"] = "step-after";
        return mark;
    }

    private static TableColumn Column(ReportTable table, string id) =>
        table.Columns.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.Ordinal))
        ?? throw new ArgumentException($"Table {table.Id} has no column {id}.", nameof(id));

    private static bool IsNumber(ReportTable table, string id)
    {
        var index = table.Columns.IndexOf(Column(table, id));
        return table.Rows.Any(r => r.Cells[index].Number is not null);
    }
}
