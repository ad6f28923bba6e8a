using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Genomics;

/// <summary>A whole genetic test: every output is written from this object.</summary>
/// <param name="SampleId">As given, or the name of the first input file.</param>
public sealed record GeneticResult(
    string SampleId,
    string Version,
    TestSetting Setting,
    SpecimenFacts Specimen,
    CompiledVectors Vectors,
    ScreeningResult Screening,
    EvidenceResult Evidence,
    SitesResult Sites,
    IReadOnlyList<SiteAnnotation> Annotations,
    QuantityResult Quantities,
    GeneticVerdict Verdict
)
{
    /// <summary>What was known of the sample beside its reads.</summary>
    public RunContext Run { get; init; } = new(SampleId);
}

/// <summary>With what a test was run, beside the reads and the vectors.</summary>
/// <param name="RulesSha256">Of the rules file as read, lower-case hex.</param>
/// <param name="Reference">Name of the host genome file; null when none was given.</param>
/// <param name="GeneTable">Name of the gene table used for annotation; empty when there was none.</param>
/// <param name="CancerGeneLists">Names of the lists looked up.</param>
public sealed record TestSetting(
    Compartment Compartment,
    string RulesVersion,
    string RulesSha256,
    string? Reference,
    string GeneTable,
    IReadOnlyList<string> CancerGeneLists
)
{
    /// <summary>Contigs of <see cref="Reference"/>; empty when there was none, or when the input is aligned and says them itself.</summary>
    public IReadOnlyList<ContigInfo> ReferenceContigs { get; init; } = [];
}
