using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>The laboratories, which are no secret.</summary>
public sealed class ListLaboratories(RegistryStore store) : IUseCase
{
    public Task<List<LaboratoryRow>> Do(CancellationToken cancellation) =>
        store.Read((db, stop) => db.Set<LaboratoryRow>().Where(l => !l.Voided).OrderBy(l => l.Name).ToListAsync(stop), cancellation);
}
