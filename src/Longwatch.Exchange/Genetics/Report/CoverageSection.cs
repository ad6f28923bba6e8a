using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Longwatch.Evaluation.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>Depth along each vector, by where else its sequence occurs, above a strip of the mask and one of the features.</summary>
internal static class CoverageSection
{
    private const int Pictures = 5;
    private const int Bins = 240;

    internal static Section Of(GeneticResult result, int number)
    {
        var shown = result
            .Evidence.Coverage.OrderByDescending(c => c.Fragments[(int)SequenceOrigin.VectorUnique])
            .ThenByDescending(c => c.Fragments.Sum())
            .ThenBy(c => c.Sequence)
            .Where((c, index) => index == 0 || c.Fragments.Any(f => f > 0))
            .Take(Pictures)
            .ToArray();
        var tables = ImmutableArray.CreateBuilder<ReportTable>();
        var charts = ImmutableArray.CreateBuilder<Chart>();
        tables.Add(ByOrigin(result));
        foreach (var (index, coverage) in shown.Index())
        {
            var sequence = result.Vectors.Sequences[coverage.Sequence];
            var depth = Depth(sequence, coverage, index + 1);
            var features = Features(sequence, index + 1);
            tables.Add(depth);
            tables.Add(features);
            charts.Add(Picture(sequence, depth, features, index + 1));
        }
        var left = result.Evidence.Coverage.Count - shown.Length;
        return Pieces.Section(number, "coverage", "Coverage", "What of the vector was seen?", Answer(result)) with
        {
            Tables = tables.ToImmutable(),
            Charts = charts.ToImmutable(),
            Methods =
            [
                $"Each {CompiledVectors.K}-mer of a vector is looked up in the references of the mask; only sequence that is in none of them counts for a detection.",
                "Depth counts bases of distinct fragments; copies by PCR are left out.",
            ],
            Caveats =
            [
                .. result.Vectors.MaskIsComplete
                    ? Array.Empty<string>()
                    : ["The mask is incomplete: no whole human genome was among its references. Vector only means in none of those given."],
                .. left > 0
                    ? [$"{Words.Count(left, "further sequence")} searched for: in the table, without a picture."]
                    : Array.Empty<string>(),
                .. result.Vectors.Notes,
            ],
        };
    }

    private static string Answer(GeneticResult result)
    {
        var (touching, solid) = (result.Evidence.UniqueFragments, Words.SolidFragments(result));
        return touching == 0
            ? "No fragment holds sequence that only the vector has."
            : $"{Words.Count(touching, "distinct fragment touches", "distinct fragments touch")} sequence that only the vector has; "
                + $"{(solid == 1 ? "1 is" : $"{solid} are")} solid: an exact match of {CompiledVectors.K} bases well inside it, which is what a detection counts{Words.NotCounted(result)}.";
    }

    private static ReportTable ByOrigin(GeneticResult result)
    {
        var origins = Enum.GetValues<SequenceOrigin>().OrderDescending().ToArray();
        return new(
            "fragments-by-origin",
            "Distinct fragments on each sequence searched for, by the strongest origin of what they show",
            [
                new("sequence", "Sequence"),
                new("length", "Length", 0),
                .. origins.Select(o => new TableColumn(GeneticCodes.Code(o), Words.Of(o), 0)),
                new("covered", "Bases covered", 0),
            ],
            [
                .. result.Evidence.Coverage.Select(c => new TableRow([
                    result.Vectors.Sequences[c.Sequence].Name,
                    result.Vectors.Sequences[c.Sequence].Length,
                    .. origins.Select(o => (Cell)(double)c.Fragments[(int)o]),
                    c.Depth.Count(d => d > 0),
                ])),
            ]
        );
    }

    private static ReportTable Depth(SearchedSequence sequence, SequenceCoverage coverage, int index)
    {
        var width = Math.Max(1, (sequence.Length + Bins - 1) / Bins);
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        for (var start = 0; start < sequence.Length; start += width)
        {
            var end = Math.Min(start + width, sequence.Length);
            var origin = sequence.Origins[start..end].GroupBy(o => o).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
            rows.Add(
                Pieces.Row(start + 1, end, coverage.Depth.Skip(start).Take(end - start).DefaultIfEmpty(0).Average(), Words.Of(origin))
            );
        }
        return new(
            $"coverage-{index}",
            $"Depth along {sequence.Name}, mean over {Words.Count(width, "base")}",
            [new("start", "From", 0), new("end", "To", 0), new("depth", "Depth", 2), new("origin", "Also found in")],
            rows.ToImmutable()
        );
    }

    private static ReportTable Features(SearchedSequence sequence, int index) =>
        new(
            $"features-{index}",
            $"Features of {sequence.Name}",
            [
                new("number", "No.", 0),
                new("name", "Feature"),
                new("type", "Type"),
                new("start", "From", 0),
                new("end", "To", 0),
                new("strand", "Strand"),
            ],
            [
                .. sequence
                    .Features.OrderBy(f => f.Start)
                    .Index()
                    .Select(f =>
                        Pieces.Row(f.Index + 1, f.Item.Name, f.Item.Type, f.Item.Start + 1, f.Item.End, f.Item.Reverse ? "−" : "+")
                    ),
            ]
        );

