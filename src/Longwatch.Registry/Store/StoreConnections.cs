using Npgsql;

namespace Longwatch.Registry.Store;

/// <summary>The connections to one registry: the application's, the vault's, and the owner's, which is for maintenance only.</summary>
public sealed class StoreConnections : IAsyncDisposable
{
    private const int Many = 40;

    /// <summary>
    /// Each connection plans a statement anew the first times it meets it, and more servers at work than processors only wait for each other:
    /// with few connections the 95th percentile of fifty people's waits falls to a third (bench/results, load). What holds one must not ask for a second.
    /// </summary>
    private static readonly int Few = Math.Max(12, 4 * Environment.ProcessorCount);

    private readonly PrivateCluster? cluster;

    private StoreConnections(string owner, StoreRoles roles, StoreSecrets secrets, PrivateCluster? cluster)
    {
        this.cluster = cluster;
        Owner = owner;
        Roles = roles;
        Secrets = secrets;
        App = Source(owner, roles.App, roles.AppPassword, Few);
        Batch = Source(owner, roles.App, roles.AppPassword, Many);
        Vault = Source(owner, roles.Vault, roles.VaultPassword, Few);
    }

    /// <summary>Role that reads and writes facts, for what is done at once.</summary>
    internal NpgsqlDataSource App { get; }

    /// <summary>The same role, for what holds a connection for seconds: imports, exports, figures over the whole registry. Nobody who types waits behind it.</summary>
    internal NpgsqlDataSource Batch { get; }

    /// <summary>Role that reads and writes identities.</summary>
    internal NpgsqlDataSource Vault { get; }

    /// <summary>Connection string of the owner: migration, audit verification, backup.</summary>
    internal string Owner { get; }

    internal StoreRoles Roles { get; }

    internal StoreSecrets Secrets { get; }

    /// <summary>Process of the private server; null with a server of somebody else.</summary>
    internal int? ServerProcess => cluster?.ServerProcess;

    /// <summary>Opens the registry of a data folder, and brings its schema up to date.</summary>
    /// <param name="dataFolder">Holds the secrets, and the private cluster unless a server is named.</param>
    /// <param name="server">Connection string of a database of which the user is owner (<c>LONGWATCH_DB</c>); null: the private cluster.</param>
    /// <exception cref="StoreException">The store cannot be made or reached.</exception>
    public static async Task<StoreConnections> Open(string dataFolder, string? server, CancellationToken cancellation)
    {
        Directory.CreateDirectory(dataFolder);
        var secrets = StoreSecrets.Of(dataFolder);
        if (server is { Length: > 0 })
            return await Open(server, secrets, RolePrefix(server), null, cancellation);
        var started = await Task.Run(() => PrivateCluster.Start(dataFolder), cancellation);
        return await Open(started.OwnerConnection, secrets, PrivateCluster.OwnerName, started, cancellation);
    }

    /// <summary>Opens a registry with secrets that are known.</summary>
    /// <param name="rolePrefix">Beginning of the names of the two roles of the application.</param>
    internal static async Task<StoreConnections> Open(
        string owner,
        StoreSecrets secrets,
        string rolePrefix,
        PrivateCluster? cluster,
        CancellationToken cancellation
    )
    {
        var roles = StoreRoles.Of(secrets, rolePrefix);
        try
        {
            await Migrator.Apply(owner, roles, cancellation);
        }
        catch (Exception e)
        {
            cluster?.Dispose();
            if (e is NpgsqlException n)
                throw new StoreException($"The database could not be opened or brought up to date: {n.Message}", n);
            throw;
        }

        return new(owner, roles, secrets, cluster);
    }

    /// <summary>Roles belong to a whole server: on a shared one they carry the name of the database.</summary>
    private static string RolePrefix(string server) =>
        new string([
            .. (new NpgsqlConnectionStringBuilder(server).Database ?? PrivateCluster.OwnerName).Where(char.IsAsciiLetterOrDigit),
        ]).ToLowerInvariant();

    private static NpgsqlDataSource Source(string owner, string user, string password, int connections) =>
        new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(owner)
            {
                Username = user,
                Password = password,
                MaxPoolSize = connections,
                MaxAutoPrepare = 250, // about as many statements as the program has
                AutoPrepareMinUsages = 2,
                NoResetOnClose = true, // whatever is set in a session is set for its transaction only
                Timezone = "UTC",
                IncludeErrorDetail = false,
                ApplicationName = "longwatch",
            }.ConnectionString
        ).Build();

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Batch.DisposeAsync();
        await Vault.DisposeAsync();
        cluster?.Dispose();
    }
}
