using System.Text.Json.Nodes;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Specimens;
using Longwatch.Evaluation.Report;
using Longwatch.Portal.Assays;
using Longwatch.Portal.Products;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Frame;
using Longwatch.Registry.Cases;

namespace Longwatch.Portal.Cases;

/// <summary>One point of a case's time line.</summary>
/// <param name="Lane">What it belongs to, in words.</param>
/// <param name="Level">How much of the vector was found outside the tumour, where that was measured.</param>
public sealed record CasePoint(DateOnly Day, string Lane, string What, PersistenceLevel? Level = null);

/// <summary>A point of the persistence curve.</summary>
/// <param name="Value">What was measured; where nothing was found, the limit of detection.</param>
/// <param name="IsBelow">Nothing was found: the truth lies below <paramref name="Value"/>.</param>
public sealed record PersistenceLevel(double Value, bool IsBelow, string Unit);

/// <summary>The time line of one patient as numbers and as a Vega-Lite chart of the same numbers.</summary>
internal static class CasePoints
{
    internal static IReadOnlyList<CasePoint> Of(CaseView view, CaseGround ground)
    {
        var points = new List<CasePoint>();
        foreach (var i in view.Infusions)
            points.Add(new(i.Date, Text.T("cases.lane.infusion"), ProductNames.Inn(i.Product)));
        foreach (var v in view.Visits)
            points.Add(
                new(
                    v.Date,
                    Text.T("cases.lane.visit"),
                    v.VitalStatus == VitalStatus.Dead
                        ? Text.Of("patients.vital", v.VitalStatus)
                        : Text.Of("patients.status", v.DiseaseStatus)
                )
            );
        foreach (var p in view.Persistence)
            points.Add(
                new(
                    p.Date,
                    Text.T("cases.lane.persistence"),
                    $"{Text.T($"cases.method.{p.Method}")}{(p.Source is { } source ? $", {source}" : "")}: {p.Result}",
                    Level(p.Value, p.LimitOfDetection, p.Unit)
                )
            );
        foreach (var t in view.Therapies)
            points.Add(new(t.Start, Text.T("cases.lane.therapy"), Text.Of("patients.therapy", t.Kind)));
        points.Add(new(view.Neoplasm.Diagnosed, Text.T("cases.lane.neoplasm"), view.Neoplasm.Morphology));
        foreach (var s in view.Specimens)
            if (s.Row.Collected is { } day)
                points.Add(new(day, Text.T("cases.lane.specimen"), Text.Of("patients.specimen", s.Row.Type)));
        foreach (var t in view.Tests)
            if (t.Row.Date is { } day)
                points.Add(
                    new(
                        day,
                        Text.T("cases.lane.test"),
                        $"{ground.Casework.Assay(t.Row.Assay)?.Name ?? t.Row.Assay}: {Text.Of("patients.result", t.Row.Result)}",
                        t.Type is SpecimenType.Blood or SpecimenType.Marrow && t.Row.Status == TestStatus.Valid
                            ? Level(
                                t.Row.Result == TestResult.NotDetected ? null : t.Row.CopiesPerCell,
                                t.Row.Result == TestResult.NotDetected ? t.Row.LimitOfDetection : null,
                                Text.T("cases.unit.copies")
                            )
                            : null
                    )
                );
        return [.. points.OrderBy(p => p.Day)];
    }

