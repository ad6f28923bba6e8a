using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>The laboratories, which are no secret.</summary>
public sealed class ListLaboratories(RegistryStore store) : IUseCase
{
    public Task<List<LaboratoryRow>> Do(CancellationToken cancellation) =>
        store.Read((db, stop) => db.Set<LaboratoryRow>().Where(l => !l.Voided).OrderBy(l => l.Name).ToListAsync(stop), cancellation);

    /// <summary>Null when there is none such.</summary>
    public Task<LaboratoryRow?> One(Guid laboratory, CancellationToken cancellation) =>
        store.Read((db, stop) => db.Set<LaboratoryRow>().SingleOrDefaultAsync(l => l.Id == laboratory && !l.Voided, stop), cancellation);
}
