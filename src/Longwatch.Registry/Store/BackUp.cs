using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Longwatch.Registry.Audit;
using Npgsql;

namespace Longwatch.Registry.Store;

/// <summary>What a back-up holds, so that a restore can prove itself.</summary>
/// <param name="Taken">Moment of the back-up, UTC.</param>
/// <param name="Head">Head of the audit chain; null when the registry was empty.</param>
/// <param name="Rows">Rows of each table.</param>
/// <param name="Sha256">Of the dump.</param>
/// <param name="Roles">The application's two roles, by whose names the dump grants: with a server of one's own they carry the name of the database. Null: those of the private cluster, which earlier back-ups did not name.</param>
public sealed record BackUpManifest(
    DateTimeOffset Taken,
    string? Head,
    IReadOnlyDictionary<string, long> Rows,
    string Sha256,
    IReadOnlyList<string>? Roles
);

/// <summary>Writes the whole database as it is at one moment into a folder, and restores it into an empty data folder.</summary>
/// <remarks>
/// The dump is PostgreSQL's own (<c>pg_dump --format=custom</c>). The key of the identity vault is in no back-up unless asked for: without
/// <c>secrets.json</c>, which is kept apart, no identity in a back-up can be read.
/// </remarks>
public static class BackUp
{
    private const string Dump = "registry.dump";
    private const string ManifestFile = "manifest.json";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Makes the back-up; the folder must be absent or empty.</summary>
    /// <param name="secretsFile">Where to write the keys; null: nowhere.</param>
    public static async Task<BackUpManifest> Take(
        StoreConnections connections,
        string folder,
        string? secretsFile,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(time);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new StoreException($"{folder} is not empty. Give a new folder: a back-up never replaces another.");
        var part = folder.TrimEnd('/') + ".part";
        if (Directory.Exists(part))
            Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var connection = new NpgsqlConnection(connections.Owner);
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var snapshot = (string)(await Scalar(connection, "select pg_export_snapshot()", cancellation))!;
        var (head, rows) = await Contents(connection, cancellation);
        var dump = Path.Combine(part, Dump);
        await Run(
            connections.Owner,
            "pg_dump",
            ["--format=custom", "--no-owner", $"--snapshot={snapshot}", $"--file={dump}"],
            cancellation
        );
        var manifest = new BackUpManifest(
            time.GetUtcNow(),
            head,
            rows,
            await Hash(dump, cancellation),
            [connections.Roles.App, connections.Roles.Vault]
        );
        await File.WriteAllBytesAsync(
            Path.Combine(part, ManifestFile),
            JsonSerializer.SerializeToUtf8Bytes(manifest, Indented),
            cancellation
        );
        if (secretsFile is not null)
            StoreSecrets.Write(secretsFile, JsonSerializer.SerializeToUtf8Bytes(connections.Secrets));
        if (Directory.Exists(folder))
            Directory.Delete(folder);
        Directory.Move(part, folder);
        return manifest;
    }

    /// <summary>Restores a back-up into a data folder that holds nothing yet, and compares counts and the head of the audit chain.</summary>
    /// <param name="secretsFile">The keys that were kept apart; null: identities stay sealed for ever.</param>
    /// <exception cref="StoreException">The back-up is damaged, the folder is in use, or what was restored differs from the manifest.</exception>
    public static async Task<BackUpManifest> Restore(string folder, string dataFolder, string? secretsFile, CancellationToken cancellation)
    {
        var manifest =
            File.Exists(Path.Combine(folder, ManifestFile))
            && JsonSerializer.Deserialize<BackUpManifest>(await File.ReadAllBytesAsync(Path.Combine(folder, ManifestFile), cancellation))
                is { } read
                ? read
                : throw new StoreException($"{folder} is no back-up: it has no {ManifestFile}.");
        var dump = Path.Combine(folder, Dump);
        if (!File.Exists(dump) || await Hash(dump, cancellation) != manifest.Sha256)
            throw new StoreException($"{dump} is not the file that was backed up (SHA-256 differs). Use another copy of the back-up.");
        if (Directory.Exists(dataFolder) && Directory.EnumerateFileSystemEntries(dataFolder).Any())
            throw new StoreException($"{dataFolder} is not empty. Give a new folder: a restore never writes over a registry.");
        Directory.CreateDirectory(dataFolder);
        if (secretsFile is not null)
        {
            Directory.CreateDirectory(
                Path.Combine(dataFolder, "secrets"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
            StoreSecrets.Write(Path.Combine(dataFolder, "secrets", "store.json"), await File.ReadAllBytesAsync(secretsFile, cancellation));
        }

        using var cluster = await Task.Run(() => PrivateCluster.Start(dataFolder), cancellation);
        await using var connection = new NpgsqlConnection(cluster.OwnerConnection + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        var roles = StoreRoles.Of(StoreSecrets.Of(dataFolder), PrivateCluster.OwnerName);
        // The names come from a file: each stands in quotes.
        string[] granted =
        [
            .. (manifest.Roles ?? [roles.App, roles.Vault]).Select(r => $"\"{r.Replace("\"", "\"\"", StringComparison.Ordinal)}\""),
        ];
        foreach (var role in granted)
            await Scalar(connection, $"create role {role}", cancellation);
        await Run(
            cluster.OwnerConnection,
            "pg_restore",
            ["--no-owner", "--exit-on-error", "--single-transaction", "--dbname=longwatch", dump],
            cancellation
        );
        foreach (var (before, now) in granted.Zip([roles.App, roles.Vault]).Where(r => r.First != $"\"{r.Second}\""))
            await Scalar(connection, $"alter role {before} rename to {now}", cancellation);
        await roles.Ensure(cluster.OwnerConnection, cancellation);
        var (head, rows) = await Contents(connection, cancellation);
        if (head != manifest.Head || !rows.OrderBy(r => r.Key).SequenceEqual(manifest.Rows.OrderBy(r => r.Key)))
            throw new StoreException("What was restored differs from the manifest of the back-up. Do not use this folder.");
        return manifest;
    }

    private static async Task<(string? Head, Dictionary<string, long> Rows)> Contents(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        var tables = new List<string>();
        await using (
            var command = new NpgsqlCommand(
                "select schemaname || '.' || tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1",
                connection
            )
        )
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                tables.Add(reader.GetString(0));
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
            rows[table] = (long)(await Scalar(connection, $"select count(*) from {table}", cancellation))!;
        var head = await Scalar(connection, "select position || ':' || encode(hash, 'hex') from audit.head", cancellation) as string;
        return (head, rows);
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task<string> Hash(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    private static async Task Run(string connection, string program, string[] arguments, CancellationToken cancellation)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(PostgresProgram.Find()[program]) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["PGHOST"] = to.Host;
        start.Environment["PGPORT"] = to.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = to.Username;
        start.Environment["PGPASSWORD"] = to.Password;
        start.Environment["PGDATABASE"] = to.Database;
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new StoreException($"{program} failed: {said.Trim()}");
    }
}
