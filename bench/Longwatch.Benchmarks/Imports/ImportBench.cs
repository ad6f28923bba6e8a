using System.Diagnostics;
using System.Globalization;
using System.Text;
using Longwatch.Benchmarks.Results;
using Longwatch.Cli.Tests.Registry;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Benchmarks.Imports;

/// <summary>How long the import of a cohort set takes, beside <c>psql \copy</c> of the same files into bare tables of the same server.</summary>
internal static class ImportBench
{
    private const int Wanted = 42_500;
    private const double LimitSeconds = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    internal static async Task<bool> Run(int[] sizes)
    {
        using var folder = new OpenFolder();
        var rows = new List<string[]>();
        var fastEnough = true;
        foreach (var patients in sizes)
        {
            var set = new DirectoryInfo(folder.Under($"set-{patients}"));
            SimulatedSetWriter.Write(Simulator.Simulate(new SimulationPlan(patients, 8)), set);
            // The cluster is made before: what is measured is the command on an empty registry that is there.
            var data = folder.Under($"data-{patients}");
            await using (await StoreConnections.Open(data, null, CancellationToken.None)) { }
            var import = Measured.Run(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "longwatch.dll"), "registry", "import", set.FullName, "--data", data, "--quiet"],
                Patience
            );
            if (!import.Good)
                return false;
            await using var connections = await StoreConnections.Open(data, null, CancellationToken.None);
            var entries = await Number(connections, "select count(*) from audit.entry");
            var (copy, copied) = Copy(connections, set);
            fastEnough &= patients != Wanted || import.Seconds < LimitSeconds;
            rows.Add([
                $"{patients:N0}",
                $"{copied:N0}",
                $"{entries:N0}",
                Shown(import.Seconds),
                Shown(import.CpuSeconds),
                Shown(copy),
                Shown(import.Seconds / copy),
                $"{copied / import.Seconds:N0}",
                $"{import.PeakBytes / 1e6:N0}",
            ]);
            Directory.Delete(set.FullName, recursive: true);
        }

        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Import",
            $"""
            `longwatch registry import` of a simulated cohort set into an empty registry: start of the program and of PostgreSQL, all checks, all rows with their audit entries, dates of what is expected, commit.
            Beside it `psql \copy` of the same files into tables without keys, checks and trail, in the same run. CPU is the program's own, without PostgreSQL's.

            {ResultFile.Table(
                ["patients", "rows", "audit entries", "import s", "program CPU s", "psql s", "ratio", "rows/s", "program MB"],
                rows
            )}
            The import of {Wanted:N0} patients has to take less than {LimitSeconds} s on two cores: {(fastEnough ? "it does" : "it does not")}.
            """
        );
        return fastEnough;
    }

    private static (double Seconds, long Rows) Copy(StoreConnections connections, DirectoryInfo set)
    {
        var owner = new NpgsqlConnectionStringBuilder(connections.Owner);
        var script = new StringBuilder("create schema bare;\n");
        var rows = 0L;
        foreach (var file in set.EnumerateFiles("*.csv").Where(f => !f.Name.StartsWith("truth", StringComparison.Ordinal)))
        {
            var table = Path.GetFileNameWithoutExtension(file.Name);
            var columns = File.ReadLines(file.FullName).First().Split(',');
            script.Append($"create table bare.{table} ({string.Join(", ", columns.Select(c => $"\"{c}\" text"))});\n");
            script.Append($"\\copy bare.{table} from '{file.FullName}' with (format csv, header)\n");
            rows += File.ReadLines(file.FullName).LongCount() - 1;
        }

        var path = Path.Combine(set.FullName, "copy.sql");
        File.WriteAllText(path, script.ToString());
        var start = new ProcessStartInfo("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-f", path])
        {
            Environment =
            {
                ["PGHOST"] = owner.Host,
                ["PGUSER"] = owner.Username,
                ["PGPASSWORD"] = owner.Password,
                ["PGDATABASE"] = owner.Database,
            },
        };
        var watch = Stopwatch.StartNew();
        using var psql = Process.Start(start)!;
        psql.WaitForExit();
        return psql.ExitCode == 0
            ? (watch.Elapsed.TotalSeconds, rows)
            : throw new InvalidOperationException("psql could not copy the files.");
    }

    private static async Task<long> Number(StoreConnections connections, string sql)
    {
        await using var connection = new NpgsqlConnection(connections.Owner + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string Shown(double number) => number.ToString("F1", CultureInfo.InvariantCulture);
}
