using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Specimens;

/// <summary>Reads the consent to testing of one patient, for who may record it.</summary>
public sealed class ReadConsent(RegistryStore store, TimeProvider time) : IUseCase
{
    public Task<Result<ConsentView>> Do(Caller caller, Guid patient, CancellationToken cancellation) =>
        store.ReadPatient<ConsentView>(
            caller,
            patient,
            "specimens.read-consent",
            async (db, stop) =>
                await db.FindPatient(caller, Permission.ConsentWrite, patient, stop) is null
                    ? Visibility.NotFound
                    : await ReadSpecimen.Consent(db, patient, time.Today(), stop),
            cancellation
        );
}
