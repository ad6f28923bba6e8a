using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.Tests.Store;

/// <summary>A commit whose answer is lost, or does not come in time, may have happened: nobody says otherwise.</summary>
public sealed class DurabilityTests : IAsyncLifetime
{
    private const string ChainLock = "7224931"; // of audit.seal in 0001_audit.sql

    private StoreConnections connections = null!;

    public async ValueTask InitializeAsync() => connections = await TestStore.Open();

    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task Say(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<NpgsqlConnection> Owner()
    {
        var connection = new NpgsqlConnection(connections.Owner + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    [Fact]
    public async Task A_commit_that_is_not_answered_within_its_own_limit_is_of_unknown_outcome_whatever_was_asked_before()
    {
        await using var holder = await Owner();
        await Say(holder, $"select pg_advisory_lock({ChainLock})");
        await using var connection = await connections.App.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await RegistryStore.Begin(connection, Caller.System, new Act("test.wait"), Cancellation);
        await using (var unlimited = new NpgsqlCommand("select 1", connection) { CommandTimeout = 0 })
            await unlimited.ExecuteNonQueryAsync(Cancellation);

        var error = await Assert.ThrowsAsync<StoreException>(() => Durability.Commit(connection, Cancellation, seconds: 1));

        Assert.True(error.IsOutcomeUnknown);
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_during_the_commit_leaves_the_outcome_unknown()
    {
        await using var connection = await connections.App.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await RegistryStore.Begin(connection, Caller.System, new Act("test.end"), Cancellation);
        await Say(
            connection,
            """
            create function pg_temp.away() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
            create temporary table going (way integer);
            create constraint trigger away after insert on going deferrable initially deferred for each row execute function pg_temp.away();
            insert into going values (1);
            """
        );

        var error = await Assert.ThrowsAsync<StoreException>(() => Durability.Commit(connection, Cancellation));

        Assert.True(error.IsOutcomeUnknown);
    }

    [Fact]
    public async Task A_commit_that_the_database_refuses_is_no_unknown_outcome_and_one_that_was_called_back_before_is_not_sent()
    {
        await using var connection = await connections.App.OpenConnectionAsync(Cancellation);
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await RegistryStore.Begin(connection, Caller.System, new Act("test.refuse"), Cancellation);
            await Say(
                connection,
                """
                create function pg_temp.no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
                create temporary table refused (way integer) on commit drop;
                create constraint trigger no after insert on refused deferrable initially deferred for each row execute function pg_temp.no();
                insert into refused values (1);
                """
            );
            await Assert.ThrowsAsync<PostgresException>(() => Durability.Commit(connection, Cancellation));
        }

        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await RegistryStore.Begin(connection, Caller.System, new Act("test.call-back"), Cancellation);
            using var stopped = new CancellationTokenSource();
            await stopped.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => Durability.Commit(connection, stopped.Token));
        }

        await using var count = connections.App.CreateCommand("select count(*) from audit.act where command like 'test.%'");
        Assert.Equal(0L, await count.ExecuteScalarAsync(Cancellation));
    }
}
