using System.Text.Json.Nodes;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Genomics.Clones;

namespace Longwatch.Exchange.Genetics.Clonality;

/// <summary>Common insertion sites.</summary>
internal static class CommonSection
{
    private const int MostGenes = 200;

    internal static Section Of(SitesResultSet result, int number)
    {
        var section = Pieces.Section(
            number,
            "common-sites",
            "Common insertion sites",
            "Do sites of different clones gather in places where the vector alone would not put them?",
            "Not assessed: genes cannot be named, as the notes on the input say."
        );
        if (result.Common is not { } common)
            return section;
        var alpha = result.Rules.Clones["significance"].Value;
        var genes = common.Genes.Count(g => g.Test.Enriched && g.Test.BenjaminiHochberg < alpha);
        var peaks = common.Peaks.Count(p => p.Peak.P < alpha);
        var peakTable = Peaks(common);
        return section with
        {
            Answer = FormattableString.Invariant(
                $"{common.Sites} sites of {common.Persons} persons: {genes} of {common.Genes.Count} genes hit more often than the others (Grubbs), {common.Windows.Count} windows with at least {result.Rules.Clones["cisSites"].Value:0} sites, {peaks} peaks higher than in {alpha * 100:0.#} % of null samples. Background: {common.Background}."
            ),
            Tables = [Genes(common), Windows(common), peakTable],
            Charts =
            [
                new(
                    "manhattan",
                    "Peaks of the density of sites along the genome",
                    "Height is about the number of sites within the bandwidth; the chromosomes lie side by side.",
                    Manhattan(peakTable),
                    peakTable.Id
                ),
            ],
            Methods =
            [
                FormattableString.Invariant(
                    $"Gene-wise: Grubbs' test on -log2 of sites per kilobase of gene plus {result.Rules.Clones["cisFlank"].Value:0} bases; a site counts for the gene that holds it, else for the nearest start."
                ),
                FormattableString.Invariant(
                    $"Windows of {result.Rules.Clones["cisWindow"].Value:0} bases: chance by Chen and Stein under uniform insertion; Fisher's test against a given background."
                ),
                FormattableString.Invariant(
                    $"Kernel: Gaussian, bandwidth {result.Rules.Clones["kernelBandwidth"].Value:0}; highest peak of {common.NullSamples} null samples, seed {common.Seed} (docs/methods/common-insertion-sites.md)."
                ),
            ],
            Caveats =
            [
                "Vectors prefer genes, starts or open chromatin: gathering is the rule and not a sign of selection. Only a background of the same vector, cell and protocol tells; a random background finds too many.",
                "One site enters once, whatever the size of its clone.",
            ],
        };
    }

    /// <summary>One narrow panel per chromosome; a row of panels has no width of its own.</summary>
    private static JsonObject Manhattan(ReportTable table)
    {
        var spec = VegaLite.Chart(
            table,
            """
            {"mark":{"type":"point","filled":true,"size":36,"tooltip":true},
             "encoding":{"x":{"field":"position","type":"quantitative","axis":null},
               "y":{"field":"height","type":"quantitative","title":"Height"},
               "column":{"field":"chromosome","type":"nominal","title":null,"spacing":2,"header":{"labelAngle":-90,"labelAlign":"right"}}}}
            """
        );
        (spec["width"], spec["height"]) = (21, 220);
        return spec;
    }

    private static ReportTable Genes(CommonSitesResult common) =>
        new(
            "common-genes",
            FormattableString.Invariant($"Genes by frequency of sites (the first {MostGenes})"),
            [
                new("gene", "Gene"),
                new("sites", "Sites", 0),
                new("persons", "Persons", 0),
                new("frequency", "Per kilobase", 4),
                new("z", "z (negative: more often)", 2),
                new("p", "P", 6),
                new("q", "q", 6),
            ],
            [
                .. common
                    .Genes.Take(MostGenes)
                    .Select(g =>
                        Pieces.Row(
                            g.Gene,
                            g.Sites,
                            g.Persons,
                            g.Test.Frequency,
                            Pieces.Finite(g.Test.Z),
                            Pieces.Finite(g.Test.P),
                            Pieces.Finite(g.Test.BenjaminiHochberg)
                        )
                    ),
            ]
        );

    private static ReportTable Windows(CommonSitesResult common) =>
        new(
            "common-windows",
            "Windows with several sites",
            [
                new("chromosome", "Chromosome"),
                new("first", "First site", 0),
                new("last", "Last site", 0),
                new("sites", "Sites", 0),
                new("persons", "Persons", 0),
                new("genes", "Genes"),
                new("background", "Background sites", 0),
                new("p", "P against the background", 6),
                new("uniform_p", "P, uniform", 6),
            ],
            [
                .. common.Windows.Select(w =>
                    Pieces.Row(
                        w.Contig,
                        w.Cluster.First + 1,
                        w.Cluster.Last + 1,
                        w.Cluster.Sites,
                        w.Persons,
                        string.Join(' ', w.Genes),
                        w.Cluster.Background,
                        Pieces.Finite(w.Cluster.P),
                        w.Cluster.UniformP
                    )
                ),
            ]
        );

    private static ReportTable Peaks(CommonSitesResult common) =>
        new(
            "common-peaks",
            "Peaks of the kernel density",
            [
                new("chromosome", "Chromosome"),
                new("position", "Position", 0),
                new("height", "Height", 2),
                new("p", "P over all peaks", 4),
                new("genes", "Genes"),
            ],
            [
                .. common.Peaks.Select(p =>
                    Pieces.Row(p.Contig, Math.Round(p.Peak.Position) + 1, p.Peak.Height, Pieces.Finite(p.Peak.P), string.Join(' ', p.Genes))
                ),
            ]
        );
}
