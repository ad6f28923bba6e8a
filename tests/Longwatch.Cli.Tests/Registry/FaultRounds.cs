using System.Diagnostics;
using System.Globalization;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;
using Longwatch.Registry.Audit;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Cli.Tests.Registry;

/// <summary>What is killed, and while what runs.</summary>
internal enum Fault
{
    ImportKilled,
    ServerKilledDuringImport,
    PortalKilledDuringSaves,
    ServerKilledDuringSaves,
}

/// <summary>What one round showed.</summary>
/// <param name="After">From the start of the import, or of the saves, to the kill.</param>
/// <param name="Finished">The import was done (exit code 0) before the kill reached it.</param>
/// <param name="Kept">The rows of the import are there, all of them.</param>
/// <param name="Acknowledged">Saves that were acknowledged before, during and after.</param>
/// <param name="Recovery">From the kill to the first answer (saves), or to the open registry (import).</param>
/// <param name="Problems">Everything that is not as it has to be; empty: the round is good.</param>
internal sealed record FaultRound(
    Fault Fault,
    TimeSpan After,
    bool Finished,
    bool Kept,
    int Acknowledged,
    int Unanswered,
    int Unavailable,
    TimeSpan Recovery,
    IReadOnlyList<string> Problems
);

/// <summary>Kills the program or its PostgreSQL at seeded random moments of an import and of a stream of saves, and looks at what is left.</summary>
/// <remarks>
/// Imports go into a fresh copy of an empty registry each, so that "all or none" is a count. Saves go into one registry that lives through all
/// rounds. One seed gives the same moments; what runs at them differs from run to run.
/// </remarks>
internal sealed class FaultRounds : IAsyncDisposable
{
    private const int Patients = 1500;
    private const int Clients = 4;
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(60);
    private static readonly string[] Tables = ["patient", "infusion", "visit", "neoplasm", "specimen", "test", "therapy"];

    private readonly string program;
    private readonly string folder;
    private readonly Random random;
    private readonly Dictionary<string, long> whole = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> patients = [];
    private readonly HashSet<Guid> infusions = [];
    private TimeSpan import;
    private string token = "";
    private ProgramProcess? portal;

    private FaultRounds(string program, string folder, int seed) =>
        (this.program, this.folder, random) = (program, folder, new Random(seed));

    private string Set => Path.Combine(folder, "set");

    private string Empty => Path.Combine(folder, "empty");

    private string Saved => Path.Combine(folder, "saved");

    /// <summary>Makes the registries and the set, and measures one import that nobody disturbs.</summary>
    /// <param name="program">Path of longwatch.dll.</param>
    /// <param name="folder">Empty folder that PostgreSQL's user may enter.</param>
    public static async Task<FaultRounds> Prepare(string program, string folder, int seed)
    {
        var rounds = new FaultRounds(program, folder, seed);
        SimulatedSetWriter.Write(Simulator.Simulate(new SimulationPlan(Patients, 8)), new DirectoryInfo(rounds.Set));
        await using (await Open(rounds.Empty)) { }
        foreach (var table in Tables)
        {
            var file = Directory.EnumerateFiles(rounds.Set, "*.csv").Single(f => Path.GetFileName(f) == FileName(table));
            rounds.whole[table] = File.ReadLines(file).LongCount() - 1;
        }

        var undisturbed = rounds.Copy("undisturbed");
        var watch = Stopwatch.StartNew();
        using (var importer = rounds.Import(undisturbed))
            if (await importer.Exit() != 0)
                throw new InvalidOperationException($"An import that nobody disturbs failed:\n{importer.Said}");
        rounds.import = watch.Elapsed;
        Directory.Delete(undisturbed, recursive: true);

        await using (var connections = await Open(rounds.Saved))
            rounds.token = await RegistrySeed.DataManager(connections, CancellationToken.None);
        rounds.portal = await ProgramProcess.Serve(program, rounds.Saved);
        return rounds;
    }

    /// <summary>One round of one fault.</summary>
    public Task<FaultRound> Run(Fault fault) =>
        fault is Fault.ImportKilled or Fault.ServerKilledDuringImport ? DuringImport(fault) : DuringSaves(fault);

    public async ValueTask DisposeAsync()
    {
        if (portal is not null)
        {
            await portal.Stop();
            portal.Dispose();
        }
    }

    private static string FileName(string table) => table == "therapy" ? "therapies.csv" : table + "s.csv";

    private static Task<StoreConnections> Open(string data) => StoreConnections.Open(data, null, CancellationToken.None);

    private ProgramProcess Import(string data) => ProgramProcess.Start(program, ["registry", "import", Set, "--data", data]);

