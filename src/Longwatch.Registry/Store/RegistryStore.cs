using Longwatch.Domain;
using Longwatch.Registry.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.Store;

/// <summary>The one way to the facts: reads, audited reads of a patient, and acts that are saved whole or not at all.</summary>
/// <remarks>
/// A connection that died while idle is replaced once before anything was sent for keeping; after a commit was sent nothing is tried again.
/// A record that somebody else changed meanwhile is the refusal <c>record.conflict</c>.
/// </remarks>
public sealed class RegistryStore(StoreConnections connections)
{
    public static readonly Refusal Conflict = new(
        "record.conflict",
        "Somebody else changed this record meanwhile. Look at the newer version, then enter the change again."
    );

    private readonly DbContextOptions<RegistryDb> options = new DbContextOptionsBuilder<RegistryDb>()
        .UseNpgsql(connections.App)
        .EnableServiceProviderCaching()
        .Options;

    internal StoreConnections Connections => connections;

    /// <summary>Reads without a note in the audit trail: lists, work lists, catalogues. Tracks no changes.</summary>
    public Task<T> Read<T>(Func<RegistryDb, CancellationToken, Task<T>> query, CancellationToken cancellation) =>
        Again(
            async () =>
            {
                await using var db = Open();
                return await query(db, cancellation);
            },
            cancellation
        );

    /// <summary>Reads what concerns one patient; the audit trail says who read what.</summary>
    public async Task<Result<T>> ReadPatient<T>(
        Caller caller,
        Guid patient,
        string command,
        Func<RegistryDb, CancellationToken, Task<Result<T>>> query,
        CancellationToken cancellation
    )
    {
        var answer = await Read(query, cancellation);
        if (answer is Result<T>.Ok)
            await Note(caller, new Act(command, patient, Kind: ActKind.Read), cancellation);
        return answer;
    }

    /// <summary>Writes an act without entries into the audit trail.</summary>
    public async Task Note(Caller caller, Act act, CancellationToken cancellation)
    {
        if (act.Kind == ActKind.Read)
        {
            // A transaction of one statement. It is not waited for: nothing was changed by a read, and its note is on disk within the second.
            await Again(
                async () =>
                {
                    await using var reader = await connections.App.OpenConnectionAsync(cancellation);
                    return await Begin(reader, caller, act, cancellation);
                },
                cancellation
            );
            return;
        }

        await using var connection = await Again(async () => await connections.App.OpenConnectionAsync(cancellation), cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Begin(connection, caller, act, cancellation);
        await Durability.Commit(connection, cancellation);
    }

    /// <summary>Changes facts in one transaction, under one act; saved whole when <paramref name="change"/> succeeds, else not at all.</summary>
    public Task<Result<T>> Write<T>(
        Caller caller,
        Act act,
        Func<RegistryDb, CancellationToken, Task<Result<T>>> change,
        CancellationToken cancellation
    ) =>
        Again(
            async () =>
            {
                await using var db = Open(tracking: true);
                await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                await Begin(connection, caller, act, cancellation);
                try
                {
                    var result = await change(db, cancellation);
                    if (result is Result<T>.Refused)
                        return result;
                    await db.SaveChangesAsync(cancellation);
                    await Durability.Commit(connection, cancellation);
                    return result;
                }
                catch (DbUpdateConcurrencyException)
                {
                    return Conflict;
                }
                catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
                {
                    return new Refusal("record.exists", "A record of this kind with the same key is there already.");
                }
            },
            cancellation
        );

    /// <summary>Begins an act; what is noted until the end of the transaction belongs to it. See <see cref="Durability"/> for why the commit does not wait.</summary>
    internal static async Task<long> Begin(NpgsqlConnection connection, Caller caller, Act act, CancellationToken cancellation)
    {
        await using var begin = new NpgsqlCommand(
            "select audit.begin($1, $2, $3, $4, $5, $6), set_config('synchronous_commit', 'off', true)",
            connection
        )
        {
            Parameters =
            {
                new() { Value = caller.Account is { } account ? account : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
                new() { Value = caller.PrintedName },
                new() { Value = act.Kind.ToString().ToLowerInvariant() },
                new() { Value = act.Command },
                new() { Value = act.Patient is { } patient ? patient : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
                new() { Value = (object?)act.Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            },
        };
        return (long)(await begin.ExecuteScalarAsync(cancellation))!;
    }

    internal RegistryDb Open(bool tracking = false)
    {
        var db = new RegistryDb(options);
        db.ChangeTracker.QueryTrackingBehavior = tracking ? QueryTrackingBehavior.TrackAll : QueryTrackingBehavior.NoTracking;
        return db;
    }

    private static async Task<T> Again<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        try
        {
            return await attempt();
        }
        catch (Exception e) when (Durability.IsBroken(e) && !cancellation.IsCancellationRequested)
        {
            return await attempt();
        }
    }
}
