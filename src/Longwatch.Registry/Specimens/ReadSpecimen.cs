using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>One specimen with its log, what may follow, and the contacts of the manufacturers.</summary>
/// <param name="Next">Steps that may follow, whoever takes them.</param>
/// <param name="Parties">For whom the caller may act.</param>
/// <param name="Receivers">To whom it can be sent.</param>
public sealed record SpecimenView(
    Guid Id,
    int Version,
    string Code,
    Guid Patient,
    string Pseudonym,
    string Centre,
    Guid? Case,
    SpecimenType Type,
    SpecimenDetailRow? Detail,
    double? TumourFraction,
    DateOnly? Collected,
    CustodyLog Log,
    IReadOnlyList<CustodyEventRow> Events,
    ImmutableArray<CustodyStep> Next,
    ImmutableArray<string> Parties,
    IReadOnlyList<string> Receivers,
    ImmutableArray<string> Products,
    ConsentView Consent
);

/// <summary>Consent to testing as it stands.</summary>
/// <param name="Version">Null when none is recorded.</param>
/// <param name="Against">Why nothing may be tested today; null when it may.</param>
/// <param name="Record">Id of the record; null when there is none.</param>
public sealed record ConsentView(int? Version, TestingConsent Consent, string? Source, string? Against, Guid? Record);

/// <summary>Reads one specimen; the audit trail says so.</summary>
public sealed class ReadSpecimen(RegistryStore store, TimeProvider time) : IUseCase
{
    public async Task<Result<SpecimenView>> Do(Caller caller, Guid specimen, CancellationToken cancellation)
    {
        var row = await store.Read(
            (db, stop) =>
                db.Set<SpecimenRow>().Visible(db, caller, Permission.SpecimensRead).SingleOrDefaultAsync(s => s.Id == specimen, stop),
            cancellation
        );
        if (row is null)
            return Visibility.NotFound;
        return await store.ReadPatient<SpecimenView>(
            caller,
            row.Patient,
            "specimens.read",
            async (db, stop) =>
            {
                var patient = await db.Set<PatientRow>().SingleAsync(p => p.Id == row.Patient, stop);
                var events = await CustodyRecords.Load(db, row.Id, stop);
                var log = CustodyRecords.Log(row, events, patient.Centre, time.Today());
                var centres = await db.Set<CentreRow>().Where(c => !c.Voided).OrderBy(c => c.Code).Select(c => c.Code).ToListAsync(stop);
                var laboratories = await db.Set<LaboratoryRow>()
                    .Where(l => !l.Voided)
                    .OrderBy(l => l.Code)
                    .Select(l => l.Code)
                    .ToListAsync(stop);
                return new SpecimenView(
                    row.Id,
                    row.Version,
                    row.Code,
                    row.Patient,
                    patient.Pseudonym,
                    patient.Centre,
                    await db.Set<NeoplasmCaseRow>()
                        .Where(c => c.Neoplasm == row.Neoplasm && !c.Voided)
                        .Select(c => (Guid?)c.Id)
                        .SingleOrDefaultAsync(stop),
                    row.Type,
                    await db.Set<SpecimenDetailRow>().SingleOrDefaultAsync(d => d.Specimen == row.Id, stop),
                    row.TumourFraction,
                    row.Collected,
                    log,
                    events,
                    log.Next,
                    await Parties.Of(db, caller, stop),
                    [.. laboratories, .. centres],
                    [
                        .. await db.Set<InfusionRow>()
                            .Where(i => i.Patient == row.Patient && !i.Voided)
                            .OrderBy(i => i.Date)
                            .Select(i => i.Product)
                            .Distinct()
                            .ToListAsync(stop),
                    ],
                    await Consent(db, row.Patient, time.Today(), stop)
                );
            },
            cancellation
        );
    }

    internal static async Task<ConsentView> Consent(RegistryDb db, Guid patient, DateOnly today, CancellationToken cancellation)
    {
        var row = await db.Set<TestingConsentRow>().SingleOrDefaultAsync(c => c.Patient == patient && !c.Voided, cancellation);
        var consent = row is null ? default : new TestingConsent(row.Given, row.FromDate, row.Withdrawn);
        return new(row?.Version, consent, row?.Source, consent.Against(today)?.Message, row?.Id);
    }
}
