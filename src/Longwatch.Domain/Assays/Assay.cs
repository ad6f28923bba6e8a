using System.Collections.Immutable;

namespace Longwatch.Domain.Assays;

/// <summary>What an assay looks at.</summary>
public enum AssayTarget : byte
{
    Psi,
    Rre,
    Cppt,
    Wpre,

    /// <summary>Long terminal repeat of HIV-1, as lentiviral vectors carry it.</summary>
    HivLtr,

    /// <summary>Long terminal repeat of the murine stem cell virus, as gammaretroviral vectors carry it.</summary>
    MscvLtr,

    /// <summary>Sequence or idiotype of the single-chain fragment FMC63.</summary>
    Fmc63,

    /// <summary>The CAR of the products that the assay names.</summary>
    CarOfProducts,

    /// <summary>Every vector whose sequence the analysis is given.</summary>
    GivenSequences,
}

public enum AssayMethod : byte
{
    QuantitativePcr,
    DigitalPcr,
    WholeGenome,
    TargetedSequencing,
    LamPcr,
    Immunohistochemistry,
    InSituHybridisation,
    FlowCytometry,
}

/// <summary>One assay of the catalogue.</summary>
/// <param name="Code">Stable key; the assay of a test in the clinical record.</param>
/// <param name="Products">Products that a <see cref="AssayTarget.CarOfProducts"/> or <see cref="AssayTarget.GivenSequences"/> assay covers; else empty.</param>
/// <param name="LimitOfDetection">LoD95 in copies per cell as validated; null when it comes with each result or is not known.</param>
/// <param name="Evidence">Evidence tag of what is said here (V, V2, MK, D).</param>
public sealed record Assay(
    string Code,
    string Name,
    AssayMethod Method,
    ImmutableArray<AssayTarget> Targets,
    ImmutableArray<string> Products,
    double? LimitOfDetection,
    string Version,
    string Source,
    string Evidence,
    string? Note
)
{
    /// <summary>True for methods that show the CAR on or in cells, in percent, and not copies per cell.</summary>
    public bool CountsCells => Method is AssayMethod.Immunohistochemistry or AssayMethod.InSituHybridisation or AssayMethod.FlowCytometry;
}

/// <summary>What is known of one patient that bears on an assay.</summary>
/// <param name="Products">Codes of every product the patient was given.</param>
/// <param name="Hiv">HIV-1 infection.</param>
public sealed record AssayPatient(ImmutableArray<string> Products, Ternary Hiv);

/// <summary>What may go wrong with an assay for a patient.</summary>
public enum AssayFindingKind : byte
{
    /// <summary>The assay looks at nothing that the product has: its negative says nothing.</summary>
    Blind,

    /// <summary>Whether the product has what the assay looks at is not known.</summary>
    NotKnown,

    /// <summary>A positive does not tell which of several products it is.</summary>
    NotSpecific,

    /// <summary>Something else than the product may make it positive.</summary>
    CrossReacts,
}

/// <summary>One warning before a test is ordered.</summary>
/// <param name="Product">The product it is about; null when it is about the patient.</param>
/// <param name="Verified">False when it rests on a field of the catalogue that is background knowledge only.</param>
/// <param name="MustBeAcknowledged">The order needs a reason in words.</param>
public sealed record AssayFinding(AssayFindingKind Kind, string? Product, string Text, bool Verified, bool MustBeAcknowledged);
