using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.Passwords;

/// <summary>Changes the caller's own password; the other sessions of the caller end.</summary>
public sealed class ChangePassword(
    RegistryStore store,
    IReauthentication reauthentication,
    PasswordHashing hashing,
    LiveSessions sessions,
    AccountSettings settings,
    IMailer mailer,
    TimeProvider time
) : IUseCase
{
    public async Task<Result<bool>> Do(LiveSession present, string proof, string password, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(password);
        var account = await store.Read(
            (db, token) => db.Set<AccountRow>().SingleAsync(a => a.Id == present.Caller.Account, token),
            cancellation
        );
        var shortest = (await settings.Now(cancellation)).PasswordLength;
        if (PasswordRule.Check(password, shortest, SetPassword.ContextOf(account)) is { } weak)
            return weak;
        if (await reauthentication.Confirm(present.Caller, proof, cancellation) is Result<Reauthentication>.Refused no)
            return no.Why;
        var hash = hashing.Hash(password);
        var now = time.GetUtcNow();
        return await store.Write<bool>(
            present.Caller,
            new Act("accounts.change-password"),
            async (db, token) =>
            {
                await db.Set<CredentialRow>()
                    .Where(c => c.Account == account.Id)
                    .ExecuteUpdateAsync(s => s.SetProperty(c => c.PasswordHash, hash).SetProperty(c => c.PasswordSet, now), token);
                await sessions.EndAll(db, account.Id, SessionEnd.CredentialsChanged, token, present.Id);
                mailer.SendWith(db, AccountLetters.PasswordChanged(account.Email));
                return true;
            },
            cancellation
        );
    }
}
