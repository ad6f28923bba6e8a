using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>How much follow-up work there is, for the page of the day.</summary>
/// <param name="OverdueByAge">Overdue for at most 30 days, 31 to 90, 91 to 365, and longer.</param>
/// <param name="Drafts">The caller's forms that are not completed.</param>
/// <param name="TransfersToAnswer">Patients whom another centre wants to hand over.</param>
public sealed record WorkCounts(
    DateOnly Day,
    int Due,
    IReadOnlyList<int> OverdueByAge,
    int OutOfWindow,
    int Lost,
    int Drafts,
    int TransfersToAnswer
)
{
    public int Overdue => OverdueByAge.Sum();
}

/// <summary>Counts the work of a caller, by age.</summary>
public sealed class CountWork(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>Counts for the centres at which the caller keeps the watch.</summary>
    /// <param name="keeper">Only patients whose watch this account keeps; null: everybody's.</param>
    public async Task<WorkCounts> Do(Caller caller, Guid? keeper, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var day = time.Today();
        await using var connection = await store.Connections.App.OpenConnectionAsync(cancellation);
        var overdue = await Overdue(connection, caller, keeper, day, cancellation);
        return new(
            day,
            await Count(connection, caller, new(WorkKind.Due, Keeper: keeper), day, cancellation),
            overdue[..4],
            overdue[4],
            await Scalar(
                connection,
                caller,
                "s.centre",
                "select count(*)::integer from watch.standing s where {0}",
                s => s.And("s.lost_from <= $", day),
                Permission.FollowUpRead,
                cancellation
            ),
            caller.Account is { } account ? await Drafts(connection, account, cancellation) : 0,
            await Scalar(
                connection,
                caller,
                "t.to_centre",
                "select count(*)::integer from watch.transfer t where {0}",
                s => s.And("t.answered is null and not t.voided and t.to_centre is not null"),
                Permission.TransfersWrite,
                cancellation
            )
        );
    }

    private static async Task<int[]> Overdue(
        NpgsqlConnection connection,
        Caller caller,
        Guid? keeper,
        DateOnly day,
        CancellationToken cancellation
    )
    {
        var sql = ListWork.Conditions(caller, new(WorkKind.Overdue, Keeper: keeper), day);
        if (sql.Nothing)
            return new int[5];
        var today = $"date '{day:yyyy-MM-dd}'";
        await using var command = sql.Command(
            connection,
            $"""
            select array[
              count(*) filter (where e.overdue_from > {today} - 30),
              count(*) filter (where e.overdue_from <= {today} - 30 and e.overdue_from > {today} - 90),
              count(*) filter (where e.overdue_from <= {today} - 90 and e.overdue_from > {today} - 365),
              count(*) filter (where e.overdue_from <= {today} - 365),
              count(*) filter (where e.closes < {today})]::integer[]
            from watch.expectation e {(keeper is null ? "" : "left join watch.keeper k on k.patient = e.patient and not k.voided")}
            where {sql.Where}
            """
        );
        return (int[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<int> Count(
        NpgsqlConnection connection,
        Caller caller,
        WorkQuery query,
        DateOnly day,
        CancellationToken cancellation
    )
    {
        var sql = ListWork.Conditions(caller, query, day);
        if (sql.Nothing)
            return 0;
        await using var command = sql.Command(
            connection,
            $"select count(*)::integer from watch.expectation e {(query.Keeper is null ? "" : "left join watch.keeper k on k.patient = e.patient and not k.voided")} where {sql.Where}"
        );
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<int> Scalar(
        NpgsqlConnection connection,
        Caller caller,
        string column,
        string statement,
        Action<WorkSql> conditions,
        Permission permission,
        CancellationToken cancellation
    )
    {
        var sql = new WorkSql();
        sql.Centres(caller, permission, null, column);
        conditions(sql);
        if (sql.Nothing || !caller.May(permission))
            return 0;
        await using var command = sql.Command(connection, statement.Replace("{0}", sql.Where, StringComparison.Ordinal));
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<int> Drafts(NpgsqlConnection connection, Guid account, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select count(*)::integer from watch.entry where author = $1 and completed is null and not voided",
            connection
        )
        {
            Parameters = { new() { Value = account } },
        };
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
