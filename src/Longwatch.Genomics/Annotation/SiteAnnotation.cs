namespace Longwatch.Genomics.Annotation;

/// <summary>Which part of a gene a site lies in.</summary>
public enum GenePart : byte
{
    Exon,
    FivePrimeUtr,
    ThreePrimeUtr,
    Intron,
}

/// <summary>A gene that contains a site.</summary>
/// <param name="SameOrientation">The provirus is transcribed in the direction of the gene.</param>
/// <param name="Part">The most consequential part over the transcripts: exon before UTR before intron.</param>
/// <param name="Number">Of the exon or intron in transcript direction, counted from 1, in <paramref name="Transcript"/>.</param>
public sealed record ContainingGene(string Gene, string Transcript, bool SameOrientation, GenePart Part, int Number);

/// <summary>A gene beside a site. "Near" says nothing about cause.</summary>
/// <param name="DistanceToStart">Bases from the site to the nearest transcription start; negative when the site lies upstream in the gene's direction.</param>
/// <param name="DistanceToGene">0 inside.</param>
/// <param name="Lists">Names of the cancer-gene lists that hold it.</param>
public sealed record NearbyGene(string Gene, long DistanceToStart, long DistanceToGene, bool SameOrientation, IReadOnlyList<string> Lists);

/// <summary>What lies at and around a site.</summary>
/// <param name="Containing">Genes that contain it; empty between genes.</param>
/// <param name="NearestStart">Null when the contig has no genes in the table.</param>
/// <param name="CancerGenes">Within the window, nearest first.</param>
/// <param name="Assessable">False when the gene table does not know the contig (another assembly, a decoy).</param>
public sealed record SiteAnnotation(
    string SiteId,
    IReadOnlyList<ContainingGene> Containing,
    NearbyGene? NearestStart,
    IReadOnlyList<NearbyGene> CancerGenes,
    bool Assessable
)
{
    /// <summary>Why it cannot be assessed, or what a reader must know of the position; null when there is nothing to say.</summary>
    public string? Note { get; init; }
}
