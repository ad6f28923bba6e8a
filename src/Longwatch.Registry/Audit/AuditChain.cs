using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.Audit;

/// <summary>Last link of the chain. Kept outside the database, it shows later that nothing was cut off at the end.</summary>
/// <param name="Position">Number of acts in the chain.</param>
/// <param name="Hash">SHA-256 of the last link, in hexadecimal.</param>
public sealed record AuditHead(long Position, string Hash)
{
    /// <summary><c>position:hash</c>, as it is printed and taken again.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}:{Hash}");

    public static bool TryParse(string text, out AuditHead? head)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':');
        head =
            parts is [var position, { Length: 64 } hash]
            && hash.All(char.IsAsciiHexDigit)
            && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new(number, hash.ToLowerInvariant())
                : null;
        return head is not null;
    }
}

/// <summary>One place at which the trail is not whole.</summary>
/// <param name="Position">Link of the chain; 0 when the place is no link.</param>
public sealed record AuditProblem(long Position, long? Act, string Problem);

/// <summary>What a verification found.</summary>
/// <param name="Head">Null while the chain is empty.</param>
public sealed record AuditVerification(AuditHead? Head, long Entries, ImmutableArray<AuditProblem> Problems);

/// <summary>Verifies the audit trail: every hash is made again, every record is compared with the last entry about it.</summary>
public static class AuditChain
{
    /// <summary>Verifies the trail of one registry.</summary>
    /// <param name="kept">A head that was kept from an earlier day; null: none.</param>
    public static async Task<AuditVerification> Verify(StoreConnections connections, AuditHead? kept, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connections);
        // A connection of its own: one from a pool may have died with an earlier server.
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connections.Owner) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var problems = ImmutableArray.CreateBuilder<AuditProblem>();
        await using (
            var command = new NpgsqlCommand("select place, act, problem from audit.problems() order by 1, 2", connection)
            {
                CommandTimeout = 0,
            }
        )
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                problems.Add(
                    new(reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellation) ? null : reader.GetInt64(1), reader.GetString(2))
                );
        if (kept is not null && await HashAt(connection, kept.Position, cancellation) != kept.Hash)
            problems.Add(new(kept.Position, null, "the chain does not hold the head that was kept: it was cut off or made anew"));
        AuditHead? head = null;
        var entries = 0L;
        await using (var command = new NpgsqlCommand("select position, encode(hash, 'hex'), entries from audit.head", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            if (await reader.ReadAsync(cancellation))
                (head, entries) = (new(reader.GetInt64(0), reader.GetString(1)), reader.GetInt64(2));
        return new(head, entries, problems.ToImmutable());
    }

    private static async Task<string?> HashAt(NpgsqlConnection connection, long position, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select encode(hash, 'hex') from audit.link where position = $1", connection)
        {
            Parameters = { new() { Value = position } },
        };
        return (string?)await command.ExecuteScalarAsync(cancellation);
    }
}
