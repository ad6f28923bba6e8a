using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Treatment;

/// <summary>Takes a patient into the watch under a new random pseudonym.</summary>
public sealed class RegisterPatient(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>What is to be recorded.</summary>
    /// <param name="Centre">Code of the treating centre, one of the caller's.</param>
    public sealed record Command(string Centre, PatientFacts Facts);

    /// <summary>Does it, as one act.</summary>
    /// <returns>Id of the patient.</returns>
    public Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        var id = Guid.CreateVersion7();
        return store.Write<Guid>(
            caller,
            new Act("patient.register", id),
            async (db, stop) =>
            {
                if (
                    !caller.May(Permission.PatientsWrite, command.Centre)
                    || !await db.Set<CentreRow>().AnyAsync(c => c.Code == command.Centre && !c.Voided, stop)
                )
                    return new Refusal("patient.centre", "Choose one of your centres.");
                if (command.Facts.Wrong(time.Today().AddDays(1)) is { } why)
                    return why;
                var row = new PatientRow
                {
                    Id = id,
                    Pseudonym = RecordCodes.New("LW"),
                    Centre = command.Centre,
                };
                command.Facts.Into(row);
                db.Add(row);
                return id;
            },
            cancellation
        );
    }
}
