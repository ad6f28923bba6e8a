using Longwatch.Registry.Accounts;
using Longwatch.Registry.Store;
using Npgsql;
using NpgsqlTypes;

namespace Longwatch.Registry.Requests;

/// <summary>The answer that a request got, word for word.</summary>
public sealed record KeptAnswer(int Status, string? ContentType, string? Location, ReadOnlyMemory<byte> Body);

/// <summary>What is known of a key.</summary>
public abstract record KeyState
{
    private KeyState() { }

    /// <summary>The key is new, and now this request's.</summary>
    public sealed record Claimed : KeyState;

    /// <summary>The same request was answered.</summary>
    public sealed record Answered(KeptAnswer Answer) : KeyState;

    /// <summary>The key was used for another request.</summary>
    public sealed record OtherRequest : KeyState;

    /// <summary>The same request runs, or was cut off before it was answered: nobody can say by the key alone what it did.</summary>
    public sealed record Running : KeyState;
}

/// <summary>Keeps the answers to writes by account and idempotency key for a day.</summary>
public sealed class IdempotentAnswers(RegistryStore store, AccountKeys keys) : IUseCase
{
    private const string Kept = "interval '24 hours'";

    /// <summary>Takes the key for this request, or says what is known of it.</summary>
    /// <param name="digest">Of method, address and body. It is kept under a key of the data folder: bodies hold passwords, which could be guessed by a plain hash.</param>
    public async Task<KeyState> Claim(Guid account, string key, byte[] digest, CancellationToken cancellation)
    {
        var request = keys.Hash("idempotency", Convert.ToHexString(digest));
        await using var connection = await store.Connections.App.OpenConnectionAsync(cancellation);
        await using var claim = new NpgsqlCommand(
            $"""
            insert into registry.idempotency (account, key, request) values ($1, $2, $3)
            on conflict (account, key) do update set begun = excluded.begun, request = excluded.request, status = null, body = null
              where registry.idempotency.begun < clock_timestamp() - {Kept}
            returning 1
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = account },
                new() { Value = key },
                new() { Value = request },
            },
        };
        if (await claim.ExecuteScalarAsync(cancellation) is not null)
            return new KeyState.Claimed();
        await using var read = new NpgsqlCommand(
            "select request, status, content_type, location, body from registry.idempotency where account = $1 and key = $2",
            connection
        )
        {
            Parameters =
            {
                new() { Value = account },
                new() { Value = key },
            },
        };
        await using var r = await read.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation))
            return new KeyState.Running();
        if (!r.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(request))
            return new KeyState.OtherRequest();
        return await r.IsDBNullAsync(1, cancellation)
            ? new KeyState.Running()
            : new KeyState.Answered(
                new(
                    r.GetInt32(1),
                    await r.IsDBNullAsync(2, cancellation) ? null : r.GetString(2),
                    await r.IsDBNullAsync(3, cancellation) ? null : r.GetString(3),
                    r.GetFieldValue<byte[]>(4)
                )
            );
    }

    public async Task Keep(Guid account, string key, KeptAnswer answer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(answer);
        await using var command = store.Connections.App.CreateCommand(
            "update registry.idempotency set status = $3, content_type = $4, location = $5, body = $6 where account = $1 and key = $2"
        );
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = answer.Status });
        command.Parameters.Add(new() { Value = (object?)answer.ContentType ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)answer.Location ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = answer.Body.ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Gives a key back: the request failed before it did anything, and may be sent again.</summary>
    public async Task Release(Guid account, string key, CancellationToken cancellation)
    {
        await using var command = store.Connections.App.CreateCommand(
            "delete from registry.idempotency where account = $1 and key = $2 and status is null"
        );
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = key });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
