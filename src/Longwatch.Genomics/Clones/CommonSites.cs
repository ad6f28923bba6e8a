using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Rules;
using Longwatch.Statistics.Clones;

namespace Longwatch.Genomics.Clones;

/// <summary>One gene that was hit.</summary>
/// <param name="Persons">With a site in it.</param>
public sealed record CommonGene(string Gene, int Sites, int Persons, GeneHit Test);

/// <summary>A window or peak with several sites.</summary>
/// <param name="Contig">Common name; positions are zero-based.</param>
/// <param name="Genes">Genes that it touches.</param>
public sealed record CommonWindow(string Contig, SiteCluster Cluster, int Persons, IReadOnlyList<string> Genes);

/// <inheritdoc cref="CommonWindow"/>
public sealed record CommonPeak(string Contig, KernelPeak Peak, IReadOnlyList<string> Genes);

/// <summary>Common insertion sites by three methods.</summary>
/// <param name="Sites">Distinct sites of all persons that entered.</param>
/// <param name="Background">In words.</param>
/// <param name="NullSamples">Of the kernel method; 0 without background.</param>
public sealed record CommonSitesResult(
    int Sites,
    int Persons,
    IReadOnlyList<CommonGene> Genes,
    IReadOnlyList<CommonWindow> Windows,
    IReadOnlyList<CommonPeak> Peaks,
    string Background,
    int NullSamples,
    ulong Seed
);

/// <summary>Places of the genome that hold more sites than the vector alone would put there.</summary>
public static class CommonSites
{
    /// <summary>Applies the gene-wise, window and kernel methods to the sites of all persons.</summary>
    /// <param name="background">Null: the windows are compared with uniform chance only and the kernel has no p value.</param>
    public static CommonSitesResult Find(
        IReadOnlyList<PersonSite> sites,
        GeneTable genes,
        IReadOnlyList<string> contigs,
        SiteBackground? background,
        double genomeLength,
        ulong seed,
        GeneticRules rules
    )
    {
        double Rule(string name) => rules.Clones[name].Value;
        var placed = sites.Where(s => s.HasPlace && contigs.Contains(s.Contig)).ToList();
        var byContig = contigs.Select(c => placed.Where(s => s.Contig == c).Select(s => (double)s.Position).ToArray()).ToArray();
        var windows = InsertionWindows
            .Find(byContig, background?.Given ?? [], (int)Rule("cisSites"), Rule("cisWindow"), genomeLength)
            .Select(c => new CommonWindow(
                contigs[c.Group],
                c,
                placed
                    .Where(s => s.Contig == contigs[c.Group] && s.Position >= c.First && s.Position <= c.Last)
                    .Select(s => s.Person)
                    .Distinct(StringComparer.Ordinal)
                    .Count(),
                Touched(genes, contigs[c.Group], c.First, c.Last)
            ));
        var samples = background is null ? 0 : (int)Rule("kernelSamples");
        var peaks = InsertionKernel
            .Test(
                byContig,
                Rule("kernelBandwidth"),
                Rule("cisSites") - 1,
                background is null ? null : random => background.Draw(placed.Count, random),
                samples,
                seed
            )
            .Select(p => new CommonPeak(
                contigs[p.Group],
                p,
                Touched(genes, contigs[p.Group], p.Position - (Rule("kernelBandwidth") / 2), p.Position + (Rule("kernelBandwidth") / 2))
            ));
        return new(
            placed.Count,
            placed.Select(s => s.Person).Distinct(StringComparer.Ordinal).Count(),
            Genes(placed, genes, Rule("cisFlank")),
            [.. windows.OrderBy(w => double.IsNaN(w.Cluster.P) ? w.Cluster.UniformP : w.Cluster.P).ThenByDescending(w => w.Cluster.Sites)],
            [.. peaks.OrderByDescending(p => p.Peak.Height)],
            background?.Description ?? "none: only uniform chance",
            samples,
            seed
        );
    }

    /// <summary>A site counts for the gene that holds it, else for the one whose transcription starts nearest.</summary>
    private static IReadOnlyList<CommonGene> Genes(List<PersonSite> sites, GeneTable genes, double flank)
    {
        var lengths = genes
            .Transcripts.GroupBy(t => t.Symbol, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Average(t => (double)(t.End - t.Start)), StringComparer.Ordinal);
        var hit = sites
            .Select(site => (site.Person, Gene: GeneOf(site, genes)))
            .Where(s => s.Gene is not null)
            .GroupBy(s => s.Gene!, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToList();
        var tests = GeneWiseGrubbs.Test([.. hit.Select(g => new GeneSites(lengths[g.Key], g.Count()))], flank);
        return
        [
            .. hit.Select(
                    (g, i) => new CommonGene(g.Key, g.Count(), g.Select(s => s.Person).Distinct(StringComparer.Ordinal).Count(), tests[i])
                )
                .OrderBy(g => g.Test.Z)
                .ThenBy(g => g.Gene, StringComparer.Ordinal),
        ];
    }

    private static string? GeneOf(PersonSite site, GeneTable genes)
    {
        var holding = genes.Overlapping(site.Contig, site.Position, site.Position + 1).Select(t => t.Symbol).Min(StringComparer.Ordinal);
        return holding ?? genes.NearestStart(site.Contig, site.Position).Select(t => t.Symbol).Min(StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> Touched(GeneTable genes, string contig, double first, double last) =>
        [
            .. genes
                .Overlapping(contig, (long)first, (long)last + 1)
                .Select(t => t.Symbol)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Take(8),
        ];
}
