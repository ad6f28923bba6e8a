using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.People;

/// <summary>Disables and enables accounts, unlocks them, and takes a lost second factor away; each with a reason.</summary>
public sealed class ChangeAccount(RegistryStore store, LiveSessions sessions, ApiTokens tokens, Credentials credentials, IMailer mailer)
    : IUseCase
{
    /// <summary>From now on nobody signs in with this account; sessions and API tokens end at once.</summary>
    public Task<Result<bool>> Disable(Caller caller, Guid account, string reason, CancellationToken cancellation) =>
        Change(
            caller,
            account,
            new Act("accounts.disable", Reason: reason),
            async (db, person, token) =>
            {
                if (person.Status != AccountStatus.Active)
                    return new Refusal("person.not-active", "Only an active account can be disabled.");
                person.Status = AccountStatus.Disabled;
                await sessions.EndAll(db, account, SessionEnd.AccountDisabled, token);
                await tokens.EndAll(db, account, token);
                return true;
            },
            cancellation
        );

    public Task<Result<bool>> Enable(Caller caller, Guid account, string reason, CancellationToken cancellation) =>
        Change(
            caller,
            account,
            new Act("accounts.enable", Reason: reason),
            (_, person, _) =>
            {
                if (person.Status != AccountStatus.Disabled)
                    return Task.FromResult<Result<bool>>(new Refusal("person.not-disabled", "This account is not disabled."));
                person.Status = AccountStatus.Active;
                return Task.FromResult<Result<bool>>(true);
            },
            cancellation
        );

    /// <summary>Takes authenticator, passkeys and recovery codes away; the person sets up another second factor at the next sign-in.</summary>
    public Task<Result<bool>> TakeSecondFactor(Caller caller, Guid account, string reason, CancellationToken cancellation) =>
        Change(
            caller,
            account,
            new Act("accounts.take-second-factor", Reason: reason),
            async (db, person, token) =>
            {
                await SetUpTotp.Clear(db, account, token);
                await db.Set<PasskeyRow>().Where(p => p.Account == account).ExecuteDeleteAsync(token);
                await db.Set<RecoveryCodeRow>().Where(c => c.Account == account).ExecuteDeleteAsync(token);
                await sessions.EndAll(db, account, SessionEnd.CredentialsChanged, token);
                mailer.SendWith(db, AccountLetters.SecondFactorChanged(person.Email));
                return true;
            },
            cancellation
        );

    public async Task<Result<bool>> Unlock(Caller caller, Guid account, string reason, CancellationToken cancellation)
    {
        var outcome = await Change(
            caller,
            account,
            new Act("accounts.unlock", Reason: reason),
            (_, _, _) => Task.FromResult<Result<bool>>(true),
            cancellation
        );
        if (outcome is Result<bool>.Ok)
            await credentials.Unlock(account, cancellation);
        return outcome;
    }

    private Task<Result<bool>> Change(
        Caller caller,
        Guid account,
        Act act,
        Func<RegistryDb, AccountRow, CancellationToken, Task<Result<bool>>> change,
        CancellationToken cancellation
    )
    {
        if (string.IsNullOrWhiteSpace(act.Reason))
            return Task.FromResult<Result<bool>>(new Refusal("person.reason-missing", "Say why."));
        return store.Write<bool>(
            caller,
            act,
            async (db, token) =>
                await db.Person(caller, account, token) switch
                {
                    Result<AccountRow>.Ok(var person) => await change(db, person, token),
                    Result<AccountRow>.Refused(var why) => why,
                    _ => throw new InvalidOperationException("A result is one of two."),
                },
            cancellation
        );
    }
}
