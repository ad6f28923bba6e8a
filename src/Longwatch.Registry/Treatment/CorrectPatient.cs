using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Treatment;

/// <summary>Corrects what is recorded of a patient: a new version, with a reason. The old one stays in the audit trail.</summary>
public sealed class CorrectPatient(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>What is to be recorded.</summary>
    /// <param name="Version">The version that the caller saw; another one meanwhile is a conflict.</param>
    public sealed record Command(Guid Patient, int Version, PatientFacts Facts, string Reason);

    /// <summary>Does it, as one act.</summary>
    /// <returns>The new version.</returns>
    public Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<int>(
            caller,
            new Act("patient.correct", command.Patient, command.Reason),
            async (db, stop) =>
            {
                if (await db.FindPatient(caller, Permission.PatientsWrite, command.Patient, stop) is not { } row)
                    return Visibility.NotFound;
                if (row.Version != command.Version)
                    return RegistryStore.Conflict;
                if (Reasons.Wrong(command.Reason) is { } missing)
                    return missing;
                if (command.Facts.Wrong(time.Today().AddDays(1)) is { } why)
                    return why;
                command.Facts.Into(row);
                return await PatientCheck.Against(db, row.Id, Enum.GetValues<CohortTable>(), stop) is { } broken
                    ? broken
                    : command.Version + 1;
            },
            cancellation
        );
    }
}
