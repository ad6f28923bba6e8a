using System.Globalization;
using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Cli.Tests.Registry;

/// <summary>The private cluster through everything that can happen to it: killed, shared, started as root, started by others.</summary>
public sealed class ClusterTests : IDisposable
{
    private readonly OpenFolder folder = new();

    private static string Program => CommandRun.Program;

    private string Data => folder.Under("data");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_second_Longwatch_on_the_folder_uses_the_running_server()
    {
        await using var connections = await StoreConnections.Open(Data, null, Cancellation);
        var server = PostgresProcess.Of(Data);
        using var second = ProgramProcess.Start(Program, ["audit", "verify", "--data", Data]);

        Assert.Equal(0, await second.Exit());
        Assert.Contains("whole", second.Said, StringComparison.Ordinal);
        Assert.Equal(server, PostgresProcess.Of(Data));
        Assert.True(await Add(new(connections), "STILL") is Result<Guid>.Ok); // the second left the server alone when it ended
    }

    [Fact]
    public async Task A_server_that_is_killed_is_started_again_and_what_was_saved_is_there()
    {
        await using var connections = await StoreConnections.Open(Data, null, Cancellation);
        var store = new RegistryStore(connections);
        Assert.True(await Add(store, "BEFORE") is Result<Guid>.Ok);
        var first = PostgresProcess.Of(Data);
        Assert.True(PostgresProcess.Kill(Data));

        // A session of the killed server may still answer once: what counts is the next server.
        await Eventually(() => Task.FromResult(PostgresProcess.Of(Data) is { } next && next != first));
        await Eventually(async () => await Add(store, "AFTER") is Result<Guid>.Ok);
        Assert.Equal(["AFTER", "BEFORE"], await Codes(store));
        Assert.Empty((await AuditChain.Verify(connections, null, Cancellation)).Problems);
    }

    [Fact]
    public async Task A_killed_Longwatch_takes_its_server_with_it_and_the_next_one_starts()
    {
        int? server;
        using (var portal = await ProgramProcess.Serve(Program, Data))
        {
            server = PostgresProcess.Of(Data);
            Assert.NotNull(server);
            portal.Kill();
        }

        await Eventually(() => Task.FromResult(!PostgresProcess.Runs(server.Value)));
        using var next = await ProgramProcess.Serve(Program, Data);
        Assert.NotEqual(server, PostgresProcess.Of(Data));
        await next.Stop();
        Assert.Null(PostgresProcess.Of(Data)); // in good order the server ends with the command
    }

    [Fact]
    public async Task A_data_folder_can_be_moved()
    {
        await using (var connections = await StoreConnections.Open(Data, null, Cancellation))
            Assert.True(await Add(new(connections), "MOVED") is Result<Guid>.Ok);
        Directory.Move(Data, folder.Under("elsewhere"));

        await using var moved = await StoreConnections.Open(folder.Under("elsewhere"), null, Cancellation);
        Assert.Equal(["MOVED"], await Codes(new(moved)));
    }

    [Fact]
    public async Task A_folder_that_the_user_of_PostgreSQL_may_not_enter_is_refused_with_what_to_do()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root starts PostgreSQL as another user");
        var closed = Directory.CreateDirectory(folder.Under("closed"), (UnixFileMode)0b111_000_000).FullName;
        using var run = ProgramProcess.Start(Program, ["serve", "--data", Path.Combine(closed, "data")]);

        Assert.Equal(2, await run.Exit());
        Assert.Contains("may not enter", run.Said, StringComparison.Ordinal);
        Assert.Contains("--data", run.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_root_can_serve()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "the other tests run as somebody else already");
        var own = Directory.CreateDirectory(folder.Under("own"), (UnixFileMode)0b111_111_111).FullName;
        File.SetUnixFileMode(own, (UnixFileMode)0b111_111_111);
        using var portal = await ProgramProcess.Serve(Program, Path.Combine(own, "data"), asUser: "nobody");
        using var http = new HttpClient { BaseAddress = portal.Address };

        using var answer = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), Cancellation);
        Assert.True(answer.IsSuccessStatusCode, portal.Said);
        var server = PostgresProcess.Of(Path.Combine(own, "data"));
        Assert.NotNull(server);
        var owner = File.ReadLines($"/proc/{server.Value.ToString(CultureInfo.InvariantCulture)}/status")
            .Single(l => l.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.DoesNotContain("\t0\t", owner, StringComparison.Ordinal);
        await portal.Stop();
    }

    private static Task<Result<Guid>> Add(RegistryStore store, string code) =>
        store.Write<Guid>(
            Caller.Operator,
            new Act("faults.centre"),
            (db, _) =>
            {
                var row = new CentreRow
                {
                    Code = code,
                    Name = code,
                    TimeZone = "UTC",
                };
                db.Add(row);
                return Task.FromResult<Result<Guid>>(row.Id);
            },
            Cancellation
        );

    private static Task<List<string>> Codes(RegistryStore store) =>
        store.Read((db, c) => db.Set<CentreRow>().Select(r => r.Code).Order().ToListAsync(c), Cancellation);

    /// <summary>Tries until it is so, for a minute at most; a database that is away meanwhile does not end it.</summary>
    private static async Task Eventually(Func<Task<bool>> so)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            try
            {
                if (await so())
                    return;
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or InvalidOperationException or StoreException && tries < 599) { }

            await Task.Delay(100, Cancellation);
        }

        Assert.Fail("It did not come about within a minute.");
    }
}
