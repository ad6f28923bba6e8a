using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Treatment;

/// <summary>Corrects a course of other therapy, or voids one that was entered by mistake; both with a reason.</summary>
public sealed class CorrectTherapy(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>What is to be recorded.</summary>
    /// <param name="Version">The version that the caller saw; another one meanwhile is a conflict.</param>
    /// <param name="Facts">Null: the course never was; it is voided.</param>
    public sealed record Command(Guid Therapy, int Version, TherapyFacts? Facts, string Reason);

    /// <summary>Does it, as one act.</summary>
    /// <returns>Id of the patient.</returns>
    public async Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        // The act names the patient, so the patient is looked up first; whose it is never changes.
        var patient = await store.Read(
            (db, stop) =>
                db.Set<TherapyRow>()
                    .Visible(db, caller, Permission.PatientsWrite)
                    .Where(t => t.Id == command.Therapy)
                    .Select(t => (Guid?)t.Patient)
                    .SingleOrDefaultAsync(stop),
            cancellation
        );
        if (patient is not { } id)
            return Visibility.NotFound;
        return await store.Write<Guid>(
            caller,
            new Act(command.Facts is null ? "therapy.void" : "therapy.correct", id, command.Reason),
            async (db, stop) =>
            {
                var row = await db.Set<TherapyRow>().SingleAsync(t => t.Id == command.Therapy, stop);
                if (row.Version != command.Version)
                    return RegistryStore.Conflict;
                if (Reasons.Wrong(command.Reason) is { } missing)
                    return missing;
                if (command.Facts is not { } facts)
                    row.Voided = true;
                else if (facts.Wrong(time) is { } why)
                    return why;
                else
                {
                    if ((row.Start, row.Kind) != (facts.Start, facts.Kind))
                        row.Ordinal = await db.NextOrdinal(id, facts, stop);
                    (row.Start, row.Kind, row.Agent) = (facts.Start, facts.Kind, facts.Agent);
                }

                return await PatientCheck.Against(db, id, [CohortTable.Therapies], stop) is { } broken ? broken : id;
            },
            cancellation
        );
    }
}
