using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Products;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Treatment;

/// <summary>Corrects an infusion, or voids one that was entered by mistake; both with a reason.</summary>
public sealed class CorrectInfusion(RegistryStore store, ProductCatalogue catalogue, TimeProvider time) : IUseCase
{
    /// <summary>What is to be recorded.</summary>
    /// <param name="Version">The version that the caller saw; another one meanwhile is a conflict.</param>
    /// <param name="Facts">Null: the infusion never was; it is voided.</param>
    public sealed record Command(Guid Infusion, int Version, InfusionFacts? Facts, string Reason);

    /// <summary>Does it, as one act.</summary>
    /// <returns>Id of the patient.</returns>
    public async Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        // The act names the patient, so the patient is looked up first; whose it is never changes.
        var patient = await store.Read(
            (db, stop) =>
                db.Set<InfusionRow>()
                    .Visible(db, caller, Permission.PatientsWrite)
                    .Where(i => i.Id == command.Infusion)
                    .Select(i => (Guid?)i.Patient)
                    .SingleOrDefaultAsync(stop),
            cancellation
        );
        if (patient is not { } id)
            return Visibility.NotFound;
        return await store.Write<Guid>(
            caller,
            new Act(command.Facts is null ? "infusion.void" : "infusion.correct", id, command.Reason),
            async (db, stop) =>
            {
                var row = await db.Set<InfusionRow>().SingleAsync(i => i.Id == command.Infusion, stop);
                if (row.Version != command.Version)
                    return RegistryStore.Conflict;
                if (Reasons.Wrong(command.Reason) is { } missing)
                    return missing;
                if (command.Facts is not { } facts)
                {
                    row.Voided = true;
                }
                else
                {
                    if (facts.Wrong(time.Today().AddDays(1), catalogue) is { } why)
                        return why;
                    (row.Date, row.Product, row.Batch) = (facts.Date, facts.Product, facts.Batch);
                }

                return await PatientCheck.Against(db, id, Enum.GetValues<CohortTable>(), stop) is { } broken ? broken : id;
            },
            cancellation
        );
    }
}
