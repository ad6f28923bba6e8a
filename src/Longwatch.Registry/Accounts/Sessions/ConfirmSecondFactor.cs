using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Store;
using Microsoft.Extensions.Logging;

namespace Longwatch.Registry.Accounts.Sessions;

/// <summary>The second step of a sign-in: a code of the authenticator or a recovery code. The session of the first step is replaced by a full one.</summary>
public sealed partial class ConfirmSecondFactor(
    RegistryStore store,
    Credentials credentials,
    LiveSessions sessions,
    AttemptLimits limits,
    AccountSettings settings,
    ILogger<ConfirmSecondFactor> log
) : IUseCase
{
    internal static readonly Refusal Wrong = new(
        "sign-in.code",
        "This code is wrong or was used already, or the account is locked for a while. An authenticator shows a new code every 30 seconds."
    );

    /// <summary>Checks a code.</summary>
    /// <param name="started">Session of the first step.</param>
    public async Task<Result<OpenedSession>> Do(LiveSession started, string code, Origin origin, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(started);
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(origin);
        var now = await settings.Now(cancellation);
        if (!await limits.Allow("sign-in", origin.Address, now.SignInsPerAddress, AttemptLimits.FiveMinutes, cancellation))
            return AttemptLimits.TooMany;
        var account = started.Caller.Account!.Value;
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        var means = typed.Length == Totp.Digits && typed.All(char.IsAsciiDigit) ? SignInMeans.Totp : SignInMeans.RecoveryCode;
        var right =
            means == SignInMeans.Totp
                ? await credentials.CheckTotp(account, typed, cancellation)
                : await credentials.CheckRecoveryCode(account, typed, cancellation);
        if (!right)
        {
            await store.Note(started.Caller with { Grants = [] }, new Act("accounts.second-factor-refused"), cancellation);
            Refused(account);
            return Wrong;
        }

        return await Complete(started.Caller, started.Id, means, origin, cancellation);
    }

    /// <summary>Opens the full session once every factor is proven.</summary>
    /// <param name="replaced">Session of the first step; null: there was none, as with a passkey.</param>
    internal async Task<Result<OpenedSession>> Complete(
        Caller caller,
        Guid? replaced,
        SignInMeans means,
        Origin origin,
        CancellationToken cancellation
    )
    {
        var now = await settings.Now(cancellation);
        var account = caller.Account!.Value;
        var opened = await store.Write<OpenedSession>(
            caller,
            new Act("accounts.sign-in"),
            (db, _) => Task.FromResult<Result<OpenedSession>>(sessions.Open(db, account, means, origin.Device, now)),
            cancellation
        );
        if (replaced is { } first)
            await sessions.End(first, SessionEnd.Replaced, cancellation);
        await credentials.Unlock(account, cancellation);
        SignedIn(account);
        return opened;
    }

    /// <summary>After a second factor was added during a sign-in, the sign-in is whole.</summary>
    internal async Task<Result<SecondFactorAdded>> AfterAdding(
        LiveSession session,
        Result<IReadOnlyList<string>> added,
        SignInMeans means,
        Origin origin,
        CancellationToken cancellation
    )
    {
        if (added is not Result<IReadOnlyList<string>>.Ok(var codes))
            return ((Result<IReadOnlyList<string>>.Refused)added).Why;
        if (session.Stage == SessionStage.Full)
            return new SecondFactorAdded(codes, null);
        return await Complete(session.Caller, session.Id, means, origin, cancellation) switch
        {
            Result<OpenedSession>.Ok(var opened) => new SecondFactorAdded(codes, opened),
            Result<OpenedSession>.Refused(var why) => why,
            _ => throw new InvalidOperationException("A result is one of two."),
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A second factor was refused; account {Account}")]
    private partial void Refused(Guid account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Signed in: account {Account}")]
    private partial void SignedIn(Guid account);
}
