namespace Longwatch.Domain.Treatment;

public enum Sex : byte
{
    Unknown,
    Female,
    Male,
}

/// <summary>The disease for which the product was given.</summary>
public enum IndexDisease : byte
{
    Unknown,
    LargeBCellLymphoma,
    FollicularLymphoma,
    MantleCellLymphoma,
    MarginalZoneLymphoma,
    ChronicLymphocyticLeukaemia,
    AcuteLymphoblasticLeukaemia,
    MultipleMyeloma,
    OtherDisease,
}

/// <summary>One treated person, known only by a pseudonym, with what was known before the first infusion.</summary>
/// <param name="Id">Pseudonym, unique in the cohort.</param>
/// <param name="Birth">Date of birth as far as it is known; null when not recorded.</param>
/// <param name="PriorLines">Lines of therapy before the infusion; null when not recorded.</param>
public sealed record Patient(
    string Id,
    string Centre,
    Sex Sex,
    PartialDate? Birth,
    IndexDisease IndexDisease,
    int? PriorLines,
    PriorExposure Prior
)
{
    /// <summary>Names nobody, so that a log line cannot either.</summary>
    public override string ToString() => nameof(Patient);
}

/// <summary>Mutagenic treatment before the first infusion.</summary>
public readonly record struct PriorExposure(
    Ternary AutologousTransplant,
    Ternary AllogeneicTransplant,
    Ternary TotalBodyIrradiation,
    Ternary Alkylator
);

/// <summary>One administration of one product. <paramref name="Patient"/> is an index into <c>Cohort.Patients</c>.</summary>
public readonly record struct Infusion(string Id, int Patient, DateOnly Date, string Product, string? Batch);

public enum TherapyKind : byte
{
    Chemotherapy,
    Alkylator,
    TotalBodyIrradiation,
    Radiotherapy,
    AutologousTransplant,
    AllogeneicTransplant,
    BispecificAntibody,
    ImmunomodulatoryDrug,
    CheckpointInhibitor,
    OtherTherapy,
}

/// <summary>One dated course of other treatment, before or after an infusion.</summary>
public sealed record Therapy(int Patient, DateOnly Start, TherapyKind Kind, string? Agent);
