using Npgsql;

namespace Longwatch.Registry.Store;

/// <summary>The two roles of the application in the database: neither owns anything, neither may change the audit trail.</summary>
/// <param name="App">Reads and writes facts; sees no identity.</param>
/// <param name="Vault">Reads and writes identities; sees no fact.</param>
internal sealed record StoreRoles(string App, string AppPassword, string Vault, string VaultPassword)
{
    public override string ToString() => nameof(StoreRoles);

    public static StoreRoles Of(StoreSecrets secrets, string prefix) => new($"{prefix}_app", secrets.App, $"{prefix}_vault", secrets.Vault);

    /// <summary>Makes the roles when they are missing and sets their passwords.</summary>
    public async Task Ensure(NpgsqlConnection owner, CancellationToken cancellation)
    {
        foreach (var (name, password) in new[] { (App, AppPassword), (Vault, VaultPassword) })
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
                owner
            );
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
