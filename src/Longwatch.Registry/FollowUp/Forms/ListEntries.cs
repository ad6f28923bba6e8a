using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>A draft that its author has not completed.</summary>
public sealed record DraftItem(Guid Id, Guid Patient, string Pseudonym, string Form, DateOnly VisitDate, DateTimeOffset Saved)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(DraftItem);
}

/// <summary>Forms of one patient, and the caller's own drafts.</summary>
public sealed class ListEntries(RegistryStore store) : IUseCase
{
    /// <summary>The patient's forms, the latest visit first. The page that shows them reads the patient with a note in the trail.</summary>
    public Task<IReadOnlyList<EntryItem>> OfPatient(Caller caller, Guid patient, CancellationToken cancellation) =>
        store.Read<IReadOnlyList<EntryItem>>(
            async (db, token) =>
                await db.Set<EntryRow>()
                    .Visible(db, caller, Permission.FollowUpRead)
                    .Where(e => e.Patient == patient)
                    .OrderByDescending(e => e.VisitDate)
                    .ThenByDescending(e => e.Id)
                    .Select(e => new EntryItem(e.Id, e.Form, e.Edition, e.VisitDate, e.Completed, e.AuthorName, e.Version))
                    .ToListAsync(token),
            cancellation
        );

    /// <summary>The caller's drafts, the oldest first.</summary>
    public Task<IReadOnlyList<DraftItem>> Drafts(Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return store.Read<IReadOnlyList<DraftItem>>(
            async (db, token) =>
                await db.Set<EntryRow>()
                    .Visible(db, caller, Permission.FollowUpWrite)
                    .Where(e => e.Author == caller.Account && e.Completed == null)
                    .OrderBy(e => e.Saved)
                    .Take(100)
                    .Join(
                        db.Set<Treatment.PatientRow>(),
                        e => e.Patient,
                        p => p.Id,
                        (e, p) => new DraftItem(e.Id, e.Patient, p.Pseudonym, e.Form, e.VisitDate, e.Saved)
                    )
                    .ToListAsync(token),
            cancellation
        );
    }
}
