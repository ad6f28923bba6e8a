using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.People;

/// <summary>Which accounts an administrator sees: all, or those with a role at their centre and requests for it. Others are as if they did not exist.</summary>
internal static class PeopleInReach
{
    public static readonly Refusal NotFound = new("person.not-found", "There is no such person, or the person is not yours to administer.");

    public static readonly Refusal NotSelf = new("person.self", "Nobody changes their own roles or account: ask another administrator.");

    public static readonly Refusal NotYours = new(
        "person.roles-elsewhere",
        "This person has roles outside your centre. Withdraw the roles at your centre instead, or ask an administrator."
    );

    public static IQueryable<AccountRow> People(this RegistryDb db, Caller caller, Permission permission)
    {
        var all = db.Set<AccountRow>().Where(a => !a.Voided);
        if (caller.Centres(permission) is not { } centres)
            return all;
        var grants = db.Set<GrantRow>().Counting();
        return all.Where(a =>
            grants.Any(g => g.Account == a.Id && g.Centre != null && centres.Contains(g.Centre))
            || (a.Status == AccountStatus.Requested && a.WishedCentre != null && centres.Contains(a.WishedCentre))
        );
    }

    /// <summary>One person whose account as a whole the caller may change; or why not.</summary>
    public static async Task<Result<AccountRow>> Person(this RegistryDb db, Caller caller, Guid account, CancellationToken cancellation)
    {
        if (await db.People(caller, Permission.PeopleWrite).SingleOrDefaultAsync(a => a.Id == account, cancellation) is not { } person)
            return NotFound;
        if (person.Id == caller.Account)
            return NotSelf;
        if (caller.Centres(Permission.PeopleWrite) is not { } centres)
            return person;
        return await db.Set<GrantRow>()
            .Counting()
            .AnyAsync(g => g.Account == account && (g.Centre == null || !centres.Contains(g.Centre)), cancellation)
            ? NotYours
            : person;
    }

    /// <summary>Null when the caller may give or withdraw this role; a centre administrator only at the own centre, and never that of administrator.</summary>
    public static Refusal? MayGive(this Caller caller, Grant grant)
    {
        if (!Enum.IsDefined(grant.Role))
            return new("grant.role", "There is no such role.");
        if (grant.Centre is null && !AccessTable.MayHaveAllCentres(grant.Role))
            return new("grant.centre-missing", "This role needs a centre.");
        if (grant.Role == Role.Administrator && grant.Centre is not null)
            return new("grant.centre-needless", "An administrator works for all centres: choose none.");
        var may = grant.Centre is { } centre ? caller.May(Permission.PeopleWrite, centre) : caller.Centres(Permission.PeopleWrite) is null;
        return may ? null : new("grant.not-yours", "You may give roles at your own centre only.");
    }
}
