using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Benchmarks.Watch;
using Longwatch.Cli.Tests.Registry;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Benchmarks.Load;

/// <summary>Fifty people who read and write in the portal at once, on loopback: latency by kind of request, and how it grows with the registry.</summary>
internal static class LoadBench
{
    private const int Users = 50;
    private const int Imported = 42_500;
    private const double LimitMilliseconds = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    internal static async Task<bool> Run(int[] sizes, int seconds)
    {
        var sections = new List<string>();
        var growth = new List<string[]>();
        var good = true;
        foreach (var patients in sizes)
        {
            var (table, row, within) = await One(patients, seconds);
            sections.Add($"### {patients:N0} patients\n\n{table}");
            growth.Add(row);
            good &= within;
        }

        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Load",
            $"""
            `longwatch serve` on loopback; {Users} clinicians of up to 25 centres, signed in with password and code, each with a pause of {Pause.TotalSeconds} s on average between two requests, for {seconds} s; then for {seconds / 3} s without any pause, which shows the ceiling.
            The people, the portal and PostgreSQL share the same processors. {Imported:N0} patients come by import; more are filled in by SQL, beside the audit trail. Times in milliseconds, from sending to the last byte.

            {ResultFile.Table(
                ["patients", "filled in, s", "requests", "requests/s", "errors", "p50", "p95", "p99", "longest", "portal CPU s", "without pause: requests/s", "p50", "p95", "errors"],
                growth
            )}
            p95 has to stay under {LimitMilliseconds} ms without an error: {(good ? "it does" : "it does not")}.

            {string.Join("\n\n", sections)}
            """
        );
        return good;
    }

    private static async Task<(string Table, string[] Row, bool Within)> One(int patients, int seconds)
    {
        using var folder = new OpenFolder();
        var data = folder.Under("data");
        var filling = Stopwatch.StartNew();
        LoadPerson[] people;
        await using (var connections = await StoreConnections.Open(data, null, CancellationToken.None))
        {
            await (patients <= Imported ? Import(connections, patients, folder) : Fill(connections, patients));
            filling.Stop();
            people = await LoadPeople.Make(connections, Users);
        }

        using var portal = await ProgramProcess.Serve(Path.Combine(AppContext.BaseDirectory, "longwatch.dll"), data);
        LoadUser[] users = [.. people.Select((p, i) => new LoadUser(portal.Address!, p, i))];
        foreach (var user in users)
            await user.SignIn();
        await Work(users, Pause, TimeSpan.FromSeconds(5)); // the first requests compile what they need; not counted
        var before = portal.Cpu;
        var answers = await Work(users, Pause, TimeSpan.FromSeconds(seconds));
        var cpu = portal.Cpu - before;
        var pressed = await Work(users, TimeSpan.Zero, TimeSpan.FromSeconds(seconds / 3.0));
        foreach (var user in users)
            user.Dispose();
        await portal.Stop();

        var all = Spread.Of(answers);
        var ceiling = Spread.Of(pressed);
        foreach (var wrong in answers.Concat(pressed).Where(a => a.Wrong is not null).GroupBy(a => (a.Kind, a.Wrong)))
            Console.Error.WriteLine($"{wrong.Key.Kind}: {wrong.Key.Wrong}, {wrong.Count()} times");
        var table = ResultFile.Table(
            ["request", "count", "errors", "p50", "p95", "p99", "longest"],
            answers.GroupBy(a => a.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (string[])[g.Key, .. Spread.Of(g).Cells])
        );
        return (
            table,
            [
                $"{patients:N0}",
                $"{filling.Elapsed.TotalSeconds:N0}",
                $"{answers.Count:N0}",
                $"{answers.Count / (double)seconds:N0}",
                $"{all.Errors}",
                .. all.Cells[2..],
                $"{cpu.TotalSeconds:N1}",
                $"{pressed.Count / (seconds / 3.0):N0}",
                ceiling.Cells[2],
                ceiling.Cells[3],
                $"{ceiling.Errors}",
            ],
            all.Errors == 0 && ceiling.Errors == 0 && all.P95 < LimitMilliseconds
        );
    }

    private static async Task<ConcurrentBag<Answered>> Work(LoadUser[] users, TimeSpan pause, TimeSpan time)
    {
        var answers = new ConcurrentBag<Answered>();
        using var over = new CancellationTokenSource(time);
        await Task.WhenAll(users.Select(u => Task.Run(() => u.Work(pause, answers, over.Token))));
        return answers;
    }

    private static async Task Import(StoreConnections connections, int patients, OpenFolder folder)
    {
        var set = new DirectoryInfo(folder.Under("set"));
        SimulatedSetWriter.Write(Simulator.Simulate(new SimulationPlan(patients, 8)), set);
        var outcome = await new ImportCohort(new RegistryStore(connections)).Do(
            Caller.Operator,
            set.FullName,
            Path.Combine(Home.Root, "data", "published"),
            CancellationToken.None
        );
        if (outcome.Problems.Refused)
            throw new InvalidOperationException("The simulated set was refused.");
    }

    private static async Task Fill(StoreConnections connections, int patients)
    {
        const int centres = 200;
        await WatchFill.Run(connections, patients, centres);
        await using (var owner = new NpgsqlConnection(connections.Owner + ";Pooling=false"))
        {
            await owner.OpenAsync();
            foreach (
                var sql in (string[])
                    [
                        "set session_replication_role = replica",
                        $"insert into clinical.centre select md5('c' || i)::uuid, 1, false, 'C' || i, 'Centre ' || i from generate_series(0, {centres - 1}) i",
                        // Eight in a hundred, as in the simulated registry.
                        $"insert into clinical.neoplasm select md5('n' || i)::uuid, 1, false, md5('p' || i)::uuid, 'N' || i, (select min(date) + 400 from clinical.infusion where patient = md5('p' || i)::uuid), '9989/3', null, 'myeloid', 'second_primary', 'unknown' from generate_series(1, {patients}, 13) i",
                        "set session_replication_role = origin",
                        "vacuum analyze clinical.neoplasm",
                        "vacuum analyze clinical.centre",
                    ]
            )
            {
                await using var command = new NpgsqlCommand(sql, owner) { CommandTimeout = 0 };
                await command.ExecuteNonQueryAsync();
            }
        }

        await WatchFill.Derive(connections);
    }

    /// <summary>How the times of some answers lie.</summary>
    private sealed record Spread(int Count, int Errors, double P50, double P95, double P99, double Longest)
    {
        public static Spread Of(IEnumerable<Answered> answers)
        {
            var all = answers.ToArray();
            double[] times = [.. all.Select(a => a.Milliseconds).Order()];
            double At(double share) => times.Length == 0 ? 0 : times[Math.Min(times.Length - 1, (int)(share * times.Length))];
            return new(all.Length, all.Count(a => a.Wrong is not null), At(0.5), At(0.95), At(0.99), At(1));
        }

        public string[] Cells => [$"{Count:N0}", $"{Errors}", $"{P50:N1}", $"{P95:N1}", $"{P99:N1}", $"{Longest:N1}"];
    }
}
