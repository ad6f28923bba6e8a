using System.Collections.Immutable;
using Npgsql;

namespace Longwatch.Registry.Audit;

/// <summary>One act of the audit trail: who, when, what and why, with the records that it made or changed.</summary>
/// <param name="Entries">Records made or changed; more than are listed in <paramref name="Changes"/> when it was an import.</param>
public sealed record AuditedAct(
    long Id,
    DateTimeOffset At,
    string Actor,
    string Kind,
    string Command,
    Guid? Patient,
    string? Reason,
    long Entries,
    ImmutableArray<RecordChange> Changes
)
{
    /// <summary>What assessors said: shown by the case alone, which knows who may see whose verdict (decision 0019). Here one reads that it was said, not what.</summary>
    internal const string Blinded = "casework.causality_verdict";

    internal const string Columns = "a.id, a.at, a.actor_name, a.kind, a.command, a.patient, a.reason";

    /// <summary>Names nobody.</summary>
    public override string ToString() => $"act {Id}";

    /// <summary>Reads the columns <see cref="Columns"/> and, after them, the number of entries.</summary>
    internal static AuditedAct Of(NpgsqlDataReader r) =>
        new(
            r.GetInt64(0),
            r.GetFieldValue<DateTimeOffset>(1),
            r.GetString(2),
            r.GetString(3),
            r.GetString(4),
            r.IsDBNull(5) ? null : r.GetGuid(5),
            r.IsDBNull(6) ? null : r.GetString(6),
            r.GetInt64(7),
            []
        );

    /// <summary>The records of acts, at most <paramref name="limit"/> each, of one patient when one is given.</summary>
    internal static async Task<ILookup<long, RecordChange>> Records(
        NpgsqlConnection connection,
        long[] acts,
        Guid? patient,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(
            """
            select e.act, e.relation, e.record, e.version, e.kind = 'insert', e.old::text, e.new::text
            from unnest($1::bigint[]) as w (act)
            cross join lateral (
              select * from audit.entry x where x.act = w.act and ($2::uuid is null or x.patient = $2) order by x.n limit $3
            ) e
            order by e.n
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = acts },
                new() { Value = (object?)patient ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
                new() { Value = limit },
            },
        };
        var found = new List<(long Act, RecordChange Change)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var before = await r.IsDBNullAsync(5, cancellation) ? null : r.GetString(5);
            found.Add(
                (
                    r.GetInt64(0),
                    new(r.GetString(1), r.GetGuid(2), r.GetInt32(3), r.GetBoolean(4), RecordChange.Compare(before, r.GetString(6)))
                )
            );
        }

        return found.ToLookup(f => f.Act, f => f.Change);
    }
}
