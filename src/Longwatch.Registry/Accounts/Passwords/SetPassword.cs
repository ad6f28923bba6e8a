using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Registration;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.Passwords;

/// <summary>Sets the first or a new password with the code of a letter. The second factor stays as it is; sessions and API tokens end.</summary>
public sealed class SetPassword(
    RegistryStore store,
    OneTimeCodes codes,
    PasswordHashing hashing,
    LiveSessions sessions,
    ApiTokens tokens,
    AttemptLimits limits,
    AccountSettings settings,
    IMailer mailer,
    TimeProvider time
) : IUseCase
{
    /// <summary>Sets the password.</summary>
    /// <param name="address">Network address of the caller.</param>
    public async Task<Result<bool>> Do(string code, string password, string address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(password);
        var now = await settings.Now(cancellation);
        if (!await limits.Allow("code", address, now.SignInsPerAddress, AttemptLimits.FiveMinutes, cancellation))
            return AttemptLimits.TooMany;
        var (found, account) = await store.Read((db, token) => Find(db, code, token), cancellation);
        if (PasswordRule.Check(password, now.PasswordLength, account is null ? [] : ContextOf(account)) is { } weak)
            return weak;
        if (found is null || account is not { Status: AccountStatus.Active })
            return ConfirmEmail.WrongCode;
        var hash = hashing.Hash(password);
        return await store.Write<bool>(
            Callers.Person(account),
            new Act(found.Purpose == CodePurpose.FirstPassword ? "accounts.set-first-password" : "accounts.reset-password"),
            async (db, token) =>
            {
                if (!await codes.Use(db, found, token))
                    return ConfirmEmail.WrongCode;
                var credential = await db.Set<CredentialRow>().SingleOrDefaultAsync(c => c.Account == account.Id, token);
                if (credential is null)
                    db.Add(credential = new() { Account = account.Id });
                credential.PasswordHash = hash;
                credential.PasswordSet = time.GetUtcNow();
                await sessions.EndAll(db, account.Id, SessionEnd.CredentialsChanged, token);
                await tokens.EndAll(db, account.Id, token);
                if (found.Purpose == CodePurpose.NewPassword)
                    mailer.SendWith(db, AccountLetters.PasswordChanged(account.Email));
                return true;
            },
            cancellation
        );
    }

    /// <summary>What an attacker knows of a person and tries first.</summary>
    internal static string?[] ContextOf(AccountRow account) =>
        [account.FirstName, account.MiddleName, account.LastName, account.Email, account.Organisation];

    private async Task<(OneTimeCodeRow? Code, AccountRow? Account)> Find(RegistryDb db, string code, CancellationToken cancellation)
    {
        var found =
            await codes.Find(db, CodePurpose.NewPassword, code, cancellation)
            ?? await codes.Find(db, CodePurpose.FirstPassword, code, cancellation);
        return (
            found,
            found is null ? null : await db.Set<AccountRow>().SingleOrDefaultAsync(a => a.Id == found.Account && !a.Voided, cancellation)
        );
    }
}
