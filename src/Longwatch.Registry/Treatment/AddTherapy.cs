using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Treatment;

/// <summary>Records a course of other therapy, before or after the infusion: the mutagens that compete with the vector as a cause.</summary>
public sealed class AddTherapy(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>What is to be recorded.</summary>
    public sealed record Command(Guid Patient, TherapyFacts Facts);

    /// <summary>Does it, as one act.</summary>
    /// <returns>Id of the course.</returns>
    public Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<Guid>(
            caller,
            new Act("therapy.add", command.Patient),
            async (db, stop) =>
            {
                if (await db.FindPatient(caller, Permission.PatientsWrite, command.Patient, stop) is null)
                    return Visibility.NotFound;
                var facts = command.Facts;
                if (facts.Wrong(time) is { } why)
                    return why;
                var row = new TherapyRow
                {
                    Patient = command.Patient,
                    Start = facts.Start,
                    Kind = facts.Kind,
                    Agent = facts.Agent,
                    Ordinal = await db.NextOrdinal(command.Patient, facts, stop),
                };
                db.Add(row);
                return await PatientCheck.Against(db, command.Patient, [CohortTable.Therapies], stop) is { } broken ? broken : row.Id;
            },
            cancellation
        );
    }
}
