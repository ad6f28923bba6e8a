namespace Longwatch.Domain.FollowUp;

public enum VitalStatus : byte
{
    Unknown,
    Alive,
    Dead,
}

public enum DiseaseStatus : byte
{
    NotAssessed,
    Remission,
    StableDisease,
    RelapseOrProgression,
}

/// <summary>One contact with the patient, or one linkage with a death register.</summary>
/// <param name="Patient">Index into <c>Cohort.Patients</c>.</param>
/// <param name="DeathDate">Given exactly when <paramref name="VitalStatus"/> is <see cref="FollowUp.VitalStatus.Dead"/>.</param>
/// <param name="RelapseDate">Date of relapse or progression first recorded at this visit; null otherwise.</param>
public readonly record struct Visit(
    int Patient,
    DateOnly Date,
    VitalStatus VitalStatus,
    DateOnly? DeathDate,
    DiseaseStatus DiseaseStatus,
    DateOnly? RelapseDate
);
