using System.Text.Json.Nodes;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Genomics.Clones;
using Longwatch.Genomics.SiteTables;

namespace Longwatch.Exchange.Genetics.Clonality;

/// <summary>How many clones there are, how even they are, and which are the largest.</summary>
internal static class DiversitySection
{
    internal static Section Of(SitesResultSet result, int number)
    {
        var summaries = result.Analysis.Summaries;
        var largest = summaries.Where(s => s.Top.Count > 0).MaxBy(s => s.Top[0].Share)!;
        var sampling = result.Clones.Samplings[largest.Sampling];
        var (table, tops, ranks) = (Diversity(result), Tops(result), Ranks(result));
        return Pieces.Section(
            number,
            "diversity",
            "Diversity",
            "How many clones carry the vector, and do a few of them hold most of the cells?",
            FormattableString.Invariant(
                $"{result.Clones.Sites.Count} sites in {summaries.Count} samples of {result.Clones.Samplings.Select(s => s.Person).Distinct(StringComparer.Ordinal).Count()} persons; the largest share of one clone is {largest.Top[0].Share * 100:0.#} % ({largest.Top[0].Share * largest.Total:0.##}/{largest.Total:0.##}), {result.Clones.Sites[largest.Top[0].Site].Id} in {sampling.Person}{Day(sampling.Days)}."
            )
        ) with
        {
            Tables = [table, tops, ranks],
            Charts =
            [
                Faceted(
                    "clone-shares",
                    "Shares of the largest clones over time",
                    "One panel per person; the largest clones of each sample are stacked, the rest is left white.",
                    tops,
                    """
                    {"mark":{"type":"bar","tooltip":true},
                     "encoding":{"x":{"field":"days","type":"ordinal","title":"Days"},
                       "y":{"field":"share","type":"quantitative","stack":true,"title":"Share","scale":{"domain":[0,1]},"axis":{"format":"%"}},
                       "detail":{"field":"site","type":"nominal"},
                       "opacity":{"field":"rank","type":"quantitative","legend":null,"scale":{"domain":[1,10],"range":[1,0.25]}},
                       "stroke":{"value":"gray"},"strokeWidth":{"value":0.4}}}
                    """
                ),
                Faceted(
                    "rank-abundance",
                    "Rank and abundance",
                    "Clones of each sample by rank, both axes logarithmic: a steep line is an uneven population.",
                    ranks,
                    """
                    {"mark":{"type":"line","point":{"size":12},"tooltip":true},
                     "encoding":{"x":{"field":"rank","type":"quantitative","scale":{"type":"log"},"title":"Rank"},
                       "y":{"field":"share","type":"quantitative","scale":{"type":"log"},"title":"Share","axis":{"format":"%"}},
                       "detail":{"field":"sample","type":"nominal"}}}
                    """
                ),
            ],
            Methods =
            [
                "Shannon's entropy (nats), Pielou's evenness, Gini, Simpson, UC50 (fewest clones that hold half), Chao1 bias-corrected with standard error, coverage after Chao and Jost (docs/methods/clonality.md).",
                FormattableString.Invariant(
                    $"Sites of one person within {result.Rules.Clones["mergeWindow"].Value} bases on one strand were taken for one."
                ),
            ],
            Caveats = Caveats(result),
        };
    }

    private static System.Collections.Immutable.ImmutableArray<string> Caveats(SitesResultSet result) =>
        result.Unit == AbundanceUnit.Reads
            ?
            [
                "The tables count reads, which are copies of copies: the number of clones that were not seen cannot be told from them, and shares are distorted by amplification.",
            ]
            :
            [
                "Chao1 is a lower bound. Samples of different depth are not comparable by the number of sites seen.",
                "Shares are of the vector-bearing cells, not of all cells.",
            ];

