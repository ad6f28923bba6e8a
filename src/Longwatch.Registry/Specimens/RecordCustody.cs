using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>Enters one step of the life of a specimen; custody and holder of the clinical record follow from the log.</summary>
public sealed class RecordCustody(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Version">Of the specimen that the caller saw.</param>
    public sealed record Command(Guid Specimen, int Version, CustodyEvent Entry);

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>The status after the step.</returns>
    public async Task<Result<CustodyStatus>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var patient = await store.Read(
            (db, stop) =>
                db.Set<SpecimenRow>()
                    .Visible(db, caller, Permission.SpecimensWrite)
                    .Where(s => s.Id == command.Specimen)
                    .Select(s => (Guid?)s.Patient)
                    .SingleOrDefaultAsync(stop),
            cancellation
        );
        if (patient is null)
            return Visibility.NotFound;
        return await store.Write<CustodyStatus>(
            caller,
            new Act("specimens.record-custody", patient),
            (db, stop) => Change(db, caller, command, stop),
            cancellation
        );
    }

    private async Task<Result<CustodyStatus>> Change(RegistryDb db, Caller caller, Command command, CancellationToken cancellation)
    {
        var row = await db.Set<SpecimenRow>()
            .Visible(db, caller, Permission.SpecimensWrite)
            .SingleOrDefaultAsync(s => s.Id == command.Specimen, cancellation);
        if (row is null)
            return Visibility.NotFound;
        if (row.Version != command.Version)
            return RegistryStore.Conflict;
        var entry = command.Entry;
        if (time.IsFuture(entry.Date))
            return new Refusal("custody.future", "A day that has not come yet.");
        if (!(await Parties.Of(db, caller, cancellation)).Contains(entry.Party, StringComparer.Ordinal))
            return new Refusal("custody.not-yours", "You do not act for this centre or laboratory.");
        if (entry.To is { } to && !await IsParty(db, to, cancellation))
            return new Refusal("custody.receiver-unknown", "There is no such centre or laboratory.");
        var events = await CustodyRecords.Load(db, row.Id, cancellation);
        // Both sides confirm means two people, also where one person has two roles.
        if (
            entry.Step == CustodyStep.Received
            && events.LastOrDefault(e => e.Step == CustodyStep.Shipped) is { Account: { } sender }
            && sender == caller.Account
        )
            return new Refusal("custody.same-person", "Whoever sent the specimen does not confirm its receipt.");
        var centre = await db.Set<PatientRow>().Where(p => p.Id == row.Patient).Select(p => p.Centre).SingleAsync(cancellation);
        var before = CustodyRecords.Log(row, events, centre, entry.Date);
        if (events.IsEmpty)
            foreach (var (first, i) in before.Events.Select((e, i) => (e, i)))
                db.Add(CustodyRecords.Row(row, i + 1, first, Caller.System));
        var result = before.Append(entry);
        if (result is not Result<CustodyLog>.Ok { Value: var log })
            return ((Result<CustodyLog>.Refused)result).Why;
        db.Add(CustodyRecords.Row(row, log.Events.Length, entry, caller));
        (row.Custody, row.Holder) = (log.Status!.Value, log.Holder);
        if (entry.Step == CustodyStep.Collected)
            row.Collected = entry.Date;
        // A step that only notes still changes the specimen's record: whoever looked at the older one is told.
        db.Entry(row).Property(r => r.Custody).IsModified = true;
        return await PatientCheck.Against(db, row.Patient, [CohortTable.Specimens, CohortTable.Tests], cancellation) is { } broken
            ? broken
            : row.Custody;
    }

    private static async Task<bool> IsParty(RegistryDb db, string code, CancellationToken cancellation) =>
        await db.Set<CentreRow>().AnyAsync(c => c.Code == code && !c.Voided, cancellation)
        || await db.Set<LaboratoryRow>().AnyAsync(l => l.Code == code && !l.Voided, cancellation);
}
