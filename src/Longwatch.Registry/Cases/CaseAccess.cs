using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Cases;

/// <summary>Finds a case that a caller may see; one of another centre is as one that does not exist.</summary>
internal static class CaseAccess
{
    public static Task<NeoplasmCaseRow?> Find(
        RegistryDb db,
        Caller caller,
        Permission permission,
        Guid id,
        CancellationToken cancellation
    ) => db.Set<NeoplasmCaseRow>().Visible(db, caller, permission).SingleOrDefaultAsync(c => c.Id == id, cancellation);
}
