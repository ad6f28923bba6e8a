using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp;
using Longwatch.Registry.FollowUp.Consent;
using Longwatch.Registry.FollowUp.Risk;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Treatment;

/// <summary>Everything that is recorded of one patient, as it is now. The reading is an act of the audit trail.</summary>
public sealed class ReadPatient(RegistryStore store) : IUseCase
{
    /// <summary>The facts of one patient, oldest first; voided ones are left out.</summary>
    /// <param name="Risk">What a model predicts, for those who keep the watch; null for others, without a prediction, and without consent to research.</param>
    public sealed record File(
        PatientRow Patient,
        CentreRow Centre,
        IReadOnlyList<InfusionRow> Infusions,
        IReadOnlyList<VisitRow> Visits,
        IReadOnlyList<NeoplasmRow> Neoplasms,
        IReadOnlyList<SpecimenRow> Specimens,
        IReadOnlyList<TestRow> Tests,
        IReadOnlyList<TherapyRow> Therapies,
        RiskRow? Risk
    )
    {
        /// <summary>Names nobody.</summary>
        public override string ToString() => nameof(File);
    }

    public Task<Result<File>> Do(Caller caller, Guid patient, CancellationToken cancellation) =>
        store.ReadPatient<File>(
            caller,
            patient,
            "patient.read",
            async (db, stop) =>
            {
                if (await db.FindPatient(caller, Permission.PatientsRead, patient, stop) is not { } row)
                    return Visibility.NotFound;
                var centre = await db.Set<CentreRow>().SingleAsync(c => c.Code == row.Centre, stop);
                var specimens = await Of<SpecimenRow>(db, patient).OrderBy(s => s.Collected).ToListAsync(stop);
                return new File(
                    row,
                    centre,
                    await Of<InfusionRow>(db, patient).OrderBy(i => i.Date).ToListAsync(stop),
                    await Of<VisitRow>(db, patient).OrderBy(v => v.Date).ThenBy(v => v.Ordinal).ToListAsync(stop),
                    await Of<NeoplasmRow>(db, patient).OrderBy(n => n.Diagnosed).ToListAsync(stop),
                    specimens,
                    specimens.Count == 0 ? [] : await Of<TestRow>(db, patient).OrderBy(t => t.Date).ToListAsync(stop),
                    await Of<TherapyRow>(db, patient).OrderBy(t => t.Start).ToListAsync(stop),
                    caller.May(Permission.FollowUpRead, row.Centre) ? await Risk(db, patient, stop) : null
                );
            },
            cancellation
        );

    private static Task<RiskRow?> Risk(RegistryDb db, Guid patient, CancellationToken stop) =>
        Of<RiskRow>(db, patient)
            .SingleOrDefaultAsync(r => !Of<ConsentRow>(db, patient).Any(c => c.Purpose == Purpose.Research && c.Withdrawn != null), stop);

    private static IQueryable<T> Of<T>(RegistryDb db, Guid patient)
        where T : Fact, IPatientFact => db.Set<T>().Where(f => f.Patient == patient && !f.Voided);
}