    private static ReportTable Diversity(SitesResultSet result) =>
        new(
            "diversity",
            "Diversity of every sample",
            [
                new("person", "Person"),
                new("compartment", "Compartment"),
                new("days", "Days", 0),
                new("samples", "Samples"),
                new("sites", "Sites", 0),
                new("total", "Abundance", 1),
                new("chao1", "Chao1", 1),
                new("chao1_error", "Its standard error", 1),
                new("coverage", "Coverage", 1, true),
                new("shannon", "Shannon", 3),
                new("pielou", "Pielou", 3),
                new("gini", "Gini", 3),
                new("simpson", "Simpson", 3),
                new("uc50", "UC50", 0),
                new("largest", "Largest clone"),
                new("largest_share", "Its share", 1, true),
            ],
            [
                .. result.Analysis.Summaries.Select(s =>
                {
                    var sampling = result.Clones.Samplings[s.Sampling];
                    return Pieces.Row(
                        sampling.Person,
                        sampling.Compartment,
                        Pieces.Finite(sampling.Days),
                        string.Join(' ', sampling.Samples),
                        s.Sites,
                        s.Total,
                        Pieces.Finite(s.Chao1.Value),
                        Pieces.Finite(s.Chao1.StandardError),
                        Pieces.Finite(s.Coverage),
                        Pieces.Finite(s.Shannon),
                        Pieces.Finite(s.Pielou),
                        Pieces.Finite(s.Gini),
                        Pieces.Finite(s.Simpson),
                        s.Uc50,
                        result.Clones.Sites[s.Top[0].Site].Id,
                        s.Top[0].Share
                    );
                }),
            ]
        );

    private static ReportTable Tops(SitesResultSet result) =>
        new(
            "largest-clones",
            "The ten largest clones of every sample",
            [
                new("person", "Person"),
                new("compartment", "Compartment"),
                new("days", "Days", 0),
                new("rank", "Rank", 0),
                new("site", "Site"),
                new("genes", "Genes that hold it"),
                new("share", "Share", 2, true),
            ],
            [
                .. result.Analysis.Summaries.SelectMany(s =>
                    s.Top.Select(
                        (top, rank) =>
                            Pieces.Row(
                                result.Clones.Samplings[s.Sampling].Person,
                                result.Clones.Samplings[s.Sampling].Compartment,
                                Pieces.Finite(result.Clones.Samplings[s.Sampling].Days),
                                rank + 1,
                                result.Clones.Sites[top.Site].Id,
                                SiteRows.Genes(result, top.Site),
                                top.Share
                            )
                    )
                ),
            ]
        );

    /// <summary>Ranks 1, 2, 3, … thinned out towards the end: enough for a line on logarithmic axes.</summary>
    private static ReportTable Ranks(SitesResultSet result) =>
        new(
            "rank-abundance",
            "Share by rank (ranks thinned out beyond 10)",
            [new("person", "Person"), new("sample", "Sample"), new("rank", "Rank", 0), new("share", "Share", 3, true)],
            [
                .. result
                    .Clones.Amounts.GroupBy(a => a.Sampling)
                    .OrderBy(g => g.Key)
                    .SelectMany(g =>
                    {
                        var sampling = result.Clones.Samplings[g.Key];
                        double[] sorted = [.. g.Select(a => a.Amount).OrderDescending()];
                        var total = sorted.Sum();
                        return Enumerable
                            .Range(1, sorted.Length)
                            .Where(r => r <= 10 || r == sorted.Length || (int)(10 * Math.Log10(r)) > (int)(10 * Math.Log10(r - 1)))
                            .Select(r =>
                                Pieces.Row(sampling.Person, $"{sampling.Compartment}{Day(sampling.Days)}", r, sorted[r - 1] / total)
                            );
                    }),
            ]
        );

    internal static string Day(double? days) => days is { } d ? FormattableString.Invariant($", day {d:0.#}") : "";

    /// <summary>One small panel per person, side by side. A facet has no width of its own: the panels have.</summary>
    internal static Chart Faceted(string id, string title, string description, ReportTable table, string markAndEncoding)
    {
        var panel = JsonNode.Parse(markAndEncoding)!.AsObject();
        (panel["width"], panel["height"]) = (180, 120);
        var spec = VegaLite.Chart(
            table,
            new JsonObject
            {
                ["facet"] = new JsonObject
                {
                    ["field"] = "person",
                    ["type"] = "nominal",
                    ["title"] = null,
                },
                ["columns"] = 3,
                ["spec"] = panel,
            }
        );
        spec.Remove("width");
        return new(id, title, description, spec, table.Id);
    }
}
