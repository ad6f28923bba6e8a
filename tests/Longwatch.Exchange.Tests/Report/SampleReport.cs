using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Longwatch.Domain;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Tests.Report;

/// <summary>A report made by hand that has one of everything: every unit, every status, greyed rows, gaps, infinite limits, hostile text.</summary>
internal static class SampleReport
{
    internal const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" 'too' <!--";

    internal static EvaluationReport Build() =>
        new(
            "Secondary T-cell malignancy after CAR T-cell therapy: a sample of the evaluation",
            "sample",
            DatasetKind.Published,
            new string('a', 32) + new string('7', 32),
            PartialDate.FromDay(new DateOnly(2024, 4, 11)),
            "data lock point of the regulator's assessment",
            "0.1.0",
            ulong.MaxValue,
            [Transgene(), Rates(), Hostility(), Missing()],
            ImmutableSortedDictionary
                .CreateRange(
                    StringComparer.Ordinal,
                    Enumerable
                        .Range(1, 8)
                        .Select(i =>
                            KeyValuePair.Create(
                                $"regulator-counts:{i}",
                                new SourceEntry(
                                    $"Regulator {i}, assessment of the signal of secondary malignancy of T-cell origin, 2024",
                                    $"https://regulator.example/assessment/{i}/a-rather-long-address-that-has-to-break-somewhere-on-a-phone",
                                    i switch
                                    {
                                        7 => "MK",
                                        8 => "X",
                                        _ => i % 2 == 0 ? "V2" : "V",
                                    },
                                    "2024-06-14",
                                    i == 3 ? "Read in the summary; the annex was not seen." : null,
                                    "regulator-counts.csv",
                                    i + 1
                                )
                            )
                        )
                )
                .Add("hostile", new SourceEntry(Hostile, "javascript:alert(3)", "D", "2024", Hostile, "=cmd().csv", 1))
        );

    private static Section Transgene()
    {
        var table = new ReportTable(
            "transgene-denominators",
            "Tumours by how far testing for the CAR transgene went",
            [
                new("step", "Step"),
                new("tumours", "Tumours"),
                new("share", "Share of all cases", 1, true),
                new("lower", "Lower 95 %", 4),
                new("upper", "Upper 95 %", 4),
            ],
            [
                Row("Suspected cases", "regulator-counts:1", 38, 1, 0.9074857, 1),
                Row("Tested", "regulator-counts:2", 19, 0.5, 0.3338, 0.6662),
                Row("CAR transgene found", "regulator-counts:1", 7, 7 / 38d, 0.0774, 0.3433),
                new(["Cited as 25 tested", 25, 25 / 38d, default, default], "source not verified [MK]", ["regulator-counts:7"]),
            ]
        );
        return new(
            3,
            "transgene",
            "Transgene in the tumour",
            "In how many of the tumours was the CAR transgene found?",
            "The CAR transgene was found in 7/19 tested tumours (36.8 %; 95 % CI 16.3–61.6); among all 38 the number lies between 7 and 26, and not tested is never negative.",
            [
                Share("transgene-positive", "Positive among tested", 7, 19, 0.1629, 0.6164),
                new(
                    "transgene-bounds",
                    "Positive among all, bounds",
                    EstimateStatus.NotIdentified,
                    null,
                    Unit.Count,
                    null,
                    null,
                    [new("bounds", null, 7, 26)],
                    "Manski bounds",
                    "19 tumours were not tested, and nothing says which.",
                    ["regulator-counts:1", "regulator-counts:2"]
                ),
                new(
                    "transgene-predicted",
                    "Predicted positive among all 38",
                    EstimateStatus.Estimated,
                    13.9,
                    Unit.Count,
                    null,
                    null,
                    [new("posterior predictive, Jeffreys prior", 0.95, 9, 20)],
                    "Beta-binomial",
                    "Assumes that tested and untested do not differ.",
                    ["regulator-counts:2"]
                ),
                new(
                    "transgene-offered",
                    "Tumours offered for testing",
                    EstimateStatus.NoData,
                    null,
                    Unit.Count,
                    null,
                    null,
                    [],
                    "",
                    "No source says how many were offered.",
                    []
                ),
                Number(
                    "transgene-tipping",
                    "Odds ratio at which the share halves",
                    0.21,
                    Unit.Ratio,
                    new IntervalEstimate("grid", null, 0.1, 10)
                ),
                Number("transgene-heterogeneity", "P value of the exact test", 0.00004, Unit.Probability),
            ],
            [table],
            [
                Chart(
                    "transgene-steps",
                    "How far testing went",
                    "Bars of 38 suspected cases, 19 tested and 7 positive tumours.",
                    table,
                    """{"mark":"bar","encoding":{"y":{"field":"step","type":"nominal","sort":null,"title":null},"x":{"field":"tumours","type":"quantitative","title":"Tumours"},"tooltip":[{"field":"step"},{"field":"tumours"}]}}"""
                ),
            ],
            [
                "Clopper–Pearson: Clopper CJ, Pearson ES. Biometrika 1934;26:404–413.",
                "Bounds without assumption on the untested: Manski 2003.",
            ],
            [
                "Fewer than half, half, or 19 of 38: the sources disagree; the printed count is used.",
                "A transgene in the sample is not a transgene in the clone.",
            ]
        );
    }

