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
    SpecimenFacts Specimen,
    CompiledVectors Vectors,
    ScreeningResult Screening,
    EvidenceResult Evidence,
    SitesResult Sites,
    IReadOnlyList<SiteAnnotation> Annotations,
    QuantityResult Quantities,
    GeneticVerdict Verdict
);
