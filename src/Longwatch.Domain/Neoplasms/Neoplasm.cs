namespace Longwatch.Domain.Neoplasms;

public enum Lineage : byte
{
    Unknown,
    TCell,
    BCell,
    PlasmaCell,
    Myeloid,
    NaturalKiller,
    SolidTumour,
    NonMelanomaSkin,
}

/// <summary>What a neoplasm is to the disease for which the product was given. Only a second primary is ever counted as one.</summary>
public enum NeoplasmRelation : byte
{
    SecondPrimary,
    IndexDisease,
    Relapse,
    LineageSwitch,
}

/// <summary>One neoplasm of one patient, diagnosed after or before infusion.</summary>
/// <param name="Morphology">ICD-O-3 morphology and behaviour, for example <c>9702/3</c>.</param>
/// <param name="Topography">ICD-O-3 topography, for example <c>C77.9</c>; null when not recorded.</param>
/// <param name="ClonallyUnrelated">Shown by clonal comparison to be unrelated to the index disease.</param>
public sealed record Neoplasm(
    string Id,
    int Patient,
    DateOnly Diagnosed,
    string Morphology,
    string? Topography,
    Lineage Lineage,
    NeoplasmRelation Relation,
    Ternary ClonallyUnrelated
);
