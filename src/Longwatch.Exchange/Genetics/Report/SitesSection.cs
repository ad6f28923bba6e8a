using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Sites;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>Where the vector sits, in what share of the cells, and what lies there.</summary>
internal static class SitesSection
{
    private const int Pictures = 12;

    internal static Section Of(GeneticResult result, int number)
    {
        var sites = result.Sites.Sites;
        var (tables, charts) = (ImmutableArray.CreateBuilder<ReportTable>(), ImmutableArray.CreateBuilder<Chart>());
        tables.Add(List(result));
        if (sites.Count > 0)
        {
            var karyogram = Karyogram.Table(result);
            tables.Add(karyogram);
            charts.Add(Karyogram.Picture(result, karyogram));
            tables.Add(Surroundings(result));
        }
        if (result.Quantities.Sites.Any(f => f.CellFraction.Value is not null || f.AlleleFraction.Value is not null))
        {
            var fractions = Fractions(result.Quantities.Sites);
            tables.Add(fractions);
            charts.Add(FractionPicture(fractions));
        }
        var pictured = sites
            .OrderBy(s => s.Status)
            .ThenByDescending(s => s.SplitFragments)
            .Take(Pictures)
            .OrderBy(s => sites.ToList().IndexOf(s))
            .ToArray();
        foreach (var (index, site) in pictured.Index())
            if (SitePicture.Of(result, site, index + 1) is { } picture)
            {
                tables.Add(picture.Table);
                charts.Add(picture.Chart);
            }
        return Pieces.Section(number, "sites", "Integration sites", "Where is it, and in which clone?", Answer(result)) with
        {
            Tables = tables.ToImmutable(),
            Charts = charts.ToImmutable(),
            Methods =
            [
                $"Host parts placed by: {(result.Sites.PlacedBy.Length == 0 ? "nothing" : result.Sites.PlacedBy)}.",
                FormattableString.Invariant(
                    $"Background of chance joins (chimeras): {result.Sites.ChimeraRate:0.####} per vector fragment; q values are Benjamini–Hochberg over all clusters of joins."
                ),
                "Confirmed: both ends with the duplication of the vector family. Probable: one end with two or more distinct fragments. Candidate: less.",
                .. result.Setting.GeneTable.Length > 0
                    ? [$"Genes: {result.Setting.GeneTable}; cancer genes: {string.Join(", ", result.Setting.CancerGeneLists)}."]
                    : Array.Empty<string>(),
            ],
            Caveats =
            [
                .. sites.Count > 0 ? ["Near a gene says nothing about cause."] : Array.Empty<string>(),
                .. sites.Any(s => s.Alternatives.Count > 0)
                    ? ["A site in a repeat fits other places as well; they are in verdict.json."]
                    : Array.Empty<string>(),
                .. sites.Count > pictured.Length
                    ? [$"Pictures show {pictured.Length} of {sites.Count} sites, the surest first."]
                    : Array.Empty<string>(),
            ],
        };
    }

    private static string Answer(GeneticResult result)
    {
        var sites = result.Sites.Sites;
        if (!result.Sites.Placed)
            return "Sites cannot be told: the input is not aligned and no reference was given. An empty list here says nothing.";
        if (sites.Count == 0)
            return "No integration site was found.";
        var by = string.Join(", ", sites.GroupBy(s => s.Status).OrderBy(g => g.Key).Select(g => $"{g.Count()} {Words.Of(g.Key)}"));
        return $"{Words.Count(sites.Count, "integration site")}: {by}.";
    }

    private static ReportTable List(GeneticResult result) =>
        new(
            "sites",
            "Integration sites, positions counted from 1",
            [
                new("site", "Site"),
                new("place", "Place"),
                new("status", "Status"),
                new("vector", "Vector"),
                new("orientation", "Orientation"),
                new("ends", "Ends seen"),
                new("duplication", "Duplication", 0),
                new("split", "Split fragments", 0),
                new("pairs", "Pairs", 0),
                new("spanning", "Fragments without it", 0),
                new("allele_fraction", "Allele fraction", 1, Percent: true),
                new("cells", "Of cells", 1, Percent: true),
                new("clone", "Clone", 0),
                new("q_value", "q"),
            ],
            [
                .. result.Sites.Sites.Select(s =>
                {
                    var fraction = result.Quantities.Sites.FirstOrDefault(f => f.SiteId == s.Id);
                    return Pieces.Row(
                        s.Id,
                        Words.Place(s.Contig, s.Position),
                        Words.Of(s.Status),
                        result.Vectors.Sequences[s.Sequence].Name,
                        s.VectorReverse ? "reverse" : "forward",
                        (s.Left, s.Right) switch
                        {
                            (not null, not null) => "both",
                            (not null, null) => "left",
                            (null, not null) => "right",
                            _ => null,
                        },
                        s.TargetSiteDuplication,
                        s.SplitFragments,
                        s.PairFragments,
                        s.Host.Spanning,
                        Pieces.Finite(fraction?.AlleleFraction.Value),
                        Pieces.Finite(fraction?.CellFraction.Value),
                        fraction?.CloneNumber,
                        Pieces.Finite(s.QValue)
                    );
                }),
            ]
        );

