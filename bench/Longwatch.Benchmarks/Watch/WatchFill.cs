using System.Globalization;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Benchmarks.Watch;

/// <summary>Fills a registry with patients and yearly visits, beside the audit trail: only the reading is measured.</summary>
internal static class WatchFill
{
    /// <summary>Today of the benchmark.</summary>
    internal static readonly DateOnly Today = new(2026, 6, 1);

    /// <summary>Infusions over 15 years; nine in ten patients come every year, the tenth stays away from some year on.</summary>
    internal static async Task Run(StoreConnections connections, int patients, int centres)
    {
        await new SeedWatch(new RegistryStore(connections)).Do(CancellationToken.None);
        await using (var owner = new NpgsqlConnection(connections.Owner))
        {
            await owner.OpenAsync();
            await Execute(
                owner,
                $"""
                set session_replication_role = replica; -- no audit entry and no check of references for what is made here
                insert into clinical.patient
                select md5('p' || i)::uuid, 1, false, 'P' || i, 'C' || i % {centres}, 'unknown', null, 'unknown', null, 'unknown', 'unknown', 'unknown', 'unknown'
                from generate_series(1, {patients}) i;
                insert into clinical.infusion
                select md5('i' || i)::uuid, 1, false, md5('p' || i)::uuid, 'I' || i, date '2011-06-01' + (i::bigint * 7919 % 5475)::integer, 'tisagenlecleucel', null
                from generate_series(1, {patients}) i;
                insert into clinical.visit
                select md5('v' || i || ' ' || k)::uuid, 1, false, md5('p' || i)::uuid, d.day, 0, 'alive', null, 'remission', null
                from generate_series(1, {patients}) i cross join generate_series(1, 15) k
                cross join lateral (select (date '2011-06-01' + (i::bigint * 7919 % 5475)::integer + k * interval '1 year')::date - i % 40 as day) d
                where d.day <= date '{Today:yyyy-MM-dd}' and (i / {centres} % 10 <> 0 or k < i % 7);
                """
            );
            await Execute(
                owner,
                "set session_replication_role = origin; vacuum analyze clinical.patient; vacuum analyze clinical.infusion; vacuum analyze clinical.visit"
            );
        }
    }

    /// <summary>Derives all dates; seconds.</summary>
    internal static async Task<double> Derive(StoreConnections connections)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await using var connection = await connections.App.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await ExpectationWriter.RefreshAll(connection, CancellationToken.None);
            await transaction.CommitAsync();
        }

        var seconds = watch.Elapsed.TotalSeconds;
        await using var owner = new NpgsqlConnection(connections.Owner);
        await owner.OpenAsync();
        await Execute(owner, "vacuum analyze watch.expectation");
        await Execute(owner, "vacuum analyze watch.standing");
        return seconds;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        foreach (var statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>A whole number with a comma between thousands.</summary>
    internal static string Shown(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
