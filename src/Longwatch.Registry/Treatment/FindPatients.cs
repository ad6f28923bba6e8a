using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Treatment;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Treatment;

/// <summary>Finds patients by pseudonym, batch, product or day of infusion, among those whom the caller may see.</summary>
public sealed class FindPatients(RegistryStore store) : IUseCase
{
    /// <summary>Rows that are counted; a search that finds more is to be narrowed.</summary>
    public const int CountedAtMost = 10_000;

    /// <summary>What is looked for; null: anything.</summary>
    /// <param name="Pseudonym">Its beginning.</param>
    /// <param name="Batch">The whole batch number.</param>
    /// <param name="From">First day of the infusion.</param>
    /// <param name="Until">Last day of the infusion.</param>
    public sealed record Query(string? Pseudonym, string? Batch, string? Product, DateOnly? From, DateOnly? Until, string? Centre)
    {
        /// <summary>Names nobody.</summary>
        public override string ToString() => nameof(FindPatients);
    }

    /// <summary>One patient as lists show them.</summary>
    /// <param name="FirstInfusion">Null while no infusion is recorded.</param>
    /// <param name="Vital">Of the last contact; null before the first.</param>
    public sealed record Found(
        Guid Id,
        string Pseudonym,
        string Centre,
        IndexDisease IndexDisease,
        DateOnly? FirstInfusion,
        string? Product,
        int Infusions,
        DateOnly? LastContact,
        VitalStatus? Vital
    )
    {
        /// <summary>Names nobody.</summary>
        public override string ToString() => nameof(Found);
    }

    /// <summary>One page of what was found.</summary>
    /// <param name="Total">Rows in all, counted up to <see cref="CountedAtMost"/>.</param>
    public sealed record Answer(IReadOnlyList<Found> Rows, int Total);

    public Task<Answer> Do(Caller caller, Query query, int offset, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.Read(
            async (db, stop) =>
            {
                var wanted = Wanted(db, caller, query);
                var total = await wanted.Take(CountedAtMost).CountAsync(stop);
                var page = await wanted.OrderBy(p => p.Pseudonym).Skip(offset).Take(limit).ToListAsync(stop);
                return new Answer(await Describe(db, page, stop), total);
            },
            cancellation
        );
    }

    private static IQueryable<PatientRow> Wanted(RegistryDb db, Caller caller, Query query)
    {
        var patients = db.Set<PatientRow>().Visible(caller, Permission.PatientsRead);
        if (query.Pseudonym is { } start)
        {
            var pattern =
                start
                    .Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("%", "\\%", StringComparison.Ordinal)
                    .Replace("_", "\\_", StringComparison.Ordinal) + "%";
            patients = patients.Where(p => EF.Functions.Like(p.Pseudonym, pattern));
        }

        if (query.Centre is { } centre)
            patients = patients.Where(p => p.Centre == centre);
        if (query is { Batch: null, Product: null, From: null, Until: null })
            return patients;
        var infusions = db.Set<InfusionRow>().Where(i => !i.Voided);
        if (query.Batch is { } batch)
            infusions = infusions.Where(i => i.Batch == batch);
        if (query.Product is { } product)
            infusions = infusions.Where(i => i.Product == product);
        if (query.From is { } from)
            infusions = infusions.Where(i => i.Date >= from);
        if (query.Until is { } until)
            infusions = infusions.Where(i => i.Date <= until);
        return patients.Where(p => infusions.Any(i => i.Patient == p.Id));
    }

    private static async Task<List<Found>> Describe(RegistryDb db, List<PatientRow> page, CancellationToken cancellation)
    {
        var ids = page.ConvertAll(p => p.Id);
        var infusions = await db.Set<InfusionRow>()
            .Where(i => ids.Contains(i.Patient) && !i.Voided)
            .OrderBy(i => i.Date)
            .Select(i => new
            {
                i.Patient,
                i.Date,
                i.Product,
            })
            .ToListAsync(cancellation);
        var contacts = await db.Set<VisitRow>()
            .Where(v => ids.Contains(v.Patient) && !v.Voided)
            .OrderByDescending(v => v.Date)
            .ThenByDescending(v => v.Ordinal)
            .Select(v => new
            {
                v.Patient,
                v.Date,
                v.VitalStatus,
            })
            .ToListAsync(cancellation);
        var given = infusions.ToLookup(i => i.Patient);
        var seen = contacts.ToLookup(c => c.Patient);
        return page.ConvertAll(p =>
        {
            var (first, last) = (given[p.Id].FirstOrDefault(), seen[p.Id].FirstOrDefault());
            return new Found(
                p.Id,
                p.Pseudonym,
                p.Centre,
                p.IndexDisease,
                first?.Date,
                first?.Product,
                given[p.Id].Count(),
                last?.Date,
                last?.VitalStatus
            );
        });
    }
}
