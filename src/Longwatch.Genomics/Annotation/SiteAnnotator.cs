using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;

namespace Longwatch.Genomics.Annotation;

/// <summary>Says what lies at and around sites. Nothing here speaks of cause: a gene beside a site is beside it.</summary>
public static class SiteAnnotator
{
    /// <summary>Annotates sites, in their order.</summary>
    /// <param name="window">Bases on each side within which genes of the cancer lists are reported (rule <c>clones.cancerGeneWindow</c>).</param>
    /// <param name="aligned">Contigs that the reads were aligned to; lets a wrong assembly be noticed.</param>
    public static IReadOnlyList<SiteAnnotation> Annotate(
        IReadOnlyList<IntegrationSite> sites,
        GeneTable table,
        CancerGeneLists lists,
        long window,
        IReadOnlyList<ContigInfo>? aligned = null
    )
    {
        var otherAssembly = table.OtherAssembly(aligned ?? []);
        var lengths = (aligned ?? []).ToLookup(c => c.Name, c => c.Length, StringComparer.Ordinal);
        return
        [
            .. sites.Select(site =>
            {
                var (contig, position) = ContigNames.OnChromosome(site.Contig, site.Position);
                if (otherAssembly is not null)
                    return NotAssessable(site.Id, otherAssembly);
                var annotation = Annotate(site.Id, contig, position, site.VectorReverse, table, lists, window);
                foreach (var length in lengths[site.Contig])
                    if (table.Lengths.TryGetValue(contig, out var expected) && expected != length)
                        return annotation with
                        {
                            Note = FormattableString.Invariant(
                                $"{site.Contig} has {length} bases and {expected} in {table.Assembly}: a sequence was added or removed, and positions behind it are shifted by {length - expected}"
                            ),
                        };
                return annotation;
            }),
        ];
    }

    /// <summary>Annotates one place.</summary>
    /// <param name="position">Zero-based; a site lies in a gene when this base does.</param>
    /// <param name="reverse">Orientation of the provirus relative to the forward strand.</param>
    public static SiteAnnotation Annotate(
        string id,
        string contig,
        long position,
        bool reverse,
        GeneTable table,
        CancerGeneLists lists,
        long window
    )
    {
        if (!table.Knows(contig))
            return NotAssessable(id, $"the gene table {table.Name} has no gene on {contig}");
        var around = table.Overlapping(contig, position - window, position + window + 1).ToList();
        var containing = around
            .Where(t => t.Contains(position))
            .GroupBy(t => t.Symbol, StringComparer.Ordinal)
            .Select(gene => Containing(gene, position, reverse))
            .OrderBy(g => g.Part)
            .ThenBy(g => g.Gene, StringComparer.Ordinal)
            .ToList();
        var cancer = around
            .Where(t => lists.Of(t.Symbol).Count > 0)
            .GroupBy(t => t.Symbol, StringComparer.Ordinal)
            .Select(gene => Beside(gene, position, reverse, lists))
            .OrderBy(g => g.DistanceToGene)
            .ThenBy(g => Math.Abs(g.DistanceToStart))
            .ThenBy(g => g.Gene, StringComparer.Ordinal)
            .ToList();
        var nearest = table
            .NearestStart(contig, position)
            .GroupBy(t => t.Symbol, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .First();
        return new(id, containing, Beside(nearest, position, reverse, lists), cancer, true);
    }

    private static SiteAnnotation NotAssessable(string id, string why) => new(id, [], null, [], false) { Note = why };

    private static ContainingGene Containing(IEnumerable<Transcript> transcripts, long position, bool reverse)
    {
        var (transcript, part, number) = transcripts
            .Select(t => (Transcript: t, t.PartAt(position).Part, t.PartAt(position).Number))
            .OrderBy(t => t.Part)
            .ThenBy(t => t.Transcript.Name, StringComparer.Ordinal)
            .First();
        return new(transcript.Symbol, transcript.Name, transcript.Reverse == reverse, part, number);
    }

    private static NearbyGene Beside(IEnumerable<Transcript> transcripts, long position, bool reverse, CancerGeneLists lists)
    {
        var all = transcripts.ToList();
        var nearest = all.OrderBy(t => Math.Abs(t.TranscriptionStart - position)).ThenBy(t => t.Name, StringComparer.Ordinal).First();
        var fromStart = position - nearest.TranscriptionStart;
        return new(
            nearest.Symbol,
            nearest.Reverse ? -fromStart : fromStart,
            all.Min(t =>
                t.Contains(position) ? 0
                : position < t.Start ? t.Start - position
                : position - t.End + 1
            ),
            nearest.Reverse == reverse,
            lists.Of(nearest.Symbol)
        );
    }
}
