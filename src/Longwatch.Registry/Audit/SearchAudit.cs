using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Longwatch.Registry.Audit;

/// <summary>Searches the audit trail by patient, person and day. Whoever sees one centre only sees the acts about its patients.</summary>
/// <remarks>
/// Values are shown to who may read the patients as well; others see which fields were changed, not what they held. An act about many patients, such
/// as an import, is found at one centre by the pseudonym of one of them, and then shows of it what concerns that patient.
/// </remarks>
public sealed class SearchAudit(RegistryStore store) : IUseCase
{
    private const int MostRecords = 20;

    /// <summary>What is looked for; null: anything.</summary>
    /// <param name="Pseudonym">The whole pseudonym of the patient.</param>
    /// <param name="Person">Part of the printed name of who acted.</param>
    /// <param name="From">First moment.</param>
    /// <param name="Until">The moment after the last.</param>
    /// <param name="Kind">One of write, read, sign, identify, system.</param>
    public sealed record Query(string? Pseudonym, string? Person, DateTimeOffset? From, DateTimeOffset? Until, string? Kind)
    {
        /// <summary>Names nobody.</summary>
        public override string ToString() => nameof(SearchAudit);
    }

    /// <summary>One page of what was found.</summary>
    /// <param name="HasMore">True when there is a further page.</param>
    public sealed record Answer(IReadOnlyList<AuditedAct> Acts, bool HasMore);

    /// <summary>Does it, as one act.</summary>
    /// <param name="limit">Acts a page.</param>
    public async Task<Result<Answer>> Do(Caller caller, Query query, int offset, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(query);
        if (!caller.May(Permission.AuditRead))
            return new Refusal("audit.forbidden", "Your account may not read the audit trail.");
        await store.Note(caller, new Act("audit.search", Kind: ActKind.Read), cancellation);
        return await store.Read<Result<Answer>>(
            async (db, stop) =>
            {
                var centres = caller.Centres(Permission.AuditRead);
                Guid? patient = null;
                if (query.Pseudonym is { } pseudonym)
                {
                    patient = await db.Set<PatientRow>()
                        .Where(p => p.Pseudonym == pseudonym && (centres == null || centres.Contains(p.Centre)))
                        .Select(p => (Guid?)p.Id)
                        .SingleOrDefaultAsync(stop);
                    if (patient is null)
                        return new Answer([], false);
                }

                await db.Database.OpenConnectionAsync(stop);
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                // A patient who was found is one of the caller's centres: every act with a record of that patient may be seen.
                var acts = await Acts(connection, query, patient, patient is null ? centres : null, (offset, limit + 1), stop);
                var hasMore = acts.Count > limit;
                acts = acts[..Math.Min(limit, acts.Count)];
                var records = await AuditedAct.Records(connection, [.. acts.Select(a => a.Id)], patient, MostRecords, stop);
                Guid[] patients = patient is { } only
                    ? [only]
                    : [.. acts.Where(a => a.Patient is not null).Select(a => a.Patient!.Value).Distinct()];
                var centreOf = await db.Set<PatientRow>()
                    .Where(p => patients.Contains(p.Id))
                    .ToDictionaryAsync(p => p.Id, p => p.Centre, stop);
                return new Answer(
                    acts.ConvertAll(a => a with { Changes = [.. records[a.Id].Select(c => Shown(c, caller, ShowsFacts(a)))] }),
                    hasMore
                );

                // Facts of many centres, such as an import's, are shown to who may read patients of all.
                bool ShowsFacts(AuditedAct act) =>
                    (patient ?? act.Patient) is { } one && centreOf.TryGetValue(one, out var centre)
                        ? caller.May(Permission.PatientsRead, centre)
                        : caller.May(Permission.PatientsRead) && caller.Centres(Permission.PatientsRead) is null;
            },
            cancellation
        );
    }

    /// <summary>Sealed identities and secrets of accounts are shown to nobody; facts of patients to who may read the patient; verdicts to no assessor.</summary>
    private static RecordChange Shown(RecordChange change, Caller caller, bool showsFacts)
    {
        var schema = change.Relation.Split('.')[0];
        var isShown = schema switch
        {
            "vault" or "access" => false,
            "casework" when change.Relation is AuditedAct.Blinded && caller.May(Permission.CausalityAssess) => false,
            "clinical" or "watch" or "casework" => showsFacts || change.Relation is "clinical.centre" or "casework.laboratory",
            _ => true,
        };
        return isShown ? change : change with { Fields = [.. change.Fields.Select(f => f with { Before = null, After = null })] };
    }

    private static async Task<List<AuditedAct>> Acts(
        NpgsqlConnection connection,
        Query query,
        Guid? patient,
        string[]? centres,
        (int Offset, int Limit) page,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(
            $"""
            select {AuditedAct.Columns}, (select count(*) from audit.entry e where e.act = a.id and ($1::uuid is null or e.patient = $1))
            from audit.act a
            where ($1::uuid is null or a.patient = $1 or a.id in (select e.act from audit.entry e where e.patient = $1))
              and ($2::text[] is null or a.patient in (select p.id from clinical.patient p where p.centre = any($2)))
              and ($3::text is null or position(lower($3) in lower(a.actor_name)) > 0)
              and ($4::timestamptz is null or a.at >= $4) and ($5::timestamptz is null or a.at < $5)
              and ($6::text is null or a.kind = $6)
            order by a.id desc offset $7 limit $8
            """,
            connection
        )
        {
            Parameters =
            {
                Value(patient, NpgsqlDbType.Uuid),
                Value(centres, NpgsqlDbType.Array | NpgsqlDbType.Text),
                Value(query.Person, NpgsqlDbType.Text),
                Value(query.From?.ToUniversalTime(), NpgsqlDbType.TimestampTz),
                Value(query.Until?.ToUniversalTime(), NpgsqlDbType.TimestampTz),
                Value(query.Kind, NpgsqlDbType.Text),
                Value(page.Offset, NpgsqlDbType.Integer),
                Value(page.Limit, NpgsqlDbType.Integer),
            },
        };
        var acts = new List<AuditedAct>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
            acts.Add(AuditedAct.Of(r));
        return acts;
    }

    private static NpgsqlParameter Value(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
