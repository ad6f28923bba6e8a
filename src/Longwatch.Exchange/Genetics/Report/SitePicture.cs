using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Longwatch.Evaluation.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Sites;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>
/// The fragments that support a site, stacked around its joins. The host lies on the axis where it is; what a read shows of the vector is laid on from the
/// join outwards, so a read that crosses runs through it.
/// </summary>
internal static class SitePicture
{
    private const int FragmentsPerEnd = 20;
    private const int Reach = 1_000;

    internal static (ReportTable Table, Chart Chart)? Of(GeneticResult result, IntegrationSite site, int index)
    {
        var origin = SiteInterval.Of(site).Start;
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        var fragments = result
            .Evidence.Fragments.Where(f => f.DuplicateOf < 0)
            .GroupBy(f => f.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var left = End(rows, site, site.Left, "left", origin, fragments);
        var right = End(rows, site, site.Right, "right", origin, fragments);
        if (rows.Count == 0)
            return null;
        var cut = left + right;
        var table = new ReportTable(
            $"site-{index}",
            $"Supporting fragments of {site.Id}, positions from the first of the bases that touch the joins"
                + (cut > 0 ? $" ({Words.Count(cut, "further fragment")} not drawn)" : ""),
            [new("fragment", "Fragment"), new("name", "Read name"), new("part", "Part"), new("start", "From", 0), new("end", "To", 0)],
            rows.ToImmutable()
        );
        return (table, Picture(site, table, index));
    }

    /// <summary>Adds the fragments of one end; how many were left out.</summary>
    private static int End(
        ImmutableArray<TableRow>.Builder rows,
        IntegrationSite site,
        Junction? junction,
        string end,
        long origin,
        Dictionary<string, FragmentEvidence> fragments
    )
    {
        if (junction is null)
            return 0;
        var supporting = junction
            .ReadNames.Distinct(StringComparer.Ordinal)
            .Where(fragments.ContainsKey)
            .Select(n => fragments[n])
            .ToArray();
        foreach (var (number, fragment) in supporting.Take(FragmentsPerEnd).Index())
        foreach (var read in fragment.Reads)
        {
            var label = $"{end} {number + 1}";
            if (HostPart(read.Read, site) is var (start, stop))
                rows.Add(Pieces.Row(label, fragment.Name, "host", (double)(start - origin), (double)(stop - origin)));
            foreach (var stretch in read.Stretches.Where(s => s.Sequence == junction.Sequence))
                if (VectorPart(stretch, junction, origin) is var (from, to))
                    rows.Add(Pieces.Row(label, fragment.Name, "vector", (double)from, (double)to));
        }
        return Math.Max(0, supporting.Length - FragmentsPerEnd);
    }

    private static (long, long)? HostPart(CandidateRead read, IntegrationSite site)
    {
        var place = new[] { read.Host }
            .Concat(read.Others)
            .FirstOrDefault(a => a is not null && a.Contig == site.Contig && Math.Abs(a.Position - site.Position) < Reach);
        return place is null ? null : (place.Position, place.Position + Cigars.Span(place.Cigar));
    }

    /// <summary>Away from the join, into the vector: to the right of a left-hand host, to the left of a right-hand one.</summary>
    private static (long, long)? VectorPart(VectorAlignment stretch, Junction junction, long origin)
    {
        var ahead = junction.HostOnLeft ^ junction.VectorReverse;
        var near = ahead ? stretch.Start - junction.VectorPosition : junction.VectorPosition - stretch.End + 1;
        var far = ahead ? stretch.End - junction.VectorPosition : junction.VectorPosition - stretch.Start + 1;
        if (far <= 0 || near > Reach)
            return null;
        near = Math.Max(near, 0);
        return junction.HostOnLeft
            ? (junction.HostPosition + 1 + near - origin, junction.HostPosition + 1 + far - origin)
            : (junction.HostPosition - far - origin, junction.HostPosition - near - origin);
    }

    private static Chart Picture(IntegrationSite site, ReportTable table, int index)
    {
        var where = SiteInterval.Of(site);
        var labels = new JsonArray([.. table.Rows.Select(r => r.Cells[0].Text!).Distinct(StringComparer.Ordinal).Select(t => (JsonNode)t)]);
        var x =
            """{ "field": "start", "type": "quantitative", "title": "Bases from the site on the host; vector laid on from the join", "scale": { "nice": false, "zero": false } }""";
        var layers = new JsonArray();
        if (site.TargetSiteDuplication is > 0)
            layers.Add(
                Pieces.Layer(
                    [new JsonObject { ["start"] = 0, ["end"] = where.End - where.Start }],
                    $$"""{ "mark": { "type": "rect", "color": "var(--c2)", "opacity": 0.35 }, "encoding": { "x": {{x}}, "x2": { "field": "end" } } }"""
                )
            );
        layers.Add(
            Pieces.Layer(
                null,
                $$"""
                { "mark": { "type": "bar", "height": 7, "cornerRadius": 0, "cornerRadiusEnd": 0, "opacity": 0.9 }, "encoding": { "x": {{x}}, "x2": { "field": "end" },
                  "y": { "field": "fragment", "type": "nominal", "sort": {{labels.ToJsonString()}}, "title": null,
                    "axis": { "ticks": false, "domain": false, "grid": false, "labelExpr": "split(datum.label, ' ')[1] == '1' ? split(datum.label, ' ')[0] + ' end' : ''" } },
                  "color": { "field": "part", "type": "nominal", "title": "Part of the read", "scale": { "domain": ["vector", "host"], "range": ["var(--c1)", "var(--c6)"] } },
                  "tooltip": {{VegaLite.Tooltip(table).ToJsonString()}} } }
                """
            )
        );
        layers.Add(
            Pieces.Layer(
                [new JsonObject { ["at"] = 0 }],
                """{ "mark": { "type": "rule", "strokeDash": [3, 3] }, "encoding": { "x": { "field": "at", "type": "quantitative", "title": "Bases from the site on the host; vector laid on from the join" } } }"""
            )
        );
        return new(
            $"site-chart-{index}",
            $"{site.Id}, {Words.Place(site.Contig, site.Position)}: fragments around the join",
            "Each line is one fragment: host parts where they lie, vector parts laid on from the join."
                + (site.TargetSiteDuplication is > 0 and var length ? $" The shaded band is the duplication of {length} bases." : ""),
            VegaLite.Chart(
                table,
                new JsonObject
                {
                    ["height"] = new JsonObject { ["step"] = 11 },
                    ["layer"] = layers,
                }
            ),
            table.Id
        );
    }
}
