using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Settings;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Benchmarks.Load;

/// <summary>A clinician of the load: how to sign in, and the records of the own centre.</summary>
internal sealed record LoadPerson(string Email, string Password, byte[] Key, string Token, Guid[] Patients, Guid[] Cases);

/// <summary>Makes the people of the load and the cases that they look at.</summary>
internal static class LoadPeople
{
    private const int PatientsOfEach = 200;
    private const int CasesOfEach = 10;

    internal static async Task<LoadPerson[]> Make(StoreConnections connections, int count)
    {
        var store = new RegistryStore(connections);
        var centres = await Centres(connections);
        var people = new List<LoadPerson>();
        for (var i = 0; i < count; i++)
        {
            var centre = centres[i % centres.Count];
            var patients = await Ids(
                connections,
                "select id from clinical.patient where centre = $1 order by md5(id::text || $2) limit $3",
                centre,
                $"{i}",
                PatientsOfEach
            );
            var neoplasms = await Ids(
                connections,
                "select n.id from clinical.neoplasm n join clinical.patient p on p.id = n.patient where p.centre = $1 order by md5(n.id::text || $2) limit $3",
                centre,
                $"{i}",
                CasesOfEach
            );
            var cases = new List<Guid>();
            foreach (var neoplasm in neoplasms)
                if (
                    await new OpenCase(store, TimeProvider.System).Do(
                        Caller.Operator,
                        new(neoplasm, CaseSource.Person, null),
                        CancellationToken.None
                    )
                    is Result<Guid>.Ok opened
                )
                    cases.Add(opened.Value);
            people.Add(await Person(connections, store, i, centre, patients, [.. cases]));
        }

        return [.. people];
    }

    private static async Task<LoadPerson> Person(
        StoreConnections connections,
        RegistryStore store,
        int number,
        string centre,
        Guid[] patients,
        Guid[] cases
    )
    {
        var keys = new AccountKeys(connections);
        var now = TimeProvider.System.GetUtcNow();
        var person = new LoadPerson(
            $"clinician{number}@load.example",
            LiveSessions.NewToken(),
            Totp.NewKey(),
            ApiTokens.Prefix + LiveSessions.NewToken(),
            patients,
            cases
        );
        var hash = new PasswordHashing().HashRandom(person.Password);
        await store.Write<bool>(
            Caller.System,
            new Act("load.person", Kind: ActKind.System),
            async (db, stop) =>
            {
                var account = new AccountRow
                {
                    Email = person.Email,
                    FirstName = "Clinician",
                    LastName = $"No{number}",
                    Organisation = "Load",
                    Country = "XX",
                    Status = AccountStatus.Active,
                    WishedRoles = [],
                    Requested = now,
                };
                db.Add(account);
                db.Add(
                    new GrantRow
                    {
                        Account = account.Id,
                        Role = Role.Clinician,
                        Centre = centre,
                    }
                );
                db.Add(
                    new CredentialRow
                    {
                        Account = account.Id,
                        PasswordHash = hash,
                        PasswordSet = now,
                        TotpKey = keys.Seal(person.Key),
                        TotpConfirmed = now,
                    }
                );
                db.Add(
                    new ApiTokenRow
                    {
                        Account = account.Id,
                        Name = "load",
                        Token = keys.Hash("api", person.Token),
                        Made = now,
                        Ends = now.AddDays(1),
                    }
                );
                // All come from one address, and sign in at once.
                if (await db.Set<SettingRow>().SingleOrDefaultAsync(s => s.Name == "accounts.rate.sign-in-per-address", stop) is { } limit)
                    limit.Value = "10000";
                return true;
            },
            CancellationToken.None
        );
        return person;
    }

    private static async Task<List<string>> Centres(StoreConnections connections)
    {
        await using var command = connections.App.CreateCommand(
            "select p.centre from clinical.neoplasm n join clinical.patient p on p.id = n.patient group by 1 order by count(*) desc, 1 limit 25"
        );
        await using var reader = await command.ExecuteReaderAsync();
        var centres = new List<string>();
        while (await reader.ReadAsync())
            centres.Add(reader.GetString(0));
        return centres;
    }

    private static async Task<Guid[]> Ids(StoreConnections connections, string sql, params object[] values)
    {
        await using var command = connections.App.CreateCommand(sql);
        command.CommandTimeout = 0;
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetGuid(0));
        return [.. ids];
    }
}
