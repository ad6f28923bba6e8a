using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Causality;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Cases;

/// <summary>Reads one case with its whole evidence; the audit trail says so.</summary>
public sealed class ReadCase(RegistryStore store, CaseGround ground, TimeProvider time) : IUseCase
{
    private const int MostActs = 100;

    public async Task<Result<CaseView>> Do(Caller caller, Guid id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var row = await store.Read((db, stop) => CaseAccess.Find(db, caller, Permission.CasesRead, id, stop), cancellation);
        if (row is null)
            return Visibility.NotFound;
        return await store.ReadPatient<CaseView>(
            caller,
            row.Patient,
            "cases.read",
            async (db, stop) => await Build(db, caller, await CaseRecords.Load(db, ground, row, stop), stop),
            cancellation
        );
    }

    private async Task<CaseView> Build(RegistryDb db, Caller caller, CaseRecords records, CancellationToken cancellation)
    {
        var evidence = records.Evidence;
        var stored = await CausalityRecords.Load(db, records.Case.Id, cancellation);
        var now = stored?.Assessment.Know(evidence);
        var placed = records.Placed;
        var specimenIds = records.Specimens.Select(s => s.Id).ToArray();
        Dictionary<Guid, SpecimenDetailRow> details =
            specimenIds.Length == 0
                ? []
                : await db.Set<SpecimenDetailRow>()
                    .Where(d => specimenIds.Contains(d.Specimen))
                    .ToDictionaryAsync(d => d.Specimen, cancellation);
        var testIds = records.Tests.Select(t => t.Id).ToArray();
        Dictionary<Guid, TestOrderRow> orders =
            testIds.Length == 0
                ? []
                : await db.Set<TestOrderRow>()
                    .Where(o => testIds.Contains(o.Test) && !o.Voided)
                    .ToDictionaryAsync(o => o.Test, cancellation);
        return new(
            records.Case,
            records.Patient,
            records.Neoplasm,
            records.Stage(now?.Current.State),
            records.Checklist,
            records.Answers.ToImmutableDictionary(a => a.Item, a => (a.Id, a.Version), StringComparer.Ordinal),
            records.Infusions,
            records.Visits,
            await PersistenceReadings.Load(db, records.Patient.Id, cancellation),
            records.Therapies,
            [
                .. records.Specimens.Select(s => new CaseSpecimen(
                    s,
                    details.GetValueOrDefault(s.Id),
                    s.Type == SpecimenType.Tumour && s.Neoplasm == records.Neoplasm.Id
                )),
            ],
            [
                .. records.Tests.Select(t =>
                {
                    var specimen = records.Specimens.First(s => s.Id == t.Specimen);
                    return new CaseTestView(
                        t,
                        specimen.Code,
                        specimen.Type,
                        orders.GetValueOrDefault(t.Id),
                        records.Details.GetValueOrDefault(t.Id),
                        placed.Findings.From.Contains(t.Code, StringComparer.Ordinal)
                    );
                }),
            ],
            placed,
            evidence,
            await ReadSpecimen.Consent(db, records.Patient.Id, time.Today(), cancellation),
            stored is null ? null : CausalityView.Of(stored, now!, caller, records.Patient.Centre),
            await Acts(db, records.Patient.Id, cancellation)
        );
    }

    /// <summary>Who changed what: acts without their contents, so that they cannot tell a verdict.</summary>
    private static async Task<ImmutableArray<CaseAct>> Acts(RegistryDb db, Guid patient, CancellationToken cancellation) =>
        [
            .. await db
                .Database.SqlQuery<CaseAct>(
                    $"""
                    select at as "At", actor_name as "PrintedName", command as "Command" from audit.act
                    where patient = {patient} and kind <> 'read' and split_part(command, '.', 1) in ('neoplasms', 'cases', 'specimens', 'assays', 'causality')
                    order by id desc limit {MostActs}
                    """
                )
                .ToListAsync(cancellation),
        ];
}
