using System.Collections.Immutable;
using Longwatch.Domain.Evidence;

namespace Longwatch.Domain.Treatment;

/// <summary>How the transgene is carried into the cell.</summary>
public enum VectorFamily : byte
{
    Unknown,
    Lentiviral,
    Gammaretroviral,
    Transposon,
}

/// <summary>One CAR T-cell product as the catalogue knows it. Attributes that are not known are null or <see cref="Ternary.Unknown"/>.</summary>
/// <param name="Code">INN in lower case; the key used in every file (for example <c>tisagenlecleucel</c>).</param>
/// <param name="Target">Antigen: CD19, BCMA.</param>
/// <param name="CostimulatoryDomain">4-1BB, CD28.</param>
public sealed record Product(
    string Code,
    string? Brand,
    string? Holder,
    string? Target,
    string? Binder,
    string? CostimulatoryDomain,
    string? HingeAndTransmembrane,
    VectorFamily Vector,
    string? Promoter,
    VectorElements Elements,
    ImmutableHashSet<string> UnverifiedFields,
    Provenance Provenance
);

/// <summary>Vector elements an assay may look for.</summary>
/// <param name="LtrType">For example <c>HIV-1 SIN</c>, <c>MMLV/MSCV</c>; null when not known.</param>
public sealed record VectorElements(Ternary Psi, Ternary Rre, Ternary Cppt, Ternary Wpre, string? LtrType);

/// <summary>One marketing authorisation of one product in one jurisdiction.</summary>
public sealed record ProductApproval(string Product, string Jurisdiction, PartialDate? Approved, string? Status, Provenance Provenance);
