using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Accounts.Sessions;

/// <summary>One line of the list of a person's sessions.</summary>
public sealed record SessionLine(
    Guid Id,
    string Device,
    SignInMeans Means,
    DateTimeOffset Started,
    DateTimeOffset LastSeen,
    DateTimeOffset Ends
);

/// <summary>Lists the living sessions of the caller and ends them.</summary>
public sealed class OwnSessions(RegistryStore store, LiveSessions sessions, AccountSettings settings, TimeProvider time) : IUseCase
{
    private static readonly Refusal NotFound = new("session.not-found", "There is no such session, or it has ended.");

    public async Task<IReadOnlyList<SessionLine>> List(Caller caller, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var seenAfter = now - (await settings.Now(cancellation)).Idle;
        return await store.Read(
            (db, token) =>
                db.Set<SessionRow>()
                    .Where(s =>
                        s.Account == caller.Account
                        && s.Ended == null
                        && s.Ends > now
                        && s.LastSeen > seenAfter
                        && s.Stage == SessionStage.Full
                    )
                    .OrderByDescending(s => s.LastSeen)
                    .Select(s => new SessionLine(s.Id, s.Device, s.Means, s.Started, s.LastSeen, s.Ends))
                    .ToListAsync(token),
            cancellation
        );
    }

    /// <summary>Ends one session of the caller; one of somebody else is as one that does not exist.</summary>
    public async Task<Result<bool>> Revoke(Caller caller, Guid session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!(await List(caller, cancellation)).Any(s => s.Id == session))
            return NotFound;
        await sessions.End(session, SessionEnd.Revoked, cancellation);
        await store.Note(caller, new Act("accounts.revoke-session"), cancellation);
        return true;
    }

    /// <summary>Ends every session of the caller but the one in which this is asked.</summary>
    public async Task RevokeOthers(Caller caller, Guid present, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using (var db = store.Open())
            await sessions.EndAll(db, caller.Account!.Value, SessionEnd.Revoked, cancellation, present);
        await store.Note(caller, new Act("accounts.revoke-other-sessions"), cancellation);
    }

    public async Task SignOut(Caller caller, Guid present, CancellationToken cancellation)
    {
        await sessions.End(present, SessionEnd.SignedOut, cancellation);
        await store.Note(caller, new Act("accounts.sign-out"), cancellation);
    }
}
