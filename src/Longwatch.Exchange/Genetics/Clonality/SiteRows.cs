using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Clones;

namespace Longwatch.Exchange.Genetics.Clonality;

/// <summary>Every site in every sample, for <c>tables/sites.csv</c>.</summary>
internal static class SiteRows
{
    internal static ReportTable Of(SitesResultSet result)
    {
        var totals = result.Clones.Amounts.GroupBy(a => a.Sampling).ToDictionary(g => g.Key, g => g.Sum(a => a.Amount));
        return new(
            "sites",
            "Every site in every sample",
            [
                new("person", "Person"),
                new("compartment", "Compartment"),
                new("days", "Days", 0),
                new("site", "Site"),
                new("contig", "Chromosome"),
                new("position", "Position", 0),
                new("strand", "Strand"),
                new("abundance", "Abundance", 2),
                new("share", "Share", 3, true),
                new("genes", "Genes that hold it"),
                new("nearest_start", "Nearest transcription start"),
                new("distance_to_start", "Distance to it", 0),
                new("cancer_genes", "Cancer genes within the window"),
            ],
            [
                .. result.Clones.Amounts.Select(a =>
                {
                    var (site, sampling) = (result.Clones.Sites[a.Site], result.Clones.Samplings[a.Sampling]);
                    var annotation = Annotation(result, a.Site);
                    return Pieces.Row(
                        sampling.Person,
                        sampling.Compartment,
                        Pieces.Finite(sampling.Days),
                        site.Id,
                        site.HasPlace ? site.Contig : null,
                        site.HasPlace ? Cell.Of((double)(site.Position + 1)) : default,
                        site.HasPlace ? (site.Reverse ? "-" : "+") : null,
                        a.Amount,
                        a.Amount / totals[a.Sampling],
                        Genes(result, a.Site),
                        annotation?.NearestStart?.Gene,
                        annotation?.NearestStart is { } near ? Cell.Of((double)near.DistanceToStart) : default,
                        annotation is null ? null : string.Join(' ', annotation.CancerGenes.Select(g => g.Gene))
                    );
                }),
            ]
        );
    }

    /// <summary>Genes that hold a site, with part and orientation; null when genes are not named.</summary>
    internal static string? Genes(SitesResultSet result, int site) =>
        Annotation(result, site) is { } annotation
            ? string.Join(
                "; ",
                annotation.Containing.Select(g =>
                    $"{g.Gene} ({Part(g.Part)} {g.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}, {(g.SameOrientation ? "same" : "opposite")} orientation)"
                )
            )
            : null;

    internal static SiteAnnotation? Annotation(SitesResultSet result, int site) =>
        result.Annotations.Count == 0 ? null : result.Annotations[site];

    private static string Part(GenePart part) =>
        part switch
        {
            GenePart.FivePrimeUtr => "5' UTR, exon",
            GenePart.ThreePrimeUtr => "3' UTR, exon",
            GenePart.Exon => "exon",
            _ => "intron",
        };
}