    private static Section Rates()
    {
        var grid = new ReportTable(
            "rates-grid",
            "Observed over expected by mean follow-up and background rate",
            [
                new("follow_up_years", "Mean follow-up (years)", 1),
                new("background", "Background per 100,000 person-years", 1),
                new("ratio", "Observed / expected", 1),
                new("scenario", "Scenario"),
                new("year", "Year"),
            ],
            [
                .. from years in new[] { 0.5, 1, 2, 3 }
                from rate in new[] { 1.4, 5.6, 23.5 }
                select new TableRow(
                    [years, rate, 38 / (42_500 * years * rate / 100_000), $"{years} y", 2024],
                    null,
                    ["regulator-counts:3"]
                ),
            ]
        );
        return new(
            5,
            "rates",
            "Reporting rates",
            "How often is it reported, and is that more than expected?",
            "38/42,500 treated people were reported (8.9 per 10,000; 95 % CI 6.3–12.3); over person-time that has to be assumed, this is a reporting rate and not a risk.",
            [
                new(
                    "rates-per-10000",
                    "Reported cases per 10,000 treated",
                    EstimateStatus.Estimated,
                    8.941,
                    Unit.Per10000Patients,
                    38,
                    42_500,
                    [new("Garwood", 0.95, 6.327, 12.273), new("prediction, next 42,500", 0.95, 5.2, 14.1)],
                    "Exact Poisson (Garwood)",
                    null,
                    ["regulator-counts:1", "regulator-counts:2", "regulator-counts:3"]
                ),
                Number(
                    "rates-per-1000",
                    "The same per 1,000",
                    0.8941,
                    Unit.Per1000Patients,
                    new IntervalEstimate("Garwood", 0.95, 0.6327, 1.2273)
                ),
                Number(
                    "rates-per-100000-py",
                    "Per 100,000 person-years, if 1.5 years each",
                    59.6,
                    Unit.Per100000PersonYears,
                    new IntervalEstimate("Garwood", 0.95, 42.2, 81.8)
                ),
                Number("rates-person-years", "Person-years, assumed", 63_750, Unit.PersonYears),
                Number("rates-years", "Mean follow-up, assumed", 1.5, Unit.Years),
                Number("rates-months", "Median onset", 17, Unit.Months, new IntervalEstimate("range", null, 0.03, 130)),
                Number("rates-days", "First onset", 1, Unit.Days),
                Number("rates-difference", "Log ratio", -0.5, Unit.None, new IntervalEstimate("Wald", 0.95, -1.25, 0.25)),
                Number(
                    "rates-unbounded",
                    "Ratio with an empty comparator",
                    double.PositiveInfinity,
                    Unit.Ratio,
                    new IntervalEstimate("exact", 0.95, 2.5, double.PositiveInfinity)
                ),
            ],
            [grid],
            [
                Chart(
                    "rates-lines",
                    "Ratio by follow-up",
                    "Lines fall as follow-up grows; every one stays above 1.",
                    grid,
                    """{"height":240,"mark":{"type":"line","point":true},"encoding":{"x":{"field":"follow_up_years","type":"quantitative","title":"Mean follow-up (years)"},"y":{"field":"ratio","type":"quantitative","scale":{"type":"log"},"title":"Observed / expected"},"color":{"field":"background","type":"nominal","title":"Background per 100,000 person-years"},"tooltip":[{"field":"ratio"}]}}"""
                ),
                Chart(
                    "rates-heat",
                    "The same as a grid",
                    "Darker cells are larger ratios.",
                    grid,
                    """{"height":160,"mark":"rect","encoding":{"x":{"field":"follow_up_years","type":"ordinal","title":"Mean follow-up (years)"},"y":{"field":"background","type":"ordinal","title":"Background"},"color":{"field":"ratio","type":"quantitative","title":"Ratio"}}}"""
                ),
            ],
            ["Garwood F. Biometrika 1936;28:437–442."],
            ["Reporting is incomplete and person-time is assumed: this is not a risk estimate."]
        );
    }

