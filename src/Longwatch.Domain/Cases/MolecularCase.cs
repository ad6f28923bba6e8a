using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.Cases;

/// <summary>A transgene result as a case report worded it.</summary>
public enum PublishedTransgeneResult : byte
{
    NotReported,
    NotTested,
    Negative,
    VeryLow,
    Positive,
}

public enum VectorClonality : byte
{
    NotReported,
    NotClonal,
    Oligoclonal,
    Clonal,
}

/// <summary>One published case with molecular work-up. A field named in <paramref name="UnverifiedFields"/> is shown but never used by a rule.</summary>
/// <param name="OnsetMonths">Months from infusion to diagnosis or first sign, as published.</param>
/// <param name="CarPositivePercent">Share of tumour cells that carried the CAR, in percent (a lower bound where the source says "more than").</param>
/// <param name="CopiesPerCell">Vector copies per tumour cell.</param>
/// <param name="LimitOfDetection">Of the transgene test, in vector copies per cell of the specimen.</param>
/// <param name="TumourFraction">Share of tumour cells in the specimen tested, 0 to 1.</param>
/// <param name="ExpressionEffect">Whether dysregulation of the gene at the site was demonstrated.</param>
/// <param name="AlternativeDriver">
/// Whether the source found another driver that suffices for the tumour; <see cref="Ternary.No"/> only where it was looked for and excluded.
/// </param>
public sealed record MolecularCase(
    string Id,
    string Citation,
    int Patients,
    string? Product,
    VectorFamily Vector,
    double? OnsetMonths,
    string Tumour,
    string? Immunophenotype,
    PublishedTransgeneResult Transgene,
    string? TransgeneMethods,
    string? TransgeneQuantity,
    double? CarPositivePercent,
    double? CopiesPerCell,
    double? LimitOfDetection,
    double? TumourFraction,
    VectorClonality VectorClonality,
    Ternary ClonePreexisting,
    Ternary TcrInApheresis,
    Ternary ExpressionEffect,
    Ternary AlternativeDriver,
    ImmutableArray<string> ClonalHaematopoiesis,
    ImmutableArray<string> Germline,
    ImmutableArray<string> OtherMutations,
    string? Virus,
    string? LaterTherapies,
    string? Outcome,
    ImmutableArray<IntegrationSite> Sites,
    ImmutableHashSet<string> UnverifiedFields,
    Provenance Provenance
);

/// <summary>One integration site of one case.</summary>
/// <param name="Region">Position in the gene as published: <c>3'UTR</c>, <c>intron 2</c>; null when not stated.</param>
/// <param name="CancerGene">Whether the gene is on a cancer-gene list (which one: <paramref name="CancerGeneList"/>).</param>
public sealed record IntegrationSite(string Gene, string? Region, Ternary CancerGene, string? CancerGeneList, Provenance Provenance);
