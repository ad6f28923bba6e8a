using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Products;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Treatment;

/// <summary>Records an infusion of a patient; the follow-up is due from its day on.</summary>
public sealed class AddInfusion(RegistryStore store, ProductCatalogue catalogue, TimeProvider time) : IUseCase
{
    public sealed record Command(Guid Patient, InfusionFacts Facts);

    /// <summary>Does it, as one act.</summary>
    /// <returns>Id of the infusion.</returns>
    public Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<Guid>(
            caller,
            new Act("infusion.add", command.Patient),
            async (db, stop) =>
            {
                if (await db.FindPatient(caller, Permission.PatientsWrite, command.Patient, stop) is null)
                    return Visibility.NotFound;
                if (command.Facts.Wrong(time.Today().AddDays(1), catalogue) is { } why)
                    return why;
                var row = new InfusionRow
                {
                    Patient = command.Patient,
                    Code = RecordCodes.New("IN"),
                    Date = command.Facts.Date,
                    Product = command.Facts.Product,
                    Batch = command.Facts.Batch,
                };
                db.Add(row);
                return await PatientCheck.Against(db, command.Patient, Enum.GetValues<CohortTable>(), stop) is { } broken ? broken : row.Id;
            },
            cancellation
        );
    }
}
