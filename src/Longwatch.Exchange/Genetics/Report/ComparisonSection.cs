using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Genomics.Clones;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>The same person's samples side by side: shared sites, and how their shares went.</summary>
internal static class ComparisonSection
{
    private const int Drawn = 12;

    internal static Section Of(ComparisonResult comparison, int number)
    {
        var (points, fragments) = (Points(comparison), Fragments(comparison));
        return Pieces.Section(number, "comparison", "Comparison", "What became of the clones?", Answer(comparison)) with
        {
            Tables = [fragments, points, Samples(comparison)],
            Charts = points.Rows.IsEmpty ? [] : [Picture(points)],
            Caveats = [.. comparison.Alarms, .. comparison.Facts],
            Methods =
            [
                "Sites of two samples are one when contig and strand are equal and the positions lie within the merging window (rules). Shares: fragments with the join over those and the spanning ones, Clopper–Pearson intervals; growth: Fisher's exact test, first against last, Benjamini–Hochberg over sites.",
            ],
        };
    }

    private static string Answer(ComparisonResult comparison)
    {
        var shared = comparison.Rows.Count(r => r.Junctions.Count(j => j > 0) > 1);
        var alarms =
            comparison.Alarms.Count == 0
                ? ""
                : $" {Words.Count(comparison.Alarms.Count, "alarm")} must be cleared up before anything else is read.";
        return $"{Words.Count(comparison.Samples.Count, "sample")}, {Words.Count(comparison.Rows.Count, "site")}, of which {shared} in more than one sample.{alarms}";
    }

    private static string Name(ComparedRow row) => $"{Words.Place(row.Contig, row.Position)} {(row.Reverse ? "−" : "+")}";

    private static string Name(ComparisonResult comparison, int sample) =>
        FormattableString.Invariant($"{sample + 1} {comparison.Samples[sample].Name}");

    private static ReportTable Fragments(ComparisonResult comparison) =>
        new(
            "compared-sites",
            "Fragments with the join, by site and sample",
            [
                new("site", "Site"),
                .. comparison.Samples.Select(
                    (_, i) => new TableColumn(FormattableString.Invariant($"sample_{i + 1}"), Name(comparison, i), 0)
                ),
                new("growth", "p of growth", 4),
                new("q", "q", 4),
            ],
            [
                .. comparison.Rows.Select(r => new TableRow([
                    Name(r),
                    .. r.Junctions.Select(j => (Cell)j),
                    Pieces.Finite(r.Growth),
                    Pieces.Finite(r.Q),
                ])),
            ]
        );

    private static ReportTable Points(ComparisonResult comparison)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (var row in comparison.Rows.OrderByDescending(r => r.Shares.Max(s => s?.Share ?? 0)).Take(Drawn))
        foreach (var (sample, share) in row.Shares.Index())
            if (share is not null)
                rows.Add(
                    Pieces.Row(
                        Name(row),
                        Name(comparison, sample),
                        share.Share,
                        share.Interval.Lower,
                        share.Interval.Upper,
                        share.Junctions,
                        share.Covered
                    )
                );
        return new(
            "trajectories",
            "Share of fragments with each site, by sample",
            [
                new("site", "Site"),
                new("sample", "Sample"),
                new("share", "Share", 1, Percent: true),
                new("lower", "Lower 95 % limit", 1, Percent: true),
                new("upper", "Upper 95 % limit", 1, Percent: true),
                new("junctions", "With the join", 0),
                new("covered", "Covering", 0),
            ],
            rows.ToImmutable()
        );
    }

    private static ReportTable Samples(ComparisonResult comparison) =>
        new(
            "compared-samples",
            "Samples compared, oldest first",
            [new("sample", "Sample"), new("person", "Person"), new("compartment", "Compartment"), new("sites", "Sites", 0)],
            [
                .. comparison.Samples.Select(
                    (s, i) =>
                        Pieces.Row(
                            Name(comparison, i),
                            s.Person.Length == 0 ? "not stated" : s.Person,
                            Words.Of(s.Compartment),
                            s.Sites.Count
                        )
                ),
            ]
        );

    private static Chart Picture(ReportTable table)
    {
        var spec = VegaLite.Chart(
            table,
            """
            { "height": 280, "encoding": { "x": { "field": "sample", "type": "ordinal", "sort": null, "title": "Sample" }, "color": { "field": "site", "type": "nominal", "sort": null, "title": "Site" } },
              "layer": [
                { "mark": { "type": "line", "point": true }, "encoding": { "y": { "field": "share", "type": "quantitative", "title": "Share of fragments", "axis": { "format": "~%" } } } },
                { "mark": { "type": "rule", "opacity": 0.6 }, "encoding": { "y": { "field": "lower", "type": "quantitative", "title": "Share of fragments" }, "y2": { "field": "upper" } } } ] }
            """
        );
        spec["encoding"]!["tooltip"] = VegaLite.Tooltip(table);
        return new(
            "trajectories-chart",
            "Share of fragments with each site over the samples",
            "Lines over the samples in their order, one for each of the largest sites, with 95 % intervals.",
            spec,
            table.Id
        );
    }
}
