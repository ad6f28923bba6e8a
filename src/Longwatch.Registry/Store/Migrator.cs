using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Longwatch.Registry.Store;

/// <summary>Brings a database to the newest version: numbered SQL files in order, each in a transaction of its own, one migrator at a time.</summary>
internal static class Migrator
{
    private const long Lock = 7_224_930;

    /// <summary>The migrations of this program, ascending.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>Applies what is missing up to <paramref name="last"/>; every migration by default.</summary>
    /// <exception cref="StoreException">The database is newer than the program, or a migration that was applied reads otherwise now.</exception>
    public static async Task Apply(string ownerConnection, StoreRoles roles, CancellationToken cancellation, int last = int.MaxValue)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ownerConnection) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(cancellation);
        await Execute(connection, $"select pg_advisory_lock({Lock})", cancellation);
        await roles.Ensure(ownerConnection, cancellation);
        await Execute(
            connection,
            "create schema if not exists registry; create table if not exists registry.migration (number integer primary key, name text not null, sha256 text not null, applied timestamptz not null default clock_timestamp())",
            cancellation
        );
        await Execute(
            connection,
            $"grant usage on schema registry to {roles.App}; grant select on registry.migration to {roles.App}",
            cancellation
        );
        var applied = await Applied(connection, cancellation);
        Refuse(applied);
        foreach (var migration in All.Where(m => m.Number <= last && !applied.ContainsKey(m.Number)))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await Execute(
                connection,
                migration
                    .Sql.Replace("{app}", roles.App, StringComparison.Ordinal)
                    .Replace("{vault}", roles.Vault, StringComparison.Ordinal),
                cancellation
            );
            await using var note = new NpgsqlCommand(
                "insert into registry.migration (number, name, sha256) values ($1, $2, $3)",
                connection
            )
            {
                Parameters =
                {
                    new() { Value = migration.Number },
                    new() { Value = migration.Name },
                    new() { Value = migration.Sha256 },
                },
            };
            await note.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }

    private static void Refuse(Dictionary<int, string> applied)
    {
        foreach (var (number, sha256) in applied)
            if (All.FirstOrDefault(m => m.Number == number) is not { } known)
                throw new StoreException(
                    $"The database has migration {number:0000}, which this version does not know. Use the newer version of Longwatch."
                );
            else if (known.Sha256 != sha256)
                throw new StoreException(
                    $"Migration {number:0000} was applied to the database in another form than this version has. Use the version of Longwatch that made it."
                );
    }

    private static async Task<Dictionary<int, string>> Applied(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = new Dictionary<int, string>();
        await using var command = new NpgsqlCommand("select number, sha256 from registry.migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            applied.Add(reader.GetInt32(0), reader.GetString(1));
        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static Migration[] Load()
    {
        const string prefix = "migrations/";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!, Encoding.UTF8);
                    var sql = reader.ReadToEnd();
                    var name = Path.GetFileNameWithoutExtension(n[prefix.Length..]);
                    return new Migration(
                        int.Parse(name[..4], CultureInfo.InvariantCulture),
                        name,
                        sql,
                        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))
                    );
                }),
        ];
    }
}

/// <summary>One step of the schema. A migration that has landed is never edited.</summary>
internal sealed record Migration(int Number, string Name, string Sql, string Sha256);
