using Longwatch.Domain;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.Research;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Longwatch.Registry.FollowUp.Risk;

/// <summary>What came of an import of predicted risks: counts, or every problem with its line; with a problem nothing was taken over.</summary>
/// <param name="Higher">Patients of the file who are followed by a schedule for higher risk now.</param>
public sealed record RiskOutcome(int Added, int Changed, int Unchanged, int Higher, ProblemReport Problems);

/// <summary>Takes over <c>watch-risk.csv</c>, which the search for people at higher risk wrote: all lines or none. The same file twice changes nothing.</summary>
/// <remarks>
/// A prediction adds the schedules whose rule asks for such a risk, and takes none away but those. Who withdrew consent to research has no line in the
/// file; a prediction that is stored when consent is withdrawn counts no more.
/// </remarks>
public sealed class ImportRisk(RegistryStore store) : IUseCase
{
    /// <summary>Problems told one by one; the others are counted.</summary>
    private const int Listed = 100;

    /// <summary>Reads the file, checks it, and stores it.</summary>
    /// <param name="file">Its name, for messages.</param>
    public async Task<RiskOutcome> Do(Caller caller, string file, Stream csv, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var (rows, read) = WatchRisk.Read(file, csv);
        if (read.Refused)
            return new(0, 0, 0, 0, read);
        var problems = new ProblemReport([], 0, 0, []);
        var outcome = await store.Write<RiskOutcome>(
            caller,
            new Act("follow-up.import-risk"),
            async (db, token) =>
            {
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                // One import at a time: two that add the same patient would not see each other.
                await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(7224932)", connection) { CommandTimeout = 0 })
                    await turn.ExecuteNonQueryAsync(token);
                problems = await Problems(connection, caller, file, rows, token);
                if (problems.Refused)
                    return new Refusal("risk.problems", "The file has problems; nothing was taken over.");
                var changed = await Store(
                    connection,
                    """
                    update watch.risk r set risk = n.risk, lower = n.lower, upper = n.upper, model = n.model, voided = false
                    from unnest($1::text[], $2::float8[], $3::float8[], $4::float8[], $5::text[]) as n (pseudonym, risk, lower, upper, model)
                    join clinical.patient p on p.pseudonym = n.pseudonym and not p.voided
                    where r.patient = p.id and (r.voided or (r.risk, r.lower, r.upper, r.model) is distinct from (n.risk, n.lower, n.upper, n.model))
                    returning r.patient
                    """,
                    rows,
                    token
                );
                var added = await Store(
                    connection,
                    """
                    insert into watch.risk (id, patient, risk, lower, upper, model)
                    select gen_random_uuid(), p.id, n.risk, n.lower, n.upper, n.model
                    from unnest($1::text[], $2::float8[], $3::float8[], $4::float8[], $5::text[]) as n (pseudonym, risk, lower, upper, model)
                    join clinical.patient p on p.pseudonym = n.pseudonym and not p.voided
                    where not exists (select from watch.risk r where r.patient = p.id)
                    returning patient
                    """,
                    rows,
                    token
                );
                await ExpectationWriter.Refresh(connection, [.. changed, .. added], token);
                return new RiskOutcome(
                    added.Count,
                    changed.Count,
                    rows.Count - added.Count - changed.Count,
                    await Higher(connection, rows, token),
                    read
                );
            },
            cancellation
        );
        if (outcome is Result<RiskOutcome>.Refused refused && !problems.Refused)
            problems = new(
                [
                    new(
                        Severity.Error,
                        file,
                        0,
                        null,
                        refused.Why.Message,
                        "a registry that nobody changes meanwhile",
                        "Send the file again."
                    ),
                ],
                1,
                0,
                []
            );
        return outcome is Result<RiskOutcome>.Ok done ? done.Value : new(0, 0, 0, 0, problems);
    }

    /// <summary>Lines of people who are not the caller's, and of people who take no part in research.</summary>
    private static async Task<ProblemReport> Problems(
        NpgsqlConnection connection,
        Caller caller,
        string file,
        IReadOnlyList<WatchRiskRow> rows,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(
            """
            select n.line, p.id is null
            from unnest($1::int[], $2::text[]) as n (line, pseudonym)
            left join clinical.patient p on p.pseudonym = n.pseudonym and not p.voided and ($3::text[] is null or p.centre = any($3))
            left join watch.consent c on c.patient = p.id and c.purpose = 'research' and c.withdrawn is not null and not c.voided
            where p.id is null or c.id is not null
            order by n.line
            """,
            connection
        )
        {
            CommandTimeout = 0,
            Parameters =
            {
                new() { Value = rows.Select(r => r.Line).ToArray() },
                new() { Value = rows.Select(r => r.Pseudonym).ToArray() },
                new()
                {
                    Value = (object?)caller.Centres(Permission.DataImport) ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (listed, count) = (new List<Problem>(), 0);
        for (; await reader.ReadAsync(cancellation); count++)
            if (count < Listed)
                listed.Add(
                    reader.GetBoolean(1)
                        ? Wrong(
                            "a pseudonym that is not in your centres",
                            "a patient of yours",
                            "Delete the line, or correct the pseudonym."
                        )
                        : Wrong("a patient who withdrew consent to research", "patients who take part in research", "Delete the line.")
                );
        return new(
            listed,
            count,
            0,
            count > Listed ? [FormattableString.Invariant($"{file}: {count - Listed} more errors are not listed.")] : []
        );

        Problem Wrong(string found, string expected, string remedy) =>
            new(Severity.Error, file, reader.GetInt32(0), "pseudonym", found, expected, remedy);
    }

    /// <summary>Runs a statement on the rows of the file; the patients that it touched.</summary>
    private static async Task<List<Guid>> Store(
        NpgsqlConnection connection,
        string sql,
        IReadOnlyList<WatchRiskRow> rows,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            CommandTimeout = 0,
            Parameters =
            {
                new() { Value = rows.Select(r => r.Pseudonym).ToArray() },
                new() { Value = rows.Select(r => r.Risk).ToArray() },
                new() { Value = rows.Select(r => r.Lower).ToArray() },
                new() { Value = rows.Select(r => r.Upper).ToArray() },
                new() { Value = rows.Select(r => r.Model).ToArray() },
            },
        };
        var touched = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            touched.Add(reader.GetGuid(0));
        return touched;
    }

    private static async Task<int> Higher(NpgsqlConnection connection, IReadOnlyList<WatchRiskRow> rows, CancellationToken cancellation)
    {
        var book = await ScheduleLibrary.Book(connection, cancellation);
        await using var command = new NpgsqlCommand(
            """
            select count(distinct e.patient)::int from watch.expectation e join clinical.patient p on p.id = e.patient
            where e.schedule = any($1) and p.pseudonym = any($2)
            """,
            connection
        )
        {
            CommandTimeout = 0,
            Parameters =
            {
                new() { Value = book.Schedules.Where(s => s.AppliesTo.RiskFrom is not null).Select(s => s.Id).ToArray() },
                new() { Value = rows.Select(r => r.Pseudonym).ToArray() },
            },
        };
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
