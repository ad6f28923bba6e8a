using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.People;

/// <summary>Gives and withdraws roles. Either way every session of the person ends, so that no page goes on with the earlier roles.</summary>
public sealed class ChangeGrants(RegistryStore store, LiveSessions sessions, TimeProvider time) : IUseCase
{
    private static readonly Refusal NotThere = new("grant.not-found", "There is no such role, or it has been withdrawn already.");

    public async Task<Result<bool>> Give(Caller caller, Guid account, Grant grant, string reason, CancellationToken cancellation) =>
        caller.MayGive(grant) is { } no
            ? no
            : await store.Write<bool>(
                caller,
                new Act("accounts.give-role", Reason: reason),
                async (db, token) =>
                {
                    if (await Reach(db, caller, account, token) is { } refused)
                        return refused;
                    if (await CentreUnknown(db, grant, token) is { } unknown)
                        return unknown;
                    if (
                        await db.Set<GrantRow>()
                            .Counting()
                            .AnyAsync(g => g.Account == account && g.Role == grant.Role && g.Centre == grant.Centre, token)
                    )
                        return new Refusal("grant.exists", "The person has this role already.");
                    db.Add(
                        new GrantRow
                        {
                            Account = account,
                            Role = grant.Role,
                            Centre = grant.Centre,
                        }
                    );
                    await sessions.EndAll(db, account, SessionEnd.RolesChanged, token);
                    return true;
                },
                cancellation
            );

    /// <summary>Withdraws a role.</summary>
    /// <param name="grant">Id of the grant.</param>
    public Task<Result<bool>> Withdraw(Caller caller, Guid account, Guid grant, string reason, CancellationToken cancellation) =>
        store.Write<bool>(
            caller,
            new Act("accounts.withdraw-role", Reason: reason),
            async (db, token) =>
            {
                if (await Reach(db, caller, account, token) is { } refused)
                    return refused;
                if (
                    await db.Set<GrantRow>().Counting().SingleOrDefaultAsync(g => g.Id == grant && g.Account == account, token)
                    is not { } row
                )
                    return NotThere;
                if (caller.MayGive(row.Grant) is { } no)
                    return no;
                row.Withdrawn = time.GetUtcNow();
                await sessions.EndAll(db, account, SessionEnd.RolesChanged, token);
                return true;
            },
            cancellation
        );

    internal static async Task<Refusal?> CentreUnknown(RegistryDb db, Grant grant, CancellationToken cancellation) =>
        grant.Centre is null || await db.Set<CentreRow>().AnyAsync(c => c.Code == grant.Centre && !c.Voided, cancellation)
            ? null
            : new Refusal("grant.centre-unknown", "There is no such centre.");

    private static async Task<Refusal?> Reach(RegistryDb db, Caller caller, Guid account, CancellationToken cancellation) =>
        await db.Person(caller, account, cancellation) switch
        {
            // roles elsewhere do not stop a centre from giving and withdrawing its own
            Result<AccountRow>.Refused(var why) when why != PeopleInReach.NotYours => why,
            Result<AccountRow>.Ok({ Status: not (AccountStatus.Active or AccountStatus.Disabled) }) => new Refusal(
                "person.not-approved",
                "Decide on the request first."
            ),
            _ => null,
        };
}
