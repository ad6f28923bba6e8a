using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.Tests.Cohorts;

public sealed class CohortSetTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("longwatch-cohort-").FullName;
    private StoreConnections connections = null!;
    private RegistryStore store = null!;

    public async ValueTask InitializeAsync()
    {
        connections = await TestStore.Open();
        store = new(connections);
        Simulate("one", 600, 8);
    }

    public async ValueTask DisposeAsync()
    {
        await connections.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private void Simulate(string name, int patients, ulong seed) =>
        SimulatedSetWriter.Write(Simulator.Simulate(new SimulationPlan(patients, seed)), new DirectoryInfo(Path.Combine(folder, name)));

    private Task<ImportOutcome> Import(string name = "one", Caller? caller = null) =>
        new ImportCohort(store).Do(caller ?? Caller.Operator, Path.Combine(folder, name), TestStore.Published, Cancellation);

    private async Task Export(string name, DateTimeOffset? knownAt = null)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        CohortSetWriter.Write(await new ExportCohort(store).Do(Caller.Operator, knownAt, Permission.DataExport, Cancellation), target);
    }

    private static readonly string[] Files =
    [
        "dataset.csv",
        "patients.csv",
        "infusions.csv",
        "visits.csv",
        "neoplasms.csv",
        "specimens.csv",
        "tests.csv",
        "therapies.csv",
    ];

    private string Text(string name, string file) => File.ReadAllText(Path.Combine(folder, name, file));

    private void Replace(string name, string file, string old, string @new)
    {
        var text = Text(name, file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, name, file), text.Replace(old, @new, StringComparison.Ordinal));
    }

    private async Task<long> Count(string sql)
    {
        await using var connection = new NpgsqlConnection(connections.Owner);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    [Fact]
    public async Task A_set_that_is_imported_and_exported_has_the_same_bytes()
    {
        var outcome = await Import();
        await Export("out");

        Assert.False(outcome.Problems.Refused);
        Assert.All(Files, file => Assert.Equal(Text("one", file), Text("out", file)));
        Assert.Empty((await AuditChain.Verify(connections, null, Cancellation)).Problems);
    }

    [Fact]
    public async Task The_same_set_twice_changes_nothing_and_adds_nothing_to_the_trail()
    {
        await Import();
        var entries = await Count("select count(*) from audit.entry");
        var acts = await Count("select count(*) from audit.act");
        var again = await Import();

        Assert.All(again.Counts, c => Assert.Equal((0, 0), (c.Added, c.Changed)));
        Assert.Equal(entries, await Count("select count(*) from audit.entry"));
        Assert.Equal(acts, await Count("select count(*) from audit.act"));
    }

    [Fact]
    public async Task A_changed_row_becomes_a_version_and_the_earlier_one_is_still_known()
    {
        await Import();
        await Task.Delay(20, Cancellation);
        var before = DateTimeOffset.UtcNow;
        await Task.Delay(20, Cancellation);
        var line = Text("one", "patients.csv").Split('\n')[1];
        var changed = line.Contains(",male,", StringComparison.Ordinal)
            ? line.Replace(",male,", ",female,", StringComparison.Ordinal)
            : line.Replace(",female,", ",male,", StringComparison.Ordinal);
        Replace("one", "patients.csv", line, changed);
        var outcome = await Import();
        await Export("now");
        await Export("then", before);

        Assert.Equal([1], outcome.Counts.Where(c => c.Changed > 0).Select(c => c.Changed));
        Assert.Equal(1, await Count("select count(*) from clinical.patient where version = 2"));
        Assert.Contains(changed, Text("now", "patients.csv"), StringComparison.Ordinal);
        Assert.Contains(line, Text("then", "patients.csv"), StringComparison.Ordinal);
        Assert.All(Files.Except(["patients.csv"]), file => Assert.Equal(Text("one", file), Text("then", file)));
    }

    [Fact]
    public async Task A_set_with_a_fault_is_refused_whole_with_the_line_of_each()
    {
        var lines = Text("one", "visits.csv").Split('\n');
        lines[3] = lines[3].Replace(",alive,", ",living,", StringComparison.Ordinal);
        lines[7] = lines[7] + ",";
        File.WriteAllText(Path.Combine(folder, "one", "visits.csv"), string.Join('\n', lines));
        var outcome = await Import();

        Assert.True(outcome.Problems.Refused);
        Assert.Equal([4, 8], outcome.Problems.Listed.Where(p => p.File == "visits.csv").Select(p => p.Line));
        Assert.Equal(0, await Count("select count(*) from clinical.patient"));
        Assert.Equal(0, await Count("select count(*) from audit.act where command like 'cohort%'"));
    }

    [Fact]
    public async Task A_set_that_contradicts_the_registry_is_refused_with_the_line()
    {
        await Import();
        var dead = Text("one", "visits.csv")
            .Split('\n')
            .Select((l, i) => (l, i))
            .First(l => l.l.Contains(",dead,", StringComparison.Ordinal));
        var cells = dead.l.Split(',');
        var later = DateOnly.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture).AddDays(1).ToString("yyyy-MM-dd");
        // The file now says alive a day after the death that the registry has.
        Replace("one", "visits.csv", dead.l, $"{cells[0]},{later},alive,,{cells[4]},{cells[5]}");
        var outcome = await Import();

        Assert.True(outcome.Problems.Refused);
        Assert.Contains(outcome.Problems.Listed, p => p.File == "visits.csv" && p.Line == dead.i + 1);
        Assert.Equal(0, await Count("select count(*) from clinical.visit where version > 1"));
    }

    [Fact]
    public async Task Keys_of_another_patient_and_patients_of_another_centre_are_refused_with_the_line()
    {
        await Import();
        Simulate("two", 3, 99);
        Replace("two", "patients.csv", "P0000001", "Q1");
        foreach (var file in Files[2..])
            File.WriteAllText(Path.Combine(folder, "two", file), Text("two", file).Replace("P0000001", "Q1", StringComparison.Ordinal));
        var second = Text("two", "patients.csv").Split('\n')[2].Split(',');
        second[1] = "elsewhere";
        Replace("two", "patients.csv", Text("two", "patients.csv").Split('\n')[2], string.Join(',', second));
        var outcome = await Import("two");

        Assert.Contains(outcome.Problems.Listed, p => p is { File: "infusions.csv", Line: 2, Field: "infusion_id" });
        Assert.Contains(outcome.Problems.Listed, p => p is { File: "patients.csv", Line: 3, Field: "centre" });
        Assert.Equal(600, await Count("select count(*) from clinical.patient"));
    }

    [Fact]
    public async Task A_caller_imports_for_his_own_centre_only()
    {
        var outcome = await Import(caller: new Caller(Guid.CreateVersion7(), "A. Manager", [new(Role.CentreDataManager, "C01")]));

        Assert.True(outcome.Problems.Refused);
        Assert.All(outcome.Problems.Listed, p => Assert.Equal("centre", p.Field));
        Assert.Equal(0, await Count("select count(*) from clinical.patient"));
    }

    [Fact]
    public async Task An_import_whose_answer_is_lost_says_so_and_the_same_set_again_completes_it()
    {
        // The server ends the connection after the commit, when it is asked to flush the log: all is there, and nobody was told.
        await Owner(
            $"""
            create function public.pg_logical_emit_message(boolean, text, text) returns void language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(60); end $$;
            alter role {connections.Roles.App} in database {new NpgsqlConnectionStringBuilder(
                connections.Owner
            ).Database} set search_path = public, pg_catalog;
            """
        );
        var error = await Assert.ThrowsAsync<StoreException>(() => Import());
        Assert.True(error.IsOutcomeUnknown);
        Assert.Contains("Import the same set again", error.Message, StringComparison.Ordinal);

        await Owner("drop function public.pg_logical_emit_message(boolean, text, text)");
        var again = await Import();

        Assert.Equal(600, again.Counts[0].Unchanged);
        Assert.All(again.Counts, c => Assert.Equal((0, 0), (c.Added, c.Changed)));
        Assert.Empty((await AuditChain.Verify(connections, null, Cancellation)).Problems);
    }

    private async Task Owner(string sql)
    {
        await using var connection = new NpgsqlConnection(connections.Owner + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