    private static Chart Picture(SearchedSequence sequence, ReportTable depth, ReportTable features, int index)
    {
        var lanes = Lanes(sequence.Features);
        var x =
            $$"""{ "field": "start", "type": "quantitative", "title": "Position on the vector, bases", "scale": { "domain": [1, {{sequence.Length}}], "nice": false } }""";
        var present = Enum.GetValues<SequenceOrigin>().OrderDescending().Where(o => sequence.Origins.Contains(o)).ToArray();
        JsonNode[] names = [.. present.Select(o => (JsonNode)Words.Of(o))];
        JsonNode[] colours = [.. present.Select(o => (JsonNode)Colour(o))];
        var deepest = Math.Max(1, depth.Rows.Max(r => r.Cells[2].Number ?? 0))
            .ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var colour =
            $$"""{ "field": "origin", "type": "nominal", "title": "Also found in", "scale": { "domain": {{new JsonArray(names).ToJsonString()}}, "range": {{new JsonArray(colours).ToJsonString()}} } }""";
        var layers = new JsonArray(
            Pieces.Layer(
                null,
                $$"""
                { "transform": [{ "calculate": "datum.end + 1", "as": "stop" }], "mark": { "type": "rect", "strokeWidth": 0 }, "encoding": { "x": {{x}}, "x2": { "field": "stop" }, "color": {{colour}},
                  "y": { "field": "depth", "type": "quantitative", "title": "Depth", "scale": { "range": [200, 6], "domain": [0, {{deepest}}] } }, "y2": { "datum": 0 },
                  "tooltip": {{VegaLite.Tooltip(depth).ToJsonString()}} } }
                """
            ),
            Pieces.Layer(
                null,
                $$"""
                { "transform": [{ "calculate": "datum.end + 1", "as": "stop" }], "mark": { "type": "rect", "strokeWidth": 0 }, "encoding": { "x": {{x}}, "x2": { "field": "stop" }, "color": {{colour}}, "y": { "value": 208 }, "y2": { "value": 218 },
                  "tooltip": [{ "field": "origin", "type": "nominal", "title": "Also found in" }] } }
                """
            )
        );
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            var (top, bottom) = (228 + (22 * lane), 244 + (22 * lane));
            layers.Add(
                Pieces.Layer(
                    lanes[lane],
                    $$"""
                    { "mark": { "type": "rect", "fillOpacity": 0.12, "stroke": "var(--muted)", "strokeWidth": 1, "fill": "var(--muted)" }, "encoding": { "x": {{x}}, "x2": { "field": "end" },
                      "y": { "value": {{top}} }, "y2": { "value": {{bottom}} }, "tooltip": {{VegaLite.Tooltip(features).ToJsonString()}} } }
                    """
                )
            );
            layers.Add(
                Pieces.Layer(
                    (JsonArray)lanes[lane].DeepClone(),
                    $$"""
                    { "mark": { "type": "text", "fontSize": 11, "baseline": "middle" }, "encoding": {
                      "x": { "field": "middle", "type": "quantitative", "title": "Position on the vector, bases" }, "y": { "value": {{(
                        top + bottom
                    ) / 2}} },
                      "text": { "condition": { "test": "width * datum.share > 6.8 * length(datum.name)", "field": "name" }, "field": "short" } } }
                    """
                )
            );
        }
        return new(
            $"coverage-chart-{index}",
            $"Depth along {sequence.Name}",
            "Depth of distinct fragments along the vector, coloured by where else the sequence occurs; below it a strip with the same colours for the mask, and the features (numbered as in their table where the name does not fit).",
            VegaLite.Chart(depth, new JsonObject { ["height"] = 232 + (22 * Math.Max(1, lanes.Count)), ["layer"] = layers }),
            depth.Id
        );
    }

    /// <summary>The same colour for the same origin in every picture.</summary>
    private static string Colour(SequenceOrigin origin) =>
        origin switch
        {
            SequenceOrigin.VectorUnique => "var(--c1)",
            SequenceOrigin.WildTypeRetrovirus => "var(--c2)",
            SequenceOrigin.HumanTranscript => "var(--c3)",
            SequenceOrigin.HumanGenome => "var(--c4)",
            SequenceOrigin.LowComplexity => "var(--c5)",
            _ => "var(--c6)",
        };

    /// <summary>Features in as few rows as keep them apart, at most four; what does not fit stays in the table.</summary>
    private static List<JsonArray> Lanes(IReadOnlyList<SequenceFeature> features)
    {
        var (lanes, ends) = (new List<JsonArray>(), new List<int>());
        var length = features.Count == 0 ? 1 : Math.Max(1, features.Max(f => f.End));
        foreach (var (index, feature) in features.OrderBy(f => f.Start).Index())
        {
            var lane = ends.FindIndex(end => end <= feature.Start);
            if (lane < 0 && ends.Count == 4)
                continue;
            if (lane < 0)
            {
                lanes.Add([]);
                ends.Add(0);
                lane = ends.Count - 1;
            }
            ends[lane] = feature.End;
            var share = (feature.End - feature.Start) / (double)length;
            lanes[lane]
                .Add(
                    new JsonObject
                    {
                        ["number"] = index + 1,
                        ["name"] = feature.Name,
                        ["short"] = share > 0.02 ? (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : "",
                        ["type"] = feature.Type,
                        ["start"] = feature.Start + 1,
                        ["end"] = feature.End,
                        ["middle"] = (feature.Start + 1 + feature.End) / 2.0,
                        ["strand"] = feature.Reverse ? "−" : "+",
                        ["share"] = share,
                    }
                );
        }
        return lanes;
    }
}
