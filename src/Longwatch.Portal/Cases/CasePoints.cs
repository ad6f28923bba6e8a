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
/// <param name="Copies">Vector copies per cell, where it is a measurement outside the tumour.</param>
public sealed record CasePoint(DateOnly Day, string Lane, string What, double? Copies = null);

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
                        t.Type is SpecimenType.Blood or SpecimenType.Marrow ? t.Row.CopiesPerCell : null
                    )
                );
        return [.. points.OrderBy(p => p.Day)];
    }

    /// <summary>Events in lanes over time; below them, where blood or marrow was measured, the persistence of the vector.</summary>
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
            ["width"] = "container",
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
                        ["copies"] = p.Copies,
                    }),
                ]),
            },
        };
        if (points.All(p => p.Copies is null))
        {
            foreach (var (key, value) in events.ToArray())
                spec[key] = value?.DeepClone();
            return spec.ToJsonString();
        }

        spec["vconcat"] = new JsonArray(
            events,
            new JsonObject
            {
                ["width"] = "container",
                ["height"] = 120,
                ["transform"] = new JsonArray(new JsonObject { ["filter"] = "datum.copies > 0" }),
                ["mark"] = new JsonObject { ["type"] = "line", ["point"] = true },
                ["encoding"] = new JsonObject
                {
                    ["x"] = time.DeepClone(),
                    ["y"] = new JsonObject
                    {
                        ["field"] = "copies",
                        ["type"] = "quantitative",
                        ["scale"] = new JsonObject { ["type"] = "log" },
                        ["title"] = Text.T("cases.axis.copies"),
                    },
                },
            }
        );
        return spec.ToJsonString();
    }

    internal static string Copies(CasePoint point) => point.Copies is { } copies ? ResultWords.Number(copies) : "–";
}
