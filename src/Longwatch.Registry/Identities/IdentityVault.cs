using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Transfers;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Longwatch.Registry.Identities;

/// <summary>Keeps who a pseudonym is: apart from the clinical facts, under a role and a key of its own. Every look is an act with a reason.</summary>
/// <remarks>Two connections: the application's tells whether the patient is the caller's; the vault's reads or writes the sealed identity.</remarks>
public sealed class IdentityVault(RegistryStore store) : IUseCase
{
    private const int ShortestReason = 5;
    private readonly VaultKey key = new(store.Connections.Secrets.VaultKey);

    /// <summary>Whether an identity is kept, without a look at it.</summary>
    public async Task<bool> Has(Caller caller, Guid patient, CancellationToken cancellation)
    {
        if (await Centre(caller, Permission.IdentitiesRead, patient, cancellation) is null)
            return false;
        await using var command = store.Connections.Vault.CreateCommand(
            "select exists (select from vault.identity where patient = $1 and not voided)"
        );
        command.Parameters.Add(new() { Value = patient });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Re-identifies a patient. The act and its reason are in the audit trail before the identity is shown.</summary>
    public async Task<Result<Identity>> Reidentify(Caller caller, Guid patient, string? reason, CancellationToken cancellation)
    {
        if (await Centre(caller, Permission.IdentitiesRead, patient, cancellation) is null)
            return Visibility.NotFound;
        if (reason is null || reason.Trim().Length < ShortestReason)
            return new Refusal("identity.reason", "Say why you need to know who this is.");
        await using var connection = await store.Connections.Vault.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RegistryStore.Begin(connection, caller, new("identity.reidentify", patient, reason.Trim(), ActKind.Identify), cancellation);
        await using var command = new NpgsqlCommand("select sealed from vault.identity where patient = $1 and not voided", connection)
        {
            Parameters = { new() { Value = patient } },
        };
        var box = (byte[]?)await command.ExecuteScalarAsync(cancellation);
        await Durability.Commit(connection, cancellation);
        return box is null ? new Refusal("identity.not-found", "No identity is kept for this patient.") : key.Open(patient, box);
    }

    /// <summary>Keeps the identity of a patient; a correction is a new version.</summary>
    public async Task<Result<bool>> Keep(Caller caller, Guid patient, Identity identity, string? reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (await Centre(caller, Permission.IdentitiesWrite, patient, cancellation) is not { } centre)
            return Visibility.NotFound;
        await using var connection = await store.Connections.Vault.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RegistryStore.Begin(connection, caller, new("identity.keep", patient, reason, ActKind.Identify), cancellation);
        await using var command = new NpgsqlCommand(
            """
            insert into vault.identity (id, patient, key_id, sealed, lookup) values ($1, $2, $3, $4, $5)
            on conflict (patient) do update set key_id = excluded.key_id, sealed = excluded.sealed, lookup = excluded.lookup, voided = false
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = Guid.CreateVersion7() },
                new() { Value = patient },
                new() { Value = key.Id },
                new() { Value = key.Seal(patient, identity) },
                new()
                {
                    Value = identity.HospitalNumber is { } number ? key.Lookup(centre, number) : DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Bytea,
                },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        await Durability.Commit(connection, cancellation);
        return true;
    }

    /// <summary>Finds the patients of a centre who have a hospital number, without reading anybody's identity; the search is an act.</summary>
    public async Task<Result<Guid[]>> Find(Caller caller, string centre, string hospitalNumber, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.May(Permission.IdentitiesRead, centre))
            return Visibility.NotFound;
        var lookups = (await KeptBy(centre, cancellation)).ConvertAll(c => key.Lookup(c, hospitalNumber));
        await using var connection = await store.Connections.Vault.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RegistryStore.Begin(
            connection,
            caller,
            new("identity.find", null, "search by hospital number", ActKind.Identify),
            cancellation
        );
        await using var command = new NpgsqlCommand(
            "select coalesce(array_agg(patient), '{}') from vault.identity where lookup = any($1) and not voided",
            connection
        )
        {
            Parameters = { new() { Value = lookups.ToArray() } },
        };
        var found = (Guid[])(await command.ExecuteScalarAsync(cancellation))!;
        await Durability.Commit(connection, cancellation);
        return await store.Read(
            (db, token) =>
                db.Set<PatientRow>().Where(p => found.Contains(p.Id) && p.Centre == centre).Select(p => p.Id).ToArrayAsync(token),
            cancellation
        );
    }

    /// <summary>Centres under which identities of a centre's patients may be kept: its own, and every one that one of them has been at.</summary>
    private Task<List<string>> KeptBy(string centre, CancellationToken cancellation) =>
        store.Read(
            async (db, token) =>
            {
                var patients = db.Set<PatientRow>().Where(p => p.Centre == centre);
                var from = await db.Set<TransferRow>()
                    .Where(t => t.ToCentre != null && t.Accepted == true && !t.Voided && patients.Any(p => p.Id == t.Patient))
                    .Select(t => t.FromCentre)
                    .Distinct()
                    .ToListAsync(token);
                return from.Append(centre).Distinct(StringComparer.Ordinal).ToList();
            },
            cancellation
        );

    /// <summary>Centre of a patient who is the caller's; null when there is none such.</summary>
    private Task<string?> Centre(Caller caller, Permission permission, Guid patient, CancellationToken cancellation) =>
        store.Read(async (db, token) => (await db.FindPatient(caller, permission, patient, token))?.Centre, cancellation);
}
