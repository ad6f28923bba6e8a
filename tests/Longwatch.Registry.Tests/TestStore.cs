using System.Diagnostics;
using System.Globalization;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.Tests;

/// <summary>One private cluster for the whole test process, and a database of its own for whoever asks: a copy of a migrated template.</summary>
internal static class TestStore
{
    private const string Template = "registry_template";
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"longwatch-tests-{Environment.ProcessId}");
    private static readonly Lazy<Task<PrivateCluster>> Cluster = new(Start);
    private static int databases;

    /// <summary>Folder of the published evidence, which has the product catalogue.</summary>
    public static string Published { get; } = FindPublished();

    private static string FindPublished()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "data", "published")))
                return Path.Combine(folder.FullName, "data", "published");
        throw new InvalidOperationException("The tests run outside the working tree.");
    }

    /// <summary>An empty registry.</summary>
    public static async Task<StoreConnections> Open()
    {
        var cluster = await Cluster.Value;
        var name = await CreateDatabase(Template);
        return await StoreConnections.Open(
            cluster.Connection(name),
            StoreSecrets.Of(Folder),
            PrivateCluster.OwnerName,
            null,
            CancellationToken.None
        );
    }

    /// <summary>An empty registry on a server of somebody's own, where the roles carry the name of the database.</summary>
    internal static async Task<StoreConnections> OpenNamed(string roles) =>
        await StoreConnections.Open(await OpenBare(), StoreSecrets.Of(Folder), roles, null, CancellationToken.None);

    /// <summary>A database without any migration; the connection string of its owner.</summary>
    public static async Task<string> OpenBare() => (await Cluster.Value).Connection(await CreateDatabase("template1"));

    internal static StoreRoles Roles => StoreRoles.Of(StoreSecrets.Of(Folder), PrivateCluster.OwnerName);

    private static async Task<string> CreateDatabase(string template)
    {
        var cluster = await Cluster.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await Execute(cluster.Connection("postgres"), $"create database {name} template {template} strategy file_copy");
        return name;
    }

    private static async Task<PrivateCluster> Start()
    {
        Directory.CreateDirectory(Folder);
        var cluster = PrivateCluster.Start(Folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            cluster.Discard();
            Process.Start("rm", ["-rf", Folder]); // tens of thousands of files: not waited for
        };
        await Execute(cluster.Connection("postgres"), "alter system set fsync = off"); // a test's data need not outlive the machine
        await Execute(cluster.Connection("postgres"), "select pg_reload_conf()");
        await Execute(cluster.Connection("postgres"), $"create database {Template}");
        await Migrator.Apply(cluster.Connection(Template), Roles, CancellationToken.None);
        return cluster;
    }

    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Databases are copied one after the other: a template must have no other user meanwhile.</summary>
    internal static async Task Execute(string connection, string sql)
    {
        await OneAtATime.WaitAsync();
        try
        {
            await using var open = new NpgsqlConnection(connection + ";Pooling=false");
            await open.OpenAsync();
            await using var command = new NpgsqlCommand(sql, open);
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
