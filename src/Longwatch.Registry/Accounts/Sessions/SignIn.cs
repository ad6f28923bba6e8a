using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Longwatch.Registry.Accounts.Sessions;

/// <summary>The first step of a sign-in: e-mail and password. Opens a session that leads to the second factor only.</summary>
/// <remarks>
/// Wrong e-mail, wrong password, locked, disabled and waiting accounts get the same answer after the same work: one slow hash, one counted attempt,
/// one act in the audit trail.
/// </remarks>
public sealed partial class SignIn(
    RegistryStore store,
    Credentials credentials,
    LiveSessions sessions,
    AttemptLimits limits,
    AccountSettings settings,
    ILogger<SignIn> log
) : IUseCase
{
    internal static readonly Refusal Wrong = new(
        "sign-in.failed",
        "E-mail or password is wrong, or the account cannot sign in at present. After several wrong attempts it is locked for a while."
    );

    public async Task<Result<OpenedSession>> Do(string email, string password, Origin origin, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(origin);
        var now = await settings.Now(cancellation);
        if (!await limits.Allow("sign-in", origin.Address, now.SignInsPerAddress, AttemptLimits.FiveMinutes, cancellation))
            return AttemptLimits.TooMany;
        var address = Email.Normal(email);
        var account = await store.Read(
            (db, token) => db.Set<AccountRow>().SingleOrDefaultAsync(a => a.Email == address && !a.Voided, token),
            cancellation
        );
        var right = await credentials.CheckPassword(account?.Id, password, cancellation);
        var person = account is null ? Callers.Nobody : Callers.Person(account);
        if (!right || account is not { Status: AccountStatus.Active })
        {
            await store.Note(person, new Act("accounts.sign-in-refused"), cancellation);
            Refused(account?.Id);
            return Wrong;
        }

        return await store.Write<OpenedSession>(
            person,
            new Act("accounts.password-accepted"),
            (db, _) => Task.FromResult<Result<OpenedSession>>(sessions.Open(db, account.Id, SignInMeans.Password, origin.Device, now)),
            cancellation
        );
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A sign-in was refused; account {Account}")]
    private partial void Refused(Guid? account);
}
