using System.Collections.Immutable;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>For whom a caller may act in a custody log: the own centre, or a laboratory. Never both sides of one hand-over.</summary>
public static class Parties
{
    /// <summary>Codes of the centres and laboratories for which the caller may act.</summary>
    public static async Task<ImmutableArray<string>> Of(RegistryDb db, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(caller);
        // A laboratory that works for all centres is none of them.
        var centres = caller
            .Grants.Where(g => g.Centre is not null && g.Role != Role.Laboratory && AccessTable.Allows(g.Role, Permission.SpecimensWrite))
            .Select(g => g.Centre!)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var laboratory = caller.Grants.Where(g => g.Role == Role.Laboratory).ToArray();
        var all = laboratory.Any(g => g.Centre is null);
        var own = laboratory.Where(g => g.Centre is not null).Select(g => g.Centre!).ToArray();
        var laboratories =
            laboratory.Length == 0
                ? []
                : await db.Set<LaboratoryRow>()
                    .Where(l => !l.Voided && (all || (l.Centre != null && own.Contains(l.Centre))))
                    .OrderBy(l => l.Code)
                    .Select(l => l.Code)
                    .ToArrayAsync(cancellation);
        return [.. centres, .. laboratories];
    }
}
