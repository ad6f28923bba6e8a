using System.Globalization;
using System.Text;
using System.Text.Json;
using Longwatch.Benchmarks.Results;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Benchmarks.Watch;

/// <summary>
/// The overdue list of one centre at growing numbers of patients: what the database itself says of time, rows and pages (EXPLAIN ANALYZE, BUFFERS).
/// Writes bench/results/watch.md.
/// </summary>
internal static class WatchBench
{
    private const double LongestMilliseconds = 50;
    private const int Repeats = 7;

    /// <param name="sizes">Numbers of patients and of centres.</param>
    internal static async Task<bool> Run(IReadOnlyList<(int Patients, int Centres)> sizes)
    {
        var table = new StringBuilder();
        var plan = "";
        var good = true;
        foreach (var (patients, centres) in sizes)
        {
            var folder = Home.Work("watch");
            await using var connections = await StoreConnections.Open(folder, null, CancellationToken.None);
            await WatchFill.Run(connections, patients, centres);
            var derived = await WatchFill.Derive(connections);
            await using var connection = await connections.App.OpenConnectionAsync();
            var caller = new Caller(null, "benchmark", [new(Role.CentreDataManager, "C1")]);
            var sql = ListWork.Conditions(caller, new(WorkKind.Overdue), WatchFill.Today);
            var page = await Explain(connection, sql, ListWork.Statement(sql, 1));
            var count = await Explain(connection, sql, $"select count(*) from watch.expectation e where {sql.Where}");
            var overdue = await Count(connection, sql);
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {WatchFill.Shown(patients)} | {centres} | {WatchFill.Shown(overdue)} | {page.Milliseconds:0.00} | {page.Rows} | {page.Buffers} | {count.Milliseconds:0.00} | {count.Buffers} | {derived:0.0} |"
            );
            Console.WriteLine(
                $"{patients} patients, {overdue} overdue at one of {centres} centres: page {page.Milliseconds:0.00} ms, count {count.Milliseconds:0.00} ms"
            );
            plan = page.Text;
            good &= page.Milliseconds < LongestMilliseconds && count.Milliseconds < LongestMilliseconds;
        }

        await File.WriteAllTextAsync(Path.Combine(Home.Results, "watch.md"), Page(table.ToString(), plan));
        return good;
    }

    private static async Task<long> Count(NpgsqlConnection connection, WorkSql sql)
    {
        await using var command = sql.Command(connection, $"select count(*) from watch.expectation e where {sql.Where}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The median of several executions, as the database measures them; buffers are pages of 8 kB that were touched.</summary>
    private static async Task<(double Milliseconds, long Rows, long Buffers, string Text)> Explain(
        NpgsqlConnection connection,
        WorkSql sql,
        string statement
    )
    {
        var times = new List<double>();
        var (rows, buffers) = (0L, 0L);
        for (var i = 0; i < Repeats; i++)
        {
            await using var command = sql.Command(connection, $"explain (analyze, buffers, format json) {statement}");
            using var json = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
            var root = json.RootElement[0];
            times.Add(root.GetProperty("Execution Time").GetDouble() + root.GetProperty("Planning Time").GetDouble());
            var top = root.GetProperty("Plan");
            rows = (long)top.GetProperty("Actual Rows").GetDouble();
            buffers = top.GetProperty("Shared Hit Blocks").GetInt64() + top.GetProperty("Shared Read Blocks").GetInt64();
        }

        var text = new StringBuilder();
        await using (var command = sql.Command(connection, $"explain (analyze, buffers, costs off) {statement}"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                text.AppendLine(reader.GetString(0));
        times.Sort();
        return (times[times.Count / 2], rows, buffers, text.ToString());
    }

    private static string Page(string table, string plan) =>
        $"""
            # Work lists of follow-up

            `longwatch bench watch`: the overdue list of one centre, as PostgreSQL measures it (planning and execution, median of {Repeats}; pages of 8 kB touched).
            Patients were infused over 15 years and come every year; one in ten stays away from some year on. The limit is {LongestMilliseconds} ms.
            Compare rows with each other, not times with other machines. The last column is the derivation of all dates from all facts, in seconds.

            | patients | centres | overdue at the centre | first page, ms | rows | pages | count, ms | pages | derived, s |
            |--:|--:|--:|--:|--:|--:|--:|--:|--:|
            {table}
            Rows with one size of centre show what a larger registry costs (nothing); rows with a larger centre show that the count follows the answer
            and the page does not.

            Plan of the first page at the last size:

            ```
            {plan}```

            """.ReplaceLineEndings("\n");
}
