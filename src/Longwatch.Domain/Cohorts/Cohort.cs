using System.Collections.Immutable;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.Cohorts;

/// <summary>A patient-level data set as it was known at its data lock. Every cross-reference is an index into the arrays beside it.</summary>
/// <param name="DataLock">Last day of which the set speaks; nothing after it is in the set.</param>
/// <param name="DataLockBasis">Where the data lock comes from, in words: the data set, an option, or the latest date in the files.</param>
/// <param name="Infusions">Sorted by patient, then date.</param>
/// <param name="Visits">Sorted by patient, then date.</param>
public sealed record Cohort(
    string Name,
    DateOnly DataLock,
    string DataLockBasis,
    ImmutableArray<Patient> Patients,
    ImmutableArray<Infusion> Infusions,
    ImmutableArray<Visit> Visits,
    ImmutableArray<Neoplasm> Neoplasms,
    ImmutableArray<Specimen> Specimens,
    ImmutableArray<TransgeneTest> Tests,
    ImmutableArray<Therapy> Therapies
);
