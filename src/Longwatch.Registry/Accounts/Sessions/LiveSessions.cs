using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Longwatch.Exchange;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.Accounts.Sessions;

/// <summary>Where a sign-in comes from.</summary>
/// <param name="Address">Network address: for limits, kept nowhere.</param>
/// <param name="Device">Browser and system in few words, shown in the list of sessions.</param>
public sealed record Origin(string Address, string Device);

/// <summary>A session that was just opened.</summary>
/// <param name="Token">For the browser's cookie; kept nowhere here.</param>
public sealed record OpenedSession(string Token, SessionStage Stage, DateTimeOffset Ends)
{
    /// <summary>Shows no token.</summary>
    public override string ToString() => nameof(OpenedSession);
}

/// <summary>A session that lives, and whose it is.</summary>
public sealed record LiveSession(Guid Id, SessionStage Stage, Caller Caller)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(LiveSession);
}

/// <summary>Opens, finds and ends sessions. One query finds session, person and grants together, so nothing that ended lives on in a cache.</summary>
public sealed class LiveSessions(RegistryStore store, AccountKeys keys, AccountSettings settings, TimeProvider time) : IUseCase
{
    private const int TokenBytes = 32;
    private const int LongestDevice = 80;

    /// <summary>The time of the last request is written at most this often.</summary>
    private static readonly TimeSpan Touch = TimeSpan.FromSeconds(30);

    /// <summary>The living session of a token; null: none, ended, timed out, or its account no longer active.</summary>
    public async Task<LiveSession?> Find(string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length is 0 or > 100)
            return null;
        return await Find("s.token = $1", keys.Hash("session", token), cancellation);
    }

    /// <summary>The living session of an id, for a way that leads out of the portal and back; null as with a token.</summary>
    public Task<LiveSession?> Find(Guid session, CancellationToken cancellation) => Find("s.id = $1", session, cancellation);

    private async Task<LiveSession?> Find(string condition, object value, CancellationToken cancellation)
    {
        var limits = await settings.Now(cancellation);
        var found = await store.Read(async (_, c) => await Query(condition, value, c), cancellation);
        if (found is not { } session)
            return null;
        var now = time.GetUtcNow();
        if (now >= session.Ends || now - session.LastSeen >= limits.Idle)
        {
            await End(session.Live.Id, now >= session.Ends ? SessionEnd.Absolute : SessionEnd.Idle, cancellation);
            return null;
        }

        if (now - session.LastSeen >= Touch)
            await Seen(session.Live.Id, now, cancellation);
        return session.Live;
    }

    internal OpenedSession Open(RegistryDb db, Guid account, SignInMeans means, string device, AccountSettings.Values limits)
    {
        var token = NewToken();
        var now = time.GetUtcNow();
        var stage = means is SignInMeans.Password or SignInMeans.External ? SessionStage.SecondFactor : SessionStage.Full;
        var ends = now + (stage == SessionStage.Full ? limits.Absolute : limits.SecondFactor);
        db.Add(
            new SessionRow
            {
                Account = account,
                Token = keys.Hash("session", token),
                Stage = stage,
                Means = means,
                Device = device.Length > LongestDevice ? device[..LongestDevice] : device,
                Started = now,
                LastSeen = now,
                Ends = ends,
            }
        );
        return new(token, stage, ends);
    }

    /// <summary>Ends one session, if it lives.</summary>
    public async Task End(Guid session, SessionEnd reason, CancellationToken cancellation)
    {
        await using var db = store.Open();
        await End(db.Set<SessionRow>().Where(s => s.Id == session), reason, cancellation);
    }

    /// <summary>Ends every session of an account but <paramref name="except"/>, within the change that <paramref name="db"/> makes.</summary>
    internal Task EndAll(RegistryDb db, Guid account, SessionEnd reason, CancellationToken cancellation, Guid? except = null) =>
        End(db.Set<SessionRow>().Where(s => s.Account == account && s.Id != except), reason, cancellation);

    internal static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    private Task<int> End(IQueryable<SessionRow> sessions, SessionEnd reason, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return sessions
            .Where(s => s.Ended == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.Ended, now).SetProperty(x => x.EndReason, (SessionEnd?)reason), cancellation);
    }

    private async Task Seen(Guid session, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = store.Connections.App.CreateCommand(
            "update access.session set last_seen = $2 where id = $1 and last_seen < $2"
        );
        command.Parameters.Add(new() { Value = session });
        command.Parameters.Add(new() { Value = now });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<(LiveSession Live, DateTimeOffset LastSeen, DateTimeOffset Ends)?> Query(
        string condition,
        object value,
        CancellationToken cancellation
    )
    {
        await using var command = store.Connections.App.CreateCommand(
            $"""
            select s.id, s.stage, s.last_seen, s.ends, {AccountColumns}
            from access.session s join access.account a on a.id = s.account
            where {condition} and s.ended is null and a.status = 'active' and not a.voided
            """
        );
        command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        return (
            new(reader.GetGuid(0), Codes.Parse<SessionStage>(reader.GetString(1)), ReadCaller(reader, 4)),
            reader.GetFieldValue<DateTimeOffset>(2),
            reader.GetFieldValue<DateTimeOffset>(3)
        );
    }

    /// <summary>Columns that <see cref="ReadCaller"/> reads, of an account named <c>a</c>.</summary>
    internal const string AccountColumns = """
        a.id, a.first_name, a.middle_name, a.last_name,
        array(select g.role from access.role_grant g where g.account = a.id and g.withdrawn is null and not g.voided order by g.id),
        array(select coalesce(g.centre, '') from access.role_grant g where g.account = a.id and g.withdrawn is null and not g.voided order by g.id)
        """;

    internal static Caller ReadCaller(NpgsqlDataReader reader, int first)
    {
        var roles = reader.GetFieldValue<string[]>(first + 4);
        var centres = reader.GetFieldValue<string[]>(first + 5);
        var middle = reader.IsDBNull(first + 2) ? " " : $" {reader.GetString(first + 2)} ";
        return new(
            reader.GetGuid(first),
            reader.GetString(first + 1) + middle + reader.GetString(first + 3),
            [.. roles.Zip(centres, (role, centre) => new Grant(Codes.Parse<Role>(role), centre.Length == 0 ? null : centre))]
        );
    }
}
