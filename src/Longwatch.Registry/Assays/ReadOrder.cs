using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Assays;

/// <summary>One test as the laboratory that was asked for it sees it.</summary>
public sealed record OrderView(
    TestRow Test,
    TestOrderRow Order,
    TestDetailRow? Detail,
    SpecimenRow Specimen,
    string? Identifier,
    string Pseudonym
);

/// <summary>Reads one test for the bench; the audit trail says so.</summary>
public sealed class ReadOrder(RegistryStore store) : IUseCase
{
    public async Task<Result<OrderView>> Do(Caller caller, Guid test, CancellationToken cancellation)
    {
        var found = await store.Read(
            (db, stop) => db.Set<TestRow>().Visible(db, caller, Permission.AssaysReport).SingleOrDefaultAsync(t => t.Id == test, stop),
            cancellation
        );
        if (found is null)
            return Visibility.NotFound;
        return await store.ReadPatient<OrderView>(
            caller,
            found.Patient,
            "assays.read",
            async (db, stop) =>
            {
                var order = await db.Set<TestOrderRow>().SingleOrDefaultAsync(o => o.Test == test && !o.Voided, stop);
                if (order is null || !(await Parties.Of(db, caller, stop)).Contains(order.Laboratory, StringComparer.Ordinal))
                    return Visibility.NotFound;
                return new OrderView(
                    found,
                    order,
                    await db.Set<TestDetailRow>().SingleOrDefaultAsync(d => d.Test == test, stop),
                    await db.Set<SpecimenRow>().SingleAsync(s => s.Id == found.Specimen, stop),
                    await db.Set<SpecimenDetailRow>()
                        .Where(d => d.Specimen == found.Specimen)
                        .Select(d => d.Identifier)
                        .SingleOrDefaultAsync(stop),
                    await db.Set<PatientRow>().Where(p => p.Id == found.Patient).Select(p => p.Pseudonym).SingleAsync(stop)
                );
            },
            cancellation
        );
    }
}