    private static Section Hostility()
    {
        var table = new ReportTable(
            "hostile-cells",
            "Text that must stay text: " + Hostile,
            [new("text", Hostile), new("counted", "A column named as one of ours"), new("number", "Number")],
            [
                new([Hostile, "=cmd()", -1.5], Hostile, ["hostile"]),
                new(["+1", "a,b\n\"c\"", 1e-17]),
                new(["@x", "\tx", 12_345.678]),
                new(["-", default, double.NegativeInfinity]),
            ]
        );
        return new(
            7,
            "hostile",
            "Hostile text " + Hostile,
            Hostile + "?",
            Hostile,
            [
                new(
                    "hostile-estimate",
                    Hostile,
                    EstimateStatus.Estimated,
                    0,
                    Unit.Share,
                    0,
                    250,
                    [new("Clopper–Pearson", 0.95, 0, 0.01464719)],
                    Hostile,
                    Hostile,
                    ["hostile"]
                ),
            ],
            [table],
            [
                Chart(
                    "hostile-chart",
                    Hostile,
                    Hostile,
                    table,
                    """{"mark":"point","encoding":{"x":{"field":"number","type":"quantitative"},"y":{"field":"text","type":"nominal"},"tooltip":[{"field":"text"}]}}"""
                ),
            ],
            [Hostile],
            [Hostile]
        );
    }

    private static Section Missing() =>
        new(
            9,
            "benefit-risk",
            "Benefit and risk",
            "How does the expected harm compare with the published benefit?",
            "No verified benefit figure is in the data, so no comparison is made.",
            [
                new(
                    "benefit-risk-benefit",
                    "Benefit per 10,000 treated",
                    EstimateStatus.NoData,
                    null,
                    Unit.Per10000Patients,
                    null,
                    null,
                    [],
                    "",
                    "benefits.csv is absent.",
                    []
                ),
            ],
            [new("benefit-risk-missing", "What is missing", [new("what", "What"), new("why", "Why")], [])],
            [],
            [],
            []
        );

    private static Estimate Share(string id, string label, int n, int of, double lower, double upper) =>
        new(
            id,
            label,
            EstimateStatus.Estimated,
            (double)n / of,
            Unit.Share,
            n,
            of,
            [new("Clopper–Pearson", 0.95, lower, upper), new("Jeffreys", 0.95, lower + 0.02, upper - 0.02)],
            "Exact binomial (Clopper–Pearson)",
            null,
            ["regulator-counts:2"]
        );

    private static Estimate Number(string id, string label, double value, Unit unit, params ImmutableArray<IntervalEstimate> intervals) =>
        new(
            id,
            label,
            EstimateStatus.Estimated,
            value,
            unit,
            null,
            null,
            intervals,
            "As stated",
            null,
            ["regulator-counts:4", "regulator-counts:5"]
        );

    private static TableRow Row(string step, string source, params double[] numbers) =>
        new([step, .. numbers.Select(n => (Cell)n)], null, [source]);

    private static Chart Chart(string id, string title, string description, ReportTable table, string markAndEncoding)
    {
        var spec = JsonNode.Parse(markAndEncoding)!.AsObject();
        spec["$schema"] = "https://vega.github.io/schema/vega-lite/v6.json";
        spec["width"] = "container";
        spec["data"] = new JsonObject
        {
            ["values"] = new JsonArray([
                .. table.Rows.Select(row => new JsonObject(table.Columns.Select((c, i) => KeyValuePair.Create(c.Id, Value(row.Cells[i]))))),
            ]),
        };
        return new(id, title, description, spec, table.Id);
    }

    private static JsonNode? Value(Cell cell) =>
        cell.Text is { } text ? text
        : cell.Number is { } number && double.IsFinite(number) ? number
        : null;
}
