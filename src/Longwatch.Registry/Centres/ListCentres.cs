using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Centres;

/// <summary>The treatment centres: a directory that everybody with an account may read; it says nothing of patients.</summary>
public sealed class ListCentres(RegistryStore store) : IUseCase
{
    public Task<List<CentreRow>> Do(CancellationToken cancellation) =>
        store.Read((db, stop) => db.Set<CentreRow>().Where(c => !c.Voided).OrderBy(c => c.Code).ToListAsync(stop), cancellation);

    /// <summary>Null when there is none such.</summary>
    public Task<CentreRow?> One(Guid centre, CancellationToken cancellation) =>
        store.Read((db, stop) => db.Set<CentreRow>().SingleOrDefaultAsync(c => c.Id == centre && !c.Voided, stop), cancellation);
}
