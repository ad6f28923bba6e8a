using Npgsql;

namespace Longwatch.Registry.Store;

/// <summary>The two roles of the application in the database: neither owns anything, neither may change the audit trail.</summary>
/// <param name="App">Reads and writes facts; sees no identity.</param>
/// <param name="Vault">Reads and writes identities; sees no fact.</param>
internal sealed record StoreRoles(string App, string AppPassword, string Vault, string VaultPassword)
{
    private const int Attempts = 8;

    /// <summary>"tuple concurrently updated", which has no code of its own.</summary>
    private const string ConcurrentUpdate = PostgresErrorCodes.InternalError;

    public override string ToString() => nameof(StoreRoles);

    public static StoreRoles Of(StoreSecrets secrets, string prefix) => new($"{prefix}_app", secrets.App, $"{prefix}_vault", secrets.Vault);

    /// <summary>Makes the roles when they are missing and sets their passwords.</summary>
    /// <remarks>Roles belong to the whole server: the migrator of another database, which no lock of this one holds, may be doing the same.</remarks>
    public async Task Ensure(string owner, CancellationToken cancellation)
    {
        foreach (var (name, password) in new[] { (App, AppPassword), (Vault, VaultPassword) })
            for (var attempt = 1; !await Ensure(owner, name, password, attempt < Attempts, cancellation); attempt++)
                await Task.Delay(50 * attempt, cancellation);
    }

    private static async Task<bool> Ensure(string owner, string name, string password, bool mayTryAgain, CancellationToken cancellation)
    {
        // A connection of its own: the error of two writers at once leaves it closed.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(
                $"""
                do $$ begin
                  if not exists (select from pg_roles where rolname = '{name}') then
                    create role {name} login nosuperuser nocreatedb nocreaterole;
                  end if;
                end $$;
                alter role {name} login password '{password}';
                """,
                connection
            );
            await command.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException e)
            when (mayTryAgain
                && e.SqlState is (ConcurrentUpdate or PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
            )
        {
            return false;
        }
    }
}