    private string Copy(string name)
    {
        var copy = Path.Combine(folder, name);
        using var cp = Process.Start("/bin/cp", ["-a", Empty, copy]);
        cp.WaitForExit();
        return copy;
    }

    private async Task<FaultRound> DuringImport(Fault fault)
    {
        var data = Copy("import");
        var problems = new List<string>();
        var after = import * random.NextDouble();
        using var importer = Import(data);
        await Task.Delay(after);
        var finished = importer.HasExited;
        var killed = Stopwatch.StartNew();
        if (fault == Fault.ImportKilled)
        {
            importer.Kill();
        }
        else
        {
            PostgresProcess.Kill(data); // none yet, or none any more, early and late
            var code = await importer.Exit();
            finished = code == 0;
            if (code is not 0 and not 2)
                problems.Add($"the import ended with {code}: {importer.Said}");
        }

        var (kept, recovery) = await LookAtImport(data, killed, finished, problems);
        Directory.Delete(data, recursive: true);
        return new(fault, after, finished, kept, 0, 0, 0, recovery, problems);
    }

    private async Task<(bool Kept, TimeSpan Recovery)> LookAtImport(string data, Stopwatch killed, bool finished, List<string> problems)
    {
        await using var connections = await Open(data);
        var recovery = killed.Elapsed;
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in Tables)
            counts[table] = await Count(connections, $"select count(*) from clinical.{table}");
        var kept = counts.Values.Any(n => n > 0);
        if (kept && Tables.Any(t => counts[t] != whole[t]))
            problems.Add("half an import: " + string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}/{whole[c.Key]}")));
        if (finished && !kept)
            problems.Add("an import that ended with success is gone");
        if (await Count(connections, "select count(*) from watch.standing") is var standings && standings != (kept ? whole["patient"] : 0))
            problems.Add($"dates of what is expected: {standings}");
        await Verify(connections, problems);
        return (kept, recovery);
    }

    private async Task<FaultRound> DuringSaves(Fault fault)
    {
        var problems = new List<string>();
        using var stream = new SaveStream(portal!.Address!, token, Clients);
        await stream.Until(acknowledged: 1, RecoveryLimit);
        var after = TimeSpan.FromMilliseconds(random.Next(1000));
        await Task.Delay(after);
        var killed = Stopwatch.StartNew();
        if (fault == Fault.PortalKilledDuringSaves)
        {
            portal.Kill();
            await stream.Stop();
            portal.Dispose();
            portal = await ProgramProcess.Serve(program, Saved);
        }
        else
        {
            if (!PostgresProcess.Kill(Saved))
                problems.Add("there was no server to kill");
            if (!await stream.AllAnsweredAgain(RecoveryLimit))
                problems.Add($"not every client was answered again within {RecoveryLimit.TotalSeconds} s");
        }

        var recovery = killed.Elapsed;
        await stream.Stop();
        problems.AddRange(stream.Unclear.Select(u => "an unclear answer: " + u));
        patients.UnionWith(stream.Patients);
        infusions.UnionWith(stream.Infusions);
        await using var connections = await Open(Saved);
        await Present(connections, "patient", patients, problems);
        await Present(connections, "infusion", infusions, problems);
        if (await Count(connections, HalfWritten) is > 0 and var half)
            problems.Add($"{half} infusions without the dates that belong to them");
        await Verify(connections, problems);
        return new(fault, after, false, false, stream.Acknowledged, stream.Unanswered, stream.Unavailable, recovery, problems);
    }

    private const string HalfWritten =
        "select count(*) from clinical.infusion i where not exists (select from watch.standing s where s.patient = i.patient) or not exists (select from watch.expectation e where e.patient = i.patient)";

    private static async Task Present(StoreConnections connections, string table, HashSet<Guid> acknowledged, List<string> problems)
    {
        await using var command = connections.App.CreateCommand($"select count(*) from clinical.{table} where id = any($1)");
        command.Parameters.Add(new() { Value = acknowledged.ToArray() });
        var there = Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        if (there != acknowledged.Count)
            problems.Add($"{table}: {acknowledged.Count} were acknowledged, {there} are there");
    }

    private static async Task Verify(StoreConnections connections, List<string> problems)
    {
        var verified = await AuditChain.Verify(connections, null, CancellationToken.None);
        problems.AddRange(verified.Problems.Select(p => $"audit trail: link {p.Position}, {p.Problem}"));
    }

    private static async Task<long> Count(StoreConnections connections, string sql)
    {
        await using var connection = new NpgsqlConnection(connections.Owner + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
