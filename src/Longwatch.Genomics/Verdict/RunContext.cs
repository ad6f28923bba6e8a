namespace Longwatch.Genomics.Verdict;

/// <summary>What is known about a sample beside its reads. Null always means not known, never zero.</summary>
/// <param name="SampleId">As it is to be named in the verdict.</param>
/// <param name="NeighbourFragments">Fragments of the vector in all other libraries of the run together; null when the run is not known.</param>
/// <param name="IndexHopRate">Share of a library's fragments that is read under another library's index; null when not measured, then the rule's value holds.</param>
/// <param name="SitesSharedWithOthers">Ids of sites of this sample that were also seen in another person.</param>
/// <param name="TCellFraction">Share of T cells in the specimen, 0 to 1.</param>
/// <param name="ProductVector">Name of the vector of the product given, as the vector library calls it; null when no product is stated or its vector is not known.</param>
/// <param name="ProductVectorSearched">Whether that vector was among those searched; null when no product is stated.</param>
/// <param name="DaysSinceInfusion">Days from the infusion to the specimen.</param>
/// <param name="PuritySource">How the purity is known, in words.</param>
/// <param name="PositiveControl">What a positive control of the run showed; null when there was none.</param>
/// <param name="BlankControl">What a blank of the run showed; null when there was none.</param>
/// <param name="RegionsBaited">What a targeted assay baits, in words.</param>
/// <param name="SoftwareVersion">Version of Longwatch, with what it called.</param>
/// <param name="ReferenceHash">SHA-256 of the host reference; null without one.</param>
public sealed record RunContext(
    string SampleId,
    Compartment Compartment = Compartment.Tumour,
    long? NeighbourFragments = null,
    double? IndexHopRate = null,
    IReadOnlyList<string>? SitesSharedWithOthers = null,
    double? TCellFraction = null,
    string? ProductVector = null,
    bool? ProductVectorSearched = null,
    int? DaysSinceInfusion = null,
    string? PuritySource = null,
    string? PositiveControl = null,
    string? BlankControl = null,
    string? RegionsBaited = null,
    string? SoftwareVersion = null,
    string? ReferenceHash = null
)
{
    /// <summary>Whose specimen it is; null when not stated.</summary>
    public string? Person { get; init; }

    /// <summary>Mean number of hopped fragments, lowest and highest that are possible; null when the run is not known.</summary>
    internal (double Lowest, double Highest)? Hopped(VerdictRules rules) =>
        NeighbourFragments is not { } others || others == 0 || IndexHopRate == 0 ? null
        : IndexHopRate is { } measured ? (others * measured, others * measured)
        : (others * rules.IndexHopRate, others * Math.Max(rules.IndexHopRate, rules.GreatestHopRate));
}
