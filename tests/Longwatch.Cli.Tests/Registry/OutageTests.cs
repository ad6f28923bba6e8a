using System.Diagnostics;
using System.Net;
using Longwatch.Registry.Audit;
using Longwatch.Registry.Store;

namespace Longwatch.Cli.Tests.Registry;

/// <summary>The database is away, or its disk is full: a clear answer, nothing lost, and work goes on without a restart of the portal.</summary>
public sealed class OutageTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly OpenFolder folder = new();

    private static string Program => CommandRun.Program;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task While_the_database_is_away_a_page_says_so_and_it_works_again_without_a_restart()
    {
        var data = folder.Under("data");
        var server = await StoreConnections.Open(data, null, Cancellation);
        var token = await RegistrySeed.DataManager(server, Cancellation);
        // The portal has the server by its address only: nobody but this test starts it again.
        using var portal = await ProgramProcess.Serve(Program, data, server.Owner);
        using (var before = new SaveStream(portal.Address!, token, 1))
        {
            await before.Until(2, Limit);
            await before.Stop();
            await server.DisposeAsync();
            await AssertAway(portal.Address!);
            using var during = new SaveStream(portal.Address!, token, 2);
            await Task.Delay(500, Cancellation);
            server = await StoreConnections.Open(data, null, Cancellation);
            Assert.True(await during.AllAnsweredAgain(Limit));
            await during.Stop();
            Assert.Empty(during.Unclear);
            Assert.True(during.Unavailable > 0);
            await AssertSaved(server, [.. before.Patients, .. during.Patients]);
        }

        await portal.Stop();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_full_disk_refuses_clearly_loses_nothing_and_is_overcome_without_a_restart()
    {
        using var disk = SmallDisk.Mount(folder.Under("disk"), megabytes: 160);
        Assert.SkipWhen(disk is null, "a file system cannot be mounted here");
        var data = Path.Combine(disk.Path, "data");
        string token;
        await using (var connections = await StoreConnections.Open(data, null, Cancellation))
            token = await RegistrySeed.DataManager(connections, Cancellation);
        using var portal = await ProgramProcess.Serve(Program, data);
        using var stream = new SaveStream(portal.Address!, token, 2);
        await stream.Until(2, Limit);

        disk.Fill();
        await Until(() => stream.Unavailable > 3);
        disk.Free();
        Assert.True(await stream.AllAnsweredAgain(Limit));

        await stream.Stop();
        Assert.Empty(stream.Unclear);
        await using (var connections = await StoreConnections.Open(data, null, Cancellation))
            await AssertSaved(connections, [.. stream.Patients]);
        await portal.Stop();
    }

    private static async Task AssertAway(Uri portal)
    {
        using var http = new HttpClient { BaseAddress = portal };
        using var answer = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), Cancellation);
        // The page of the sign-in needs nothing of the database but what protects its form.
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable);
        http.DefaultRequestHeaders.Add("Cookie", "longwatch-session=of-somebody");
        using var page = await http.GetAsync(new Uri("/patients", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.NotNull(page.Headers.RetryAfter);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var text = await page.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("database", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Npgsql", text, StringComparison.Ordinal);
    }

    private static async Task AssertSaved(StoreConnections connections, Guid[] acknowledged)
    {
        await using var command = connections.App.CreateCommand("select count(*) from clinical.patient where id = any($1)");
        command.Parameters.Add(new() { Value = acknowledged });
        Assert.Equal((long)acknowledged.Length, await command.ExecuteScalarAsync(Cancellation));
        Assert.Empty((await AuditChain.Verify(connections, null, Cancellation)).Problems);
    }

    private static async Task Until(Func<bool> so)
    {
        var waited = Stopwatch.StartNew();
        while (!so())
        {
            Assert.True(waited.Elapsed < Limit, "It did not come about within a minute.");
            await Task.Delay(20, Cancellation);
        }
    }
}
