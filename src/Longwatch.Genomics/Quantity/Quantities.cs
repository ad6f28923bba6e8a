using Longwatch.Statistics;

namespace Longwatch.Genomics.Quantity;

/// <summary>What the laboratory says about a specimen.</summary>
/// <param name="Purity">Share of tumour cells, 0 to 1; null when not stated.</param>
/// <param name="TumourPloidy">Mean copies of the genome in a tumour cell.</param>
/// <param name="Product">INN of the product given; null when not stated.</param>
public sealed record SpecimenFacts(double? Purity, double TumourPloidy, string? Product, AssayKind Assay, MoleculeKind Molecule);

public enum AssayKind : byte
{
    WholeGenome,

    /// <summary>Exome or gene panel: depth off target decides, and copies per cell cannot be told.</summary>
    Targeted,

    /// <summary>LM-PCR, LAM-PCR or amplicons: depth says nothing about copies.</summary>
    Amplicon,
    Rna,
}

public enum MoleculeKind : byte
{
    Dna,
    Rna,
}

/// <summary>A number with its interval, or why there is none.</summary>
/// <param name="Value">Null when it cannot be told; <paramref name="Note"/> then says why.</param>
public sealed record Quantity(double? Value, Interval? Interval, string Method, string? Note);

/// <summary>Copies of the vector.</summary>
/// <param name="PerCell">Mean over all cells of the specimen (per diploid genome).</param>
/// <param name="PerTumourCell">If all copies were in tumour cells, from purity and ploidy.</param>
/// <param name="VectorDepth">Mean depth over positions that only the vector can cover in this sample: of unique origin, and those shared with wild-type retroviruses when the sample shows nothing of their own.</param>
/// <param name="HostDepth">Mean depth of the diploid host.</param>
public sealed record VectorCopyNumber(int Sequence, Quantity PerCell, Quantity PerTumourCell, double VectorDepth, double HostDepth);

/// <summary>Share of cells that carry one site.</summary>
/// <param name="AlleleFraction">Junction over junction plus spanning.</param>
/// <param name="CellFraction">From the allele fraction, purity and ploidy, one copy per cell.</param>
/// <param name="CloneNumber">Sites with the same number fit one clone.</param>
public sealed record SiteFraction(
    string SiteId,
    int JunctionFragments,
    int SpanningFragments,
    Quantity AlleleFraction,
    Quantity CellFraction,
    int CloneNumber
)
{
    /// <summary>Share of the tumour cells that carry the site, if all carriers are tumour cells; null with a reason when the purity is not stated.</summary>
    public Quantity TumourCellFraction { get; init; } = new(null, null, "", "not estimated");
}

/// <summary>What this run could have seen.</summary>
/// <param name="RequiredFragments">Distinct unique fragments that a detection needs.</param>
/// <param name="EffectiveLength">Start positions on the vector from which a fragment yields unique evidence, in bases.</param>
/// <param name="CopiesPerCell">LoD95: copies per cell detected with probability 0.95; null when not assessable.</param>
/// <param name="CellShare">LoD95 as a share of cells with one copy each.</param>
/// <param name="UpperBound">Upper 95 % limit of copies per cell given the fragments seen.</param>
/// <param name="PowerForClonalSite">Probability that one heterozygous site in every tumour cell at the stated purity would have been called; null without purity.</param>
/// <param name="WhyNot">When not assessable.</param>
public sealed record DetectionLimit(
    int RequiredFragments,
    double EffectiveLength,
    double HostDepth,
    double FifthPercentileDepth,
    double? CopiesPerCell,
    double? CellShare,
    double? UpperBound,
    double? PowerForPresence,
    double? PowerForClonalSite,
    string? WhyNot
)
{
    /// <summary>The vector that the limit is stated for: the product's when it is known, else the one with the shortest effective length.</summary>
    public string VectorName { get; init; } = "";

    /// <summary>Distinct unique fragments that one copy per diploid genome is expected to yield.</summary>
    public double FragmentsPerCopy { get; init; }

    /// <summary>Split or discordant fragments at the two joins that one copy per diploid genome is expected to yield.</summary>
    public double JoinFragmentsPerCopy { get; init; }

    /// <summary>Variance of the unique fragments beyond Poisson, as a share of the squared mean.</summary>
    public double Dispersion { get; init; }

    /// <summary>Share of the vector's 31-mers that are not solid unique evidence.</summary>
    public double MaskedShare { get; init; }

    /// <summary>Fragments that index hopping or carry-over alone would have yielded on average, as told by the run; raises the required number.</summary>
    public double ExpectedContamination { get; init; }

    /// <summary>How the host depth was taken, in words.</summary>
    public string DepthMethod { get; init; } = "";
}

/// <summary>All quantities of a sample.</summary>
public sealed record QuantityResult(IReadOnlyList<VectorCopyNumber> CopyNumbers, IReadOnlyList<SiteFraction> Sites, DetectionLimit Limit)
{
    /// <summary>Solid unique evidence per provirus or construct: what a positive call rests on.</summary>
    public IReadOnlyList<UniqueEvidence> Unique { get; init; } = [];
}
