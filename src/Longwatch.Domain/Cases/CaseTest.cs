using System.Collections.Immutable;
using Longwatch.Domain.Specimens;

namespace Longwatch.Domain.Cases;

/// <summary>One current test of one specimen, with all that the ladder can use of it.</summary>
/// <param name="Id">Key by which the case page points at it.</param>
/// <param name="OfTumour">The specimen is tumour tissue of this neoplasm; others are shown and never read by the ladder.</param>
/// <param name="TumourFraction">Share of tumour cells in the specimen tested, 0 to 1.</param>
/// <param name="CarPositivePercent">Share of tumour cells that carry the CAR (immunohistochemistry, in situ hybridisation, flow).</param>
/// <param name="Sites">Integration sites that were confirmed, with what the cancer-gene lists say.</param>
public sealed record CaseTest(
    string Id,
    SpecimenType Specimen,
    bool OfTumour,
    TestStatus Status,
    TestResult Result,
    double? CopiesPerCell,
    double? LimitOfDetection,
    double? TumourFraction,
    double? CarPositivePercent,
    Ternary VectorClonal,
    ImmutableArray<IntegrationFinding> Sites
)
{
    /// <summary>A valid result that says yes or no.</summary>
    public bool IsClear => this is { Status: TestStatus.Valid, Result: TestResult.Detected or TestResult.NotDetected };

    /// <summary>Copies are measured per cell of the specimen; only tumour content turns them into copies per tumour cell.</summary>
    public double? CopiesPerTumourCell => TumourFraction is > 0 and var fraction ? CopiesPerCell / fraction : null;
}

/// <summary>What the checklist adds to the ladder.</summary>
/// <param name="SameClone">Whether the T-cell receptor of the tumour is that of the vector-carrying cells.</param>
/// <param name="ExpressionEffect">Whether dysregulation of the gene at the site was demonstrated.</param>
/// <param name="AlternativeDriver">Yes: found; no: looked for and excluded.</param>
public readonly record struct CaseKnowledge(Ternary SameClone, Ternary ExpressionEffect, Ternary AlternativeDriver);
