using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Longwatch.Evaluation.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Screening;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>The host's contigs as bars with the sites on them: the chromosomes where they are there, else the longest contigs and those with sites.</summary>
internal static class Karyogram
{
    private const int Most = 30;

    /// <summary>Megabases, or kilobases where every contig is short.</summary>
    private static (double Size, string Name) Scale(GeneticResult result) =>
        Contigs(result).Any(c => c.Length >= 1_000_000) ? (1e6, "Mb") : (1e3, "kb");

    internal static ReportTable Table(GeneticResult result)
    {
        var scale = Scale(result);
        return new(
            "karyogram",
            "Sites by contig",
            [
                new("contig", "Contig"),
                new("length", $"Length, {scale.Name}", 3),
                new("site", "Site"),
                new("position", $"Position, {scale.Name}", scale.Size > 1e3 ? 6 : 3),
                new("status", "Status"),
            ],
            [
                .. Contigs(result)
                    .SelectMany(c =>
                    {
                        var sites = result.Sites.Sites.Where(s => s.Contig == c.Name).ToArray();
                        return sites.Length == 0
                            ? [Pieces.Row(c.Name, c.Length / scale.Size, default(Cell), default(Cell), default(Cell))]
                            : sites.Select(s =>
                                Pieces.Row(c.Name, c.Length / scale.Size, s.Id, (s.Position + 1) / scale.Size, Words.Of(s.Status))
                            );
                    }),
            ]
        );
    }

    internal static Chart Picture(GeneticResult result, ReportTable table)
    {
        var scale = Scale(result);
        var contigs = Contigs(result);
        var names = new JsonArray([.. contigs.Select(c => (JsonNode)c.Name)]);
        var y =
            $$"""{ "field": "contig", "type": "nominal", "sort": {{names.ToJsonString()}}, "title": null, "axis": { "labelLimit": 150, "ticks": false, "domain": false } }""";
        var bars = new JsonArray([
            .. contigs.Select(c => (JsonNode)new JsonObject { ["contig"] = c.Name, ["length"] = c.Length / scale.Size }),
        ]);
        var sites = new JsonArray([.. VegaLite.Values(table).Where(r => r!["site"] is not null).Select(r => r!.DeepClone())]);
        var layers = new JsonArray(
            Pieces.Layer(
                bars,
                $$"""
                { "mark": { "type": "bar", "height": 8, "cornerRadius": 4, "color": "var(--rule)" }, "encoding": { "y": {{y}}, "x": { "field": "length", "type": "quantitative", "title": "Position, {{scale.Name}}" } } }
                """
            ),
            Pieces.Layer(
                sites,
                $$"""
                { "mark": { "type": "point", "filled": true, "size": 110, "opacity": 1, "shape": "triangle-down" }, "encoding": { "y": {{y}}, "x": { "field": "position", "type": "quantitative", "title": "Position, {{scale.Name}}" },
                  "color": { "field": "status", "type": "nominal", "sort": ["confirmed", "probable", "candidate"], "title": "Status" }, "tooltip": {{VegaLite.Tooltip(
                    table
                ).ToJsonString()}} } }
                """
            ),
            Pieces.Layer(
                (JsonArray)sites.DeepClone(),
                $$"""
                { "mark": { "type": "text", "dy": -11, "fontSize": 11 }, "encoding": { "y": {{y}}, "x": { "field": "position", "type": "quantitative", "title": "Position, {{scale.Name}}" }, "text": { "field": "site" } } }
                """
            )
        );
        return new(
            "karyogram-chart",
            "Sites on the host's contigs",
            "Horizontal bars for the contigs of the host with a mark at each integration site.",
            VegaLite.Chart(
                table,
                new JsonObject
                {
                    ["height"] = new JsonObject { ["step"] = 24 },
                    ["layer"] = layers,
                }
            ),
            table.Id
        );
    }

    private static ImmutableArray<ContigInfo> Contigs(GeneticResult result)
    {
        var sites = result
            .Sites.Sites.GroupBy(s => s.Contig, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Max(s => s.Position) + 1, StringComparer.Ordinal);
        var known = ContigOrder.Host(result);
        var chromosomes = known.Where(c => IsChromosome(c.Name)).ToArray();
        var usual = chromosomes.Length > 0 ? chromosomes : [.. known.OrderByDescending(c => c.Length).Take(Most)];
        var shown = usual.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var others = known.Where(c => sites.ContainsKey(c.Name) && !shown.Contains(c.Name)).ToArray();
        var unknown = sites
            .Where(s => known.All(c => c.Name != s.Key))
            .OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => new ContigInfo(s.Key, s.Value));
        var kept = known.Where(c => shown.Contains(c.Name) || others.Contains(c));
        return [.. kept.Concat(unknown).OrderBy(c => Rank(c.Name))];
    }

    private static bool IsChromosome(string name) => Rank(name) < int.MaxValue;

    /// <summary>1 to 22, X, Y; contigs of other names behind them as they come.</summary>
    private static int Rank(string name)
    {
        var bare = name.StartsWith("chr", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
        return int.TryParse(bare, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 22 ? number
            : bare is "X" ? 23
            : bare is "Y" ? 24
            : int.MaxValue;
    }
}
