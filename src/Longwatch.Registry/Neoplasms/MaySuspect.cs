using Longwatch.Registry.Access;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Neoplasms;

/// <summary>Whether the caller may report a suspicion about a patient: the patient is there, and at a centre of theirs.</summary>
public sealed class MaySuspect(RegistryStore store) : IUseCase
{
    public Task<bool> Do(Caller caller, Guid patient, CancellationToken cancellation) =>
        store.Read(async (db, stop) => await db.FindPatient(caller, Permission.NeoplasmsWrite, patient, stop) is not null, cancellation);
}
