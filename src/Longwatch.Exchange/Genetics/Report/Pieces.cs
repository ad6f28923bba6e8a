using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Longwatch.Evaluation.Report;
using Longwatch.Genomics.Quantity;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>What the sections of a genetic report are made of.</summary>
internal static class Pieces
{
    /// <summary>A quantity as an estimate, or why there is none.</summary>
    internal static Estimate Estimate(string id, string label, Unit unit, Quantity quantity) =>
        quantity.Value is { } value && double.IsFinite(value)
            ? new(
                id,
                label,
                EstimateStatus.Estimated,
                value,
                unit,
                null,
                null,
                quantity.Interval is { } i && !double.IsNaN(i.Lower) && !double.IsNaN(i.Upper)
                    ? [new("95 % interval", 0.95, i.Lower, i.Upper)]
                    : [],
                quantity.Method,
                quantity.Note,
                []
            )
            : Missing(id, label, unit, quantity.Note ?? "it cannot be told from this input");

    internal static Estimate Estimate(string id, string label, Unit unit, double? value, string method, string whyNot) =>
        value is { } number && double.IsFinite(number)
            ? new(id, label, EstimateStatus.Estimated, number, unit, null, null, [], method, null, [])
            : Missing(id, label, unit, whyNot);

    private static Estimate Missing(string id, string label, Unit unit, string why) =>
        new(id, label, EstimateStatus.NotIdentified, null, unit, null, null, [], "", why, []);

    internal static TableRow Row(params ImmutableArray<Cell> cells) => new(cells);

    /// <summary>A number of a table; missing where there is none.</summary>
    internal static Cell Finite(double? number) => number is { } given && double.IsFinite(given) ? Cell.Of(given) : default;

    /// <summary>A layer with rows of its own.</summary>
    internal static JsonObject Layer(JsonArray? values, string markAndEncoding)
    {
        var layer = JsonNode.Parse(markAndEncoding)!.AsObject();
        if (values is not null)
            layer["data"] = new JsonObject { ["values"] = values };
        return layer;
    }

    internal static Section Section(int number, string id, string title, string question, string answer) =>
        new(number, id, title, question, answer, [], [], [], [], []);
}
