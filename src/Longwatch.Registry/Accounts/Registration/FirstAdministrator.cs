using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.Registration;

/// <summary>The first administrator of a new registry: by a code that the start prints once, never by a default password.</summary>
public sealed class FirstAdministrator(
    RegistryStore store,
    OneTimeCodes codes,
    AccountSettings settings,
    PasswordHashing hashing,
    TimeProvider time
) : IUseCase
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly Role Administrator = Role.Administrator;

    /// <summary>A new code, valid for a day, while nobody is administrator; earlier codes stop working. Null: there is an administrator.</summary>
    public async Task<string?> Invite(CancellationToken cancellation)
    {
        await using var db = store.Open(tracking: true);
        if (await Exists(db, cancellation))
            return null;
        await codes.Forget(db, CodePurpose.FirstAdministrator, null, cancellation);
        var code = codes.Issue(db, CodePurpose.FirstAdministrator, account: null, Lifetime);
        await db.SaveChangesAsync(cancellation);
        return code;
    }

    /// <summary>Makes the account; its first sign-in sets up the second factor.</summary>
    public async Task<Result<Guid>> Do(string code, PersonalDetails person, string password, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (Details.Check(person) is { } wrong)
            return wrong;
        var shortest = (await settings.Now(cancellation)).PasswordLength;
        if (PasswordRule.Check(password, shortest, [person.FirstName, person.LastName, person.Email, person.Organisation]) is { } weak)
            return weak;
        return await store.Write<Guid>(
            Caller.Operator,
            new Act("accounts.first-administrator"),
            async (db, token) =>
            {
                if (
                    await Exists(db, token)
                    || await codes.Find(db, CodePurpose.FirstAdministrator, code, token) is not { } found
                    || !await codes.Use(db, found, token)
                )
                    return ConfirmEmail.WrongCode;
                var row = Details.NewRow(person, time.GetUtcNow());
                row.Status = AccountStatus.Active;
                db.Add(row);
                db.Add(new GrantRow { Account = row.Id, Role = Administrator });
                db.Add(
                    new CredentialRow
                    {
                        Account = row.Id,
                        PasswordHash = hashing.Hash(password),
                        PasswordSet = time.GetUtcNow(),
                    }
                );
                return row.Id;
            },
            cancellation
        );
    }

    private static Task<bool> Exists(RegistryDb db, CancellationToken cancellation) =>
        db.Set<GrantRow>()
            .Counting()
            .AnyAsync(
                g => g.Role == Administrator && db.Set<AccountRow>().Any(a => a.Id == g.Account && a.Status == AccountStatus.Active),
                cancellation
            );
}
