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

/// <summary>The laboratory's bench: orders of the laboratories for which the caller works.</summary>
public sealed class ListOrders(RegistryStore store) : IUseCase
{
    /// <summary>What is asked for.</summary>
    /// <param name="Done">True: those that have a result, the newest first; false: those that wait, the oldest first.</param>
    /// <param name="Page">From 1.</param>
    public sealed record Query(bool Done, int Page, int Size);

    /// <summary>One page of the orders, of <paramref name="Total"/> in all.</summary>
    public sealed record Answer(IReadOnlyList<OrderLine> Lines, int Total);

    /// <summary>Carries it out, or says why not.</summary>
    public Task<Answer> Do(Caller caller, Query query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(query);
        var done = query.Done;
        return store.Read(
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
                var total = await orders.CountAsync(stop);
                // What waits, the longest waiting first; what is done, the newest first.
                orders = done
                    ? orders.OrderByDescending(l => l.o.Ordered).ThenByDescending(l => l.t.Id)
                    : orders.OrderBy(l => l.o.Ordered).ThenBy(l => l.t.Id);
                var lines = await orders
                    .Skip((query.Page - 1) * query.Size)
                    .Take(query.Size)
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
                return new Answer(lines, total);
            },
            cancellation
        );
    }
}
