using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.SecondFactor;

/// <summary>A key that waits for its first code.</summary>
/// <param name="Text">To type into an authenticator.</param>
/// <param name="Uri">To show as a QR code.</param>
public sealed record TotpKey(string Text, string Uri)
{
    /// <summary>Shows no key.</summary>
    public override string ToString() => nameof(TotpKey);
}

/// <summary>What a person has for the second step of a sign-in.</summary>
public sealed record SecondFactors(bool Totp, int Passkeys, int RecoveryCodes)
{
    public bool Any => Totp || Passkeys > 0;
}

/// <summary>A second factor was added.</summary>
/// <param name="RecoveryCodes">New recovery codes, never to be had again; empty: the earlier ones still work.</param>
/// <param name="Session">The full session, when this was the second step of a sign-in.</param>
public sealed record SecondFactorAdded(IReadOnlyList<string> RecoveryCodes, OpenedSession? Session)
{
    /// <summary>Shows no code.</summary>
    public override string ToString() => nameof(SecondFactorAdded);
}

/// <summary>Sets up an authenticator program: a key is proposed, and counts once the person has typed a code of it.</summary>
public sealed class SetUpTotp(
    RegistryStore store,
    AccountKeys keys,
    RenewRecoveryCodes recovery,
    LiveSessions sessions,
    ConfirmSecondFactor signIn,
    IReauthentication reauthentication,
    IMailer mailer,
    TimeProvider time
) : IUseCase
{
    private static readonly Refusal Wrong = new(
        "totp.code",
        "This is not the code that the authenticator should show now. Check that its clock is right, then type the code it shows."
    );

    /// <summary>The second factors of the caller.</summary>
    public Task<SecondFactors> Read(Caller caller, CancellationToken cancellation) =>
        store.Read(
            async (db, token) =>
                new SecondFactors(
                    await db.Set<CredentialRow>().AnyAsync(c => c.Account == caller.Account && c.TotpConfirmed != null, token),
                    await db.Set<PasskeyRow>().CountAsync(p => p.Account == caller.Account, token),
                    await db.Set<RecoveryCodeRow>().CountAsync(c => c.Account == caller.Account && c.Used == null, token)
                ),
            cancellation
        );

    /// <summary>The key that waits for its first code; one is made when there is none. Null: an authenticator is set up already, or may not be now.</summary>
    public async Task<TotpKey?> Propose(LiveSession session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!await MayAdd(session, cancellation))
            return null;
        await using var db = store.Open(tracking: true);
        var account = await db.Set<AccountRow>().AsNoTracking().SingleAsync(a => a.Id == session.Caller.Account, cancellation);
        var credential = await Credential(db, account.Id, cancellation);
        if (credential.TotpConfirmed is not null)
            return null;
        credential.TotpKey ??= keys.Seal(Totp.NewKey());
        await db.SaveChangesAsync(cancellation);
        var key = keys.Open(credential.TotpKey);
        return new(Totp.Text(key), Totp.Uri(key, account.Email));
    }

    /// <summary>Takes the first code; during a sign-in this is its second step too.</summary>
    /// <param name="proof">Password or current code; not asked for during a sign-in, where the password was just given.</param>
    public async Task<Result<SecondFactorAdded>> Confirm(
        LiveSession session,
        string code,
        string proof,
        Origin origin,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!await MayAdd(session, cancellation))
            return Wrong;
        if (
            session.Stage == SessionStage.Full
            && await reauthentication.Confirm(session.Caller, proof, cancellation) is Result<Reauthentication>.Refused no
        )
            return no.Why;
        var added = await store.Write<IReadOnlyList<string>>(
            session.Caller,
            new Act("accounts.set-up-totp"),
            async (db, token) =>
            {
                var account = await db.Set<AccountRow>().AsNoTracking().SingleAsync(a => a.Id == session.Caller.Account, token);
                var credential = await Credential(db, account.Id, token);
                if (
                    credential is not { TotpKey: { } box, TotpConfirmed: null }
                    || Totp.StepOf(keys.Open(box), code, time.GetUtcNow()) is not { } step
                )
                    return Wrong;
                credential.TotpConfirmed = time.GetUtcNow();
                credential.TotpLastStep = step;
                mailer.SendWith(db, AccountLetters.SecondFactorChanged(account.Email));
                return new Result<IReadOnlyList<string>>.Ok(await recovery.Renew(db, account.Id, token));
            },
            cancellation
        );
        return await signIn.AfterAdding(session, added, SignInMeans.Totp, origin, cancellation);
    }

    /// <summary>With the password alone a second factor may be added only while there is none: else a stolen password would be enough.</summary>
    internal async Task<bool> MayAdd(LiveSession session, CancellationToken cancellation) =>
        session.Stage == SessionStage.Full || !(await Read(session.Caller, cancellation)).Any;

    /// <summary>Gives the authenticator up, to set up another. The caller's other sessions end.</summary>
    /// <param name="proof">Password or current code.</param>
    public async Task<Result<bool>> Remove(Caller caller, LiveSession present, string proof, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(present);
        if (await reauthentication.Confirm(caller, proof, cancellation) is Result<Reauthentication>.Refused no)
            return no.Why;
        return await store.Write<bool>(
            caller,
            new Act("accounts.remove-totp"),
            async (db, token) =>
            {
                var account = await db.Set<AccountRow>().AsNoTracking().SingleAsync(a => a.Id == caller.Account, token);
                await Clear(db, account.Id, token);
                await sessions.EndAll(db, account.Id, SessionEnd.CredentialsChanged, token, present.Id);
                mailer.SendWith(db, AccountLetters.SecondFactorChanged(account.Email));
                return true;
            },
            cancellation
        );
    }

    internal static Task Clear(RegistryDb db, Guid account, CancellationToken cancellation) =>
        db.Set<CredentialRow>()
            .Where(c => c.Account == account)
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.TotpKey, (byte[]?)null).SetProperty(c => c.TotpConfirmed, (DateTimeOffset?)null),
                cancellation
            );

    private static async Task<CredentialRow> Credential(RegistryDb db, Guid account, CancellationToken cancellation)
    {
        var row = await db.Set<CredentialRow>().AsTracking().SingleOrDefaultAsync(c => c.Account == account, cancellation);
        if (row is null)
            db.Add(row = new() { Account = account });
        return row;
    }
}
