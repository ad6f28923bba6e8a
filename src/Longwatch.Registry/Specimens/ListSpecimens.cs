using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>One line of the list of specimens.</summary>
/// <param name="UnderWayTo">Who is to confirm its receipt; null unless it is under way.</param>
public sealed record SpecimenLine(
    Guid Id,
    string Code,
    string? Identifier,
    SpecimenType Type,
    CustodyStatus Custody,
    string? Holder,
    string? UnderWayTo,
    DateOnly? Collected,
    Guid Patient,
    string Pseudonym,
    string Centre,
    Guid? Case,
    int Tests
);

/// <summary>Lists the specimens that a caller may see, newest first.</summary>
public sealed class ListSpecimens(RegistryStore store) : IUseCase
{
    /// <summary>What is asked for.</summary>
    /// <param name="Custody">Null: every status.</param>
    /// <param name="Page">From 1.</param>
    public sealed record Query(CustodyStatus? Custody, SpecimenType? Type, int Page, int Size);

    public sealed record Answer(IReadOnlyList<SpecimenLine> Lines, int Total);

    public Task<Answer> Do(Caller caller, Query query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.Read(
            async (db, stop) =>
            {
                var specimens = db.Set<SpecimenRow>().Visible(db, caller, Permission.SpecimensRead);
                if (query.Custody is { } custody)
                    specimens = specimens.Where(s => s.Custody == custody);
                if (query.Type is { } type)
                    specimens = specimens.Where(s => s.Type == type);
                var total = await specimens.CountAsync(stop);
                var lines = await (
                    from s in specimens
                    join p in db.Set<PatientRow>() on s.Patient equals p.Id
                    orderby s.Id descending
                    select new SpecimenLine(
                        s.Id,
                        s.Code,
                        db.Set<SpecimenDetailRow>().Where(d => d.Specimen == s.Id).Select(d => d.Identifier).SingleOrDefault(),
                        s.Type,
                        s.Custody,
                        s.Holder,
                        db.Set<CustodyEventRow>()
                            .Where(e => s.Custody == CustodyStatus.Shipped && e.Specimen == s.Id && e.Step == CustodyStep.Shipped)
                            .OrderByDescending(e => e.Ordinal)
                            .Select(e => e.Recipient)
                            .FirstOrDefault(),
                        s.Collected,
                        s.Patient,
                        p.Pseudonym,
                        p.Centre,
                        db.Set<NeoplasmCaseRow>()
                            .Where(c => c.Neoplasm == s.Neoplasm && !c.Voided)
                            .Select(c => (Guid?)c.Id)
                            .SingleOrDefault(),
                        db.Set<TestRow>().Count(t => t.Specimen == s.Id && !t.Voided)
                    )
                )
                    .Skip((query.Page - 1) * query.Size)
                    .Take(query.Size)
                    .ToListAsync(stop);
                return new Answer(lines, total);
            },
            cancellation
        );
    }
}
