using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Specimens;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Exchange.Genetics;

/// <summary>One integration site of a verdict, as far as casework needs it.</summary>
/// <param name="Position">Counted from 1, as in the file.</param>
/// <param name="Gene">Gene at the site, else the one with the nearest start; null when it was not annotated.</param>
/// <param name="CancerGenes">Genes in or near the site that are on a cancer-gene list.</param>
/// <param name="Assessed">The site was looked up in a gene table and in a cancer-gene list: no cancer gene then means none.</param>
/// <param name="CellFraction">Share of all cells of the specimen that carry the site; null when it cannot be told.</param>
public sealed record SequencingSite(
    string Contig,
    long Position,
    SiteStatus Status,
    string? Gene,
    ImmutableArray<string> CancerGenes,
    bool Assessed,
    double? CellFraction
)
{
    /// <summary>As the ladder sees it; several when several cancer genes are near.</summary>
    public IEnumerable<IntegrationFinding> Findings =>
        CancerGenes.IsEmpty
            ? [new(Gene ?? $"{Contig}:{Position}", Assessed ? Ternary.No : Ternary.Unknown)]
            : CancerGenes.Select(g => new IntegrationFinding(g, Ternary.Yes));
}

/// <summary>What casework takes from a <c>verdict.json</c>: the contract between the genetic test and a case.</summary>
/// <param name="Compartment">Code of the compartment as the file states it (<c>tumour</c>, <c>blood</c>, ...).</param>
/// <param name="Purity">Share of tumour cells that was stated to the analysis; null when it was not.</param>
/// <param name="CopiesPerCell">Highest number among the searched sequences; null when it cannot be told.</param>
/// <param name="LimitOfDetection">LoD95 in copies per cell; null with <paramref name="WhyNoLimit"/>.</param>
/// <param name="SitesPlaced">False: sites could not be told, and an empty list says nothing.</param>
/// <param name="VectorsHash">Version of what was searched for.</param>
public sealed record SequencingResult(
    string Sample,
    string? Person,
    string ProgramVersion,
    VerdictClass Class,
    string Sentence,
    ImmutableArray<string> Reasons,
    string Compartment,
    double? Purity,
    double? CopiesPerCell,
    double? CopiesLower,
    double? CopiesUpper,
    double? LimitOfDetection,
    string? WhyNoLimit,
    bool SitesPlaced,
    ImmutableArray<SequencingSite> Sites,
    string VectorsHash,
    string RulesVersion
)
{
    /// <summary>A run that cannot answer is a failed test, never a negative one.</summary>
    public TestStatus Status => Class is VerdictClass.NotAssessable or VerdictClass.Failed ? TestStatus.Failed : TestStatus.Valid;

    public TestResult Result =>
        Class switch
        {
            VerdictClass.DetectedClonal or VerdictClass.DetectedLow => TestResult.Detected,
            VerdictClass.NotDetected => TestResult.NotDetected,
            _ => TestResult.None,
        };

    /// <summary>Yes only where the verdict says so; a low signal says nothing of clones.</summary>
    public Ternary VectorClonal => Class == VerdictClass.DetectedClonal ? Ternary.Yes : Ternary.Unknown;

    /// <summary>Confirmed sites as the ladder sees them.</summary>
    public ImmutableArray<IntegrationFinding> Findings =>
        [.. Sites.Where(s => s.Status == SiteStatus.Confirmed).SelectMany(s => s.Findings).Distinct()];

    /// <summary>Names no sample, so that a log line cannot either.</summary>
    public override string ToString() => nameof(SequencingResult);
}
