using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.People;

/// <summary>A person as administrators see them.</summary>
public sealed record Person(AccountRow Account, IReadOnlyList<PersonGrant> Grants)
{
    public DateTimeOffset? LastSignIn { get; init; }
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Null in lists.</summary>
    public SecondFactors? Factors { get; init; }

    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(Person);
}

/// <summary>One role that a person has.</summary>
public sealed record PersonGrant(Guid Id, Role Role, string? Centre);

/// <summary>Lists the people whom the caller may administer, and reads one.</summary>
public sealed class ReadPeople(RegistryStore store) : IUseCase
{
    /// <summary>People in order of name.</summary>
    /// <param name="status">Only those; null: all.</param>
    public Task<IReadOnlyList<Person>> List(Caller caller, AccountStatus? status, CancellationToken cancellation) =>
        store.Read<IReadOnlyList<Person>>(
            async (db, token) =>
            {
                var people = await db.People(caller, Permission.PeopleRead)
                    .Where(a => status == null || a.Status == status)
                    .OrderBy(a => a.LastName)
                    .ThenBy(a => a.FirstName)
                    .ThenBy(a => a.Id)
                    .ToListAsync(token);
                return await With(db, people, token);
            },
            cancellation
        );

    public Task<Result<Person>> One(Caller caller, Guid account, CancellationToken cancellation) =>
        store.Read<Result<Person>>(
            async (db, token) =>
            {
                var found = await db.People(caller, Permission.PeopleRead).Where(a => a.Id == account).ToListAsync(token);
                if (found.Count == 0)
                    return PeopleInReach.NotFound;
                var person = (await With(db, found, token))[0];
                return person with
                {
                    Factors = new(
                        await db.Set<CredentialRow>().AnyAsync(c => c.Account == account && c.TotpConfirmed != null, token),
                        await db.Set<PasskeyRow>().CountAsync(p => p.Account == account, token),
                        await db.Set<RecoveryCodeRow>().CountAsync(c => c.Account == account && c.Used == null, token)
                    ),
                };
            },
            cancellation
        );

    private static async Task<IReadOnlyList<Person>> With(RegistryDb db, List<AccountRow> people, CancellationToken cancellation)
    {
        var ids = people.Select(p => p.Id).ToArray();
        var grants = (
            await db.Set<GrantRow>().Counting().Where(g => ids.Contains(g.Account)).OrderBy(g => g.Id).ToListAsync(cancellation)
        ).ToLookup(g => g.Account);
        var seen = await db.Set<SessionRow>()
            .Where(s => ids.Contains(s.Account) && s.Stage == SessionStage.Full)
            .GroupBy(s => s.Account)
            .Select(g => new { Account = g.Key, Last = g.Max(s => s.Started) })
            .ToDictionaryAsync(s => s.Account, s => s.Last, cancellation);
        var locked = await db.Set<CredentialRow>()
            .Where(c => ids.Contains(c.Account) && c.LockedUntil != null)
            .ToDictionaryAsync(c => c.Account, c => c.LockedUntil, cancellation);
        return
        [
            .. people.Select(p => new Person(p, [.. grants[p.Id].Select(g => new PersonGrant(g.Id, g.Role, g.Centre))])
            {
                LastSignIn = seen.TryGetValue(p.Id, out var last) ? last : null,
                LockedUntil = locked.GetValueOrDefault(p.Id),
            }),
        ];
    }
}