    /// <summary>Events in lanes over time; below them, where it was measured, the persistence of the product, one curve for each unit.</summary>
    internal static string Spec(IReadOnlyList<CasePoint> points)
    {
        var time = new JsonObject
        {
            ["field"] = "day",
            ["type"] = "temporal",
            ["title"] = Text.T("cases.axis.day"),
        };
        var events = new JsonObject
        {
            ["height"] = new JsonObject { ["step"] = 24 },
            ["mark"] = new JsonObject
            {
                ["type"] = "point",
                ["filled"] = true,
                ["size"] = 90,
            },
            ["encoding"] = new JsonObject
            {
                ["x"] = time.DeepClone(),
                ["y"] = new JsonObject
                {
                    ["field"] = "lane",
                    ["type"] = "nominal",
                    ["title"] = null,
                    ["sort"] = null,
                },
                ["shape"] = new JsonObject
                {
                    ["field"] = "lane",
                    ["type"] = "nominal",
                    ["legend"] = null,
                },
                ["tooltip"] = new JsonArray(
                    new JsonObject { ["field"] = "day", ["type"] = "temporal" },
                    new JsonObject { ["field"] = "lane", ["type"] = "nominal" },
                    new JsonObject { ["field"] = "what", ["type"] = "nominal" }
                ),
            },
        };
        var spec = new JsonObject
        {
            ["$schema"] = VegaLite.Schema,
            ["data"] = new JsonObject
            {
                ["values"] = new JsonArray([
                    .. points.Select(p => new JsonObject
                    {
                        ["day"] = Days.Text(p.Day),
                        ["lane"] = p.Lane,
                        ["what"] = p.What,
                        ["level"] = p.Level?.Value,
                        ["unit"] = p.Level?.Unit,
                        ["found"] = p.Level is null ? null : Text.T(p.Level.IsBelow ? "cases.found.below" : "cases.found.measured"),
                    }),
                ]),
            },
        };
        string[] units = [.. points.Select(p => p.Level?.Unit).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        if (units.Length == 0)
        {
            foreach (var (key, value) in events.ToArray())
                spec[key] = value?.DeepClone();
            return spec.ToJsonString();
        }

        // One time axis for all, and the plots, not the labels beside them, under each other.
        spec["resolve"] = new JsonObject { ["scale"] = new JsonObject { ["x"] = "shared" } };
        spec["bounds"] = "flush";
        spec["spacing"] = 52; // room for the time axis of the view above
        spec["vconcat"] = new JsonArray([events, .. units.Select(unit => Curve(unit, time))]);
        return spec.ToJsonString();
    }

    /// <summary>One unit over time on a logarithmic scale; what lies below the limit of detection is an open mark at that limit.</summary>
    private static JsonObject Curve(string unit, JsonObject time) =>
        new()
        {
            ["height"] = 120,
            ["transform"] = new JsonArray(
                new JsonObject
                {
                    ["filter"] = new JsonObject { ["field"] = "unit", ["equal"] = unit },
                },
                new JsonObject { ["filter"] = "datum.level > 0" }
            ),
            ["encoding"] = new JsonObject
            {
                ["x"] = time.DeepClone(),
                ["y"] = new JsonObject
                {
                    ["field"] = "level",
                    ["type"] = "quantitative",
                    ["scale"] = new JsonObject { ["type"] = "log" },
                    ["title"] = unit,
                },
            },
            ["layer"] = new JsonArray(
                new JsonObject { ["mark"] = "line" },
                new JsonObject
                {
                    ["mark"] = new JsonObject
                    {
                        ["type"] = "point",
                        ["size"] = 60,
                        ["tooltip"] = new JsonObject { ["content"] = "data" },
                    },
                    ["encoding"] = new JsonObject
                    {
                        ["shape"] = new JsonObject
                        {
                            ["field"] = "found",
                            ["type"] = "nominal",
                            ["title"] = null,
                            ["scale"] = new JsonObject
                            {
                                ["domain"] = new JsonArray(Text.T("cases.found.measured"), Text.T("cases.found.below")),
                                ["range"] = new JsonArray("circle", "triangle-down"),
                            },
                        },
                    },
                }
            ),
        };

    /// <summary>What the table says of a level: a negative with what it could have seen.</summary>
    internal static string Words(CasePoint point) =>
        point.Level is { } level ? $"{(level.IsBelow ? "< " : "")}{ResultWords.Number(level.Value)} {level.Unit}" : "–";

    private static PersistenceLevel? Level(double? value, double? limit, string unit) =>
        value is { } found ? new(found, false, unit)
        : limit is { } below ? new(below, true, unit)
        : null;
}