    private static ReportTable Surroundings(GeneticResult result) =>
        new(
            "surroundings",
            "Genes at and around the sites",
            [
                new("site", "Site"),
                new("inside", "Inside"),
                new("nearest", "Nearest transcription start"),
                new("distance", "Distance, bases", 0),
                new("cancer_genes", "Cancer genes within the window"),
            ],
            [
                .. result.Annotations.Select(a =>
                    a.Assessable
                        ? Pieces.Row(a.SiteId, Inside(a), a.NearestStart?.Gene, a.NearestStart?.DistanceToStart, Cancer(a))
                        : Pieces.Row(a.SiteId, "the gene table does not know this contig", default(Cell), default(Cell), default(Cell))
                ),
            ]
        );

    private static string Inside(SiteAnnotation annotation) =>
        annotation.Containing.Count == 0
            ? "between genes"
            : string.Join(
                "; ",
                annotation.Containing.Select(g =>
                    $"{g.Gene}, {Part(g.Part)} {g.Number} of {g.Transcript}, {(g.SameOrientation ? "same" : "opposite")} orientation"
                )
            );

    private static string Part(GenePart part) =>
        part switch
        {
            GenePart.FivePrimeUtr => "5′ UTR, exon",
            GenePart.ThreePrimeUtr => "3′ UTR, exon",
            _ => part.ToString().ToLowerInvariant(),
        };

    private static string? Cancer(SiteAnnotation annotation) =>
        annotation.CancerGenes.Count == 0
            ? null
            : string.Join(
                "; ",
                annotation.CancerGenes.Select(g =>
                    FormattableString.Invariant($"{g.Gene} ({g.DistanceToGene:N0} bases; {string.Join(", ", g.Lists)})")
                )
            );

    private static ReportTable Fractions(IReadOnlyList<SiteFraction> fractions) =>
        new(
            "fractions",
            "Share of cells that carry each site; sites with the same clone number fit one clone",
            [
                new("site", "Site"),
                new("measure", "Share of"),
                new("share", "Share", 1, Percent: true),
                new("lower", "Lower 95 % limit", 1, Percent: true),
                new("upper", "Upper 95 % limit", 1, Percent: true),
                new("clone", "Clone"),
                new("junction", "Fragments with the join", 0),
                new("without", "Fragments without", 0),
            ],
            [
                .. fractions
                    .SelectMany(f => new[] { (f, "alleles", f.AlleleFraction), (f, "cells", f.CellFraction) })
                    .Where(r => r.Item3.Value is not null)
                    .Select(r => Fraction(r.f, r.Item2, r.Item3)),
            ]
        );

    private static TableRow Fraction(SiteFraction fraction, string of, Quantity share) =>
        Pieces.Row(
            fraction.SiteId,
            of,
            Pieces.Finite(share.Value),
            Pieces.Finite(share.Interval?.Lower),
            Pieces.Finite(share.Interval?.Upper),
            FormattableString.Invariant($"{fraction.CloneNumber}"),
            fraction.JunctionFragments,
            fraction.SpanningFragments
        );

    private static Chart FractionPicture(ReportTable table)
    {
        const string Body = """
            { "height": { "step": 26 }, "layer": [
              { "mark": { "type": "rule", "strokeWidth": 2 }, "encoding": { "x": { "field": "lower", "type": "quantitative", "title": "Share with 95 % interval", "scale": { "domain": [0, 1] }, "axis": { "format": "~%" } }, "x2": { "field": "upper" } } },
              { "mark": { "type": "point", "filled": true, "size": 80, "opacity": 1 }, "encoding": { "x": { "field": "share", "type": "quantitative" } } } ],
              "encoding": {
                "y": { "field": "site", "type": "nominal", "sort": null, "title": "Site", "axis": { "labelLimit": 160 } },
                "yOffset": { "field": "measure", "type": "nominal", "sort": null },
                "color": { "field": "measure", "type": "nominal", "sort": null, "title": "Share of" } } }
            """;
        var spec = VegaLite.Chart(table, Body);
        spec["encoding"]!["tooltip"] = VegaLite.Tooltip(table);
        return new(
            "fractions-chart",
            "Share of alleles and of cells with each site",
            "Points with 95 % intervals, two for each site: the share of alleles, and the share of all cells of the specimen that follows from purity and ploidy with one copy per carrier; a site in every tumour cell lies at the purity.",
            spec,
            table.Id
        );
    }
}
