using Longwatch.Domain.FollowUp;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>What is due, overdue or missed, by centre and person, the longest overdue first. What each is today follows from its dates.</summary>
public sealed class ListWork(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>Due lists look this far ahead: what becomes overdue within so many days.</summary>
    public const int DaysAhead = 60;

    public async Task<WorkPage<WorkItem>> Do(Caller caller, WorkQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(query);
        var day = time.Today();
        var sql = Conditions(caller, query, day);
        var page = Math.Max(1, query.Page);
        if (sql.Nothing)
            return new(day, [], 0, page);
        await using var connection = await store.Connections.App.OpenConnectionAsync(cancellation);
        return new(day, await Items(connection, sql, page, day, cancellation), await Count(connection, sql, query, cancellation), page);
    }

    internal static WorkSql Conditions(Caller caller, WorkQuery query, DateOnly day)
    {
        var sql = new WorkSql();
        sql.Centres(caller, Permission.FollowUpRead, query.Centre, "e.centre");
        switch (query.Kind)
        {
            case WorkKind.Overdue:
                sql.And("e.overdue_from <= $", day);
                break;
            case WorkKind.OutOfWindow:
                sql.And("e.overdue_from <= $", day);
                sql.And("e.closes < $", day);
                break;
            case WorkKind.Due:
                sql.And("e.overdue_from > $", day);
                sql.And("e.overdue_from <= $", day.AddDays(DaysAhead));
                sql.And("e.opens <= $", day);
                sql.And("(e.closes is null or e.closes >= $)", day);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(query), query.Kind, "Not a list of work.");
        }

        if (query.Schedule is { } schedule)
            sql.And("e.schedule = $", schedule);
        if (query.Keeper is { } keeper)
            sql.And("k.account = $", keeper);
        return sql;
    }

    internal static string Statement(WorkSql sql, int page) =>
        $"""
            select e.patient, p.pseudonym, e.centre, e.schedule, e.activity, e.label, e.opens, e.due, e.overdue_from, e.closes, k.name, e.anchor, e.ordinal
            from watch.expectation e
            join clinical.patient p on p.id = e.patient
            left join watch.keeper k on k.patient = e.patient and not k.voided
            where {sql.Where}
            order by e.overdue_from, e.patient, e.schedule, e.activity
            limit {WorkQuery.PageSize} offset {(page - 1) * WorkQuery.PageSize}
            """;

    private static async Task<List<WorkItem>> Items(
        NpgsqlConnection connection,
        WorkSql sql,
        int page,
        DateOnly day,
        CancellationToken cancellation
    )
    {
        await using var command = sql.Command(connection, Statement(sql, Math.Min(page, 100_000)));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var items = new List<WorkItem>();
        while (await row.ReadAsync(cancellation))
        {
            var expectation = new Expectation(
                row.GetFieldValue<DateOnly>(11),
                row.GetInt32(12),
                row.GetString(5),
                row.GetFieldValue<DateOnly>(6),
                row.GetFieldValue<DateOnly>(7),
                row.GetFieldValue<DateOnly>(8),
                row.IsDBNull(9) ? null : row.GetFieldValue<DateOnly>(9),
                null,
                null
            );
            items.Add(
                new(
                    row.GetGuid(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetString(4),
                    expectation.Label,
                    expectation.Opens,
                    expectation.Due,
                    expectation.OverdueFrom,
                    expectation.Closes,
                    expectation.StatusOn(day),
                    expectation.DaysOverdue(day),
                    row.IsDBNull(10) ? null : row.GetString(10)
                )
            );
        }

        return items;
    }

    private static async Task<int> Count(NpgsqlConnection connection, WorkSql sql, WorkQuery query, CancellationToken cancellation)
    {
        var keeper = query.Keeper is null ? "" : "left join watch.keeper k on k.patient = e.patient and not k.voided";
        await using var command = sql.Command(connection, $"select count(*)::integer from watch.expectation e {keeper} where {sql.Where}");
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
