using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>Puts a draft aside; the audit trail keeps it. A completed form is corrected, never put aside.</summary>
public sealed class DiscardDraft(RegistryStore store) : IUseCase
{
    public async Task<Result<Guid>> Do(Caller caller, Guid entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await store.Write<Guid>(
            caller,
            new Act("follow-up.discard-draft"),
            async (db, token) =>
            {
                var row = await db.Set<EntryRow>().SingleOrDefaultAsync(e => e.Id == entry && !e.Voided, token);
                if (row is null || await db.FindPatient(caller, Permission.FollowUpWrite, row.Patient, token) is null)
                    return OpenEntry.NotFound;
                if (row.Completed is not null)
                    return new Refusal("entry.completed", "A completed form is corrected, not put aside.");
                row.Voided = true;
                return row.Patient;
            },
            cancellation
        );
    }
}
