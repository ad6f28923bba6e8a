using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Settings;

/// <summary>The values that were set for the whole registry.</summary>
public sealed class ReadSettings(RegistryStore store) : IUseCase
{
    public Task<List<SettingRow>> Do(CancellationToken cancellation) =>
        store.Read((db, stop) => db.Set<SettingRow>().Where(s => !s.Voided).OrderBy(s => s.Name).ToListAsync(stop), cancellation);

    public Task<SettingRow?> One(Guid setting, CancellationToken cancellation) =>
        store.Read((db, stop) => db.Set<SettingRow>().SingleOrDefaultAsync(s => s.Id == setting && !s.Voided, stop), cancellation);
}
