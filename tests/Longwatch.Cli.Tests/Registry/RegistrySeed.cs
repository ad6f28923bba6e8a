using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;

namespace Longwatch.Cli.Tests.Registry;

/// <summary>A centre, and a data manager whose token the HTTP API takes: what a program needs to save facts.</summary>
internal static class RegistrySeed
{
    public const string Centre = "C001";

    /// <summary>Adds both, as one act.</summary>
    /// <returns>The token.</returns>
    public static async Task<string> DataManager(StoreConnections connections, CancellationToken cancellation)
    {
        var token = ApiTokens.Prefix + LiveSessions.NewToken();
        var keys = new AccountKeys(connections);
        var now = TimeProvider.System.GetUtcNow();
        await new RegistryStore(connections).Write<bool>(
            Caller.System,
            new Act("faults.seed", Kind: ActKind.System),
            (db, _) =>
            {
                var account = new AccountRow
                {
                    Email = "manager@faults.example",
                    FirstName = "Data",
                    LastName = "Manager",
                    Organisation = "Faults",
                    Country = "XX",
                    Status = AccountStatus.Active,
                    WishedRoles = [],
                    Requested = now,
                };
                db.Add(account);
                db.Add(
                    new CentreRow
                    {
                        Code = Centre,
                        Name = "Centre One",
                        TimeZone = "UTC",
                    }
                );
                db.Add(
                    new GrantRow
                    {
                        Account = account.Id,
                        Role = Role.CentreDataManager,
                        Centre = Centre,
                    }
                );
                db.Add(
                    new ApiTokenRow
                    {
                        Account = account.Id,
                        Name = "faults",
                        Token = keys.Hash("api", token),
                        Made = now,
                        Ends = now.AddDays(1),
                    }
                );
                return Task.FromResult<Result<bool>>(true);
            },
            cancellation
        );
        return token;
    }
}
