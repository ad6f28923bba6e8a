using System.Collections.Immutable;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts;

/// <summary>Callers out of accounts.</summary>
internal static class Callers
{
    /// <summary>Somebody who is not signed in.</summary>
    public static Caller Nobody { get; } = new(null, "nobody signed in", []);

    /// <summary>The person of an account who is about to sign in or holds a code: known, with no rights yet.</summary>
    public static Caller Person(AccountRow account) => new(account.Id, account.PrintedName, []);

    /// <summary>The person of an account with the grants that count, by role and centre.</summary>
    public static async Task<Caller> WithGrants(RegistryDb db, AccountRow account, CancellationToken cancellation) =>
        new(
            account.Id,
            account.PrintedName,
            [
                .. (await db.Set<GrantRow>().Counting().Where(g => g.Account == account.Id).ToListAsync(cancellation))
                    .Select(g => g.Grant)
                    .OrderBy(g => g.Role)
                    .ThenBy(g => g.Centre, StringComparer.Ordinal),
            ]
        );
}
