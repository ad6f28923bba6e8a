using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Assays;

/// <summary>One test on the bench.</summary>
public sealed record OrderLine(
    Guid Test,
    string Code,
    string Assay,
    string Laboratory,
    DateOnly Ordered,
    TestStatus Status,
    TestResult Result,
    Guid Specimen,
    string SpecimenCode,
    string? Identifier,
    SpecimenType Type,
    CustodyStatus Custody,
    string? Holder,
    string Pseudonym
);

/// <summary>The laboratory's bench: orders of the laboratories for which the caller works, waiting ones first, oldest first.</summary>
public sealed class ListOrders(RegistryStore store) : IUseCase
{
    private const int Most = 500;

    /// <summary>Carries it out, or says why not.</summary>
    /// <param name="done">True: those that have a result; false: those that wait.</param>
    public Task<IReadOnlyList<OrderLine>> Do(Caller caller, bool done, CancellationToken cancellation) =>
        store.Read<IReadOnlyList<OrderLine>>(
            async (db, stop) =>
            {
                string[] parties = [.. await Parties.Of(db, caller, stop)];
                var patients = db.Set<PatientRow>().Visible(caller, Permission.AssaysReport);
                var orders =
                    from o in db.Set<TestOrderRow>()
                    join t in db.Set<TestRow>() on o.Test equals t.Id
                    join s in db.Set<SpecimenRow>() on t.Specimen equals s.Id
                    join p in patients on t.Patient equals p.Id
                    where !o.Voided && !t.Voided && parties.Contains(o.Laboratory) && (t.Status != TestStatus.NotPerformed) == done
                    select new
                    {
                        o,
                        t,
                        s,
                        p,
                    };
                // What waits, the longest waiting first; what is done, the newest first.
                orders = done
                    ? orders.OrderByDescending(l => l.o.Ordered).ThenByDescending(l => l.t.Id)
                    : orders.OrderBy(l => l.o.Ordered).ThenBy(l => l.t.Id);
                return await orders
                    .Take(Most)
                    .Select(l => new OrderLine(
                        l.t.Id,
                        l.t.Code,
                        l.t.Assay,
                        l.o.Laboratory,
                        l.o.Ordered,
                        l.t.Status,
                        l.t.Result,
                        l.s.Id,
                        l.s.Code,
                        db.Set<SpecimenDetailRow>().Where(d => d.Specimen == l.s.Id).Select(d => d.Identifier).SingleOrDefault(),
                        l.s.Type,
                        l.s.Custody,
                        l.s.Holder,
                        l.p.Pseudonym
                    ))
                    .ToListAsync(stop);
            },
            cancellation
        );
}
