using Longwatch.Registry.Access;
using Longwatch.Registry.Store;

namespace Longwatch.Portal.Patients;

/// <summary>Whether a form about a patient may be opened: the patient is there, and the caller's to change.</summary>
internal sealed class Editable(RegistryStore store)
{
    internal Task<bool> Is(Caller caller, Guid patient, CancellationToken cancellation) =>
        store.Read(async (db, stop) => await db.FindPatient(caller, Permission.PatientsWrite, patient, stop) is not null, cancellation);
}
