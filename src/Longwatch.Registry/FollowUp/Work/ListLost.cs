using Longwatch.Registry.Access;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>One patient of whom nobody has heard for as long as the criterion says.</summary>
public sealed record LostPatient(Guid Patient, string Pseudonym, string Centre, DateOnly? LastHeard, DateOnly LostFrom, DateOnly? NextDue)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(LostPatient);
}

/// <summary>Patients lost to follow-up, the longest lost first. They stay under watch.</summary>
public sealed class ListLost(RegistryStore store, TimeProvider time) : IUseCase
{
    public async Task<WorkPage<LostPatient>> Do(Caller caller, string? centre, int page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var day = time.Today();
        page = Math.Clamp(page, 1, 100_000);
        var sql = new WorkSql();
        sql.Centres(caller, Permission.FollowUpRead, centre, "s.centre");
        sql.And("s.lost_from <= $", day);
        if (sql.Nothing)
            return new(day, [], 0, page);
        await using var connection = await store.Connections.App.OpenConnectionAsync(cancellation);
        var lost = new List<LostPatient>();
        await using (
            var command = sql.Command(
                connection,
                $"""
                select s.patient, p.pseudonym, s.centre, s.last_heard, s.lost_from, s.next_due
                from watch.standing s join clinical.patient p on p.id = s.patient
                where {sql.Where} order by s.lost_from, s.patient limit {WorkQuery.PageSize} offset {(page - 1) * WorkQuery.PageSize}
                """
            )
        )
        await using (var row = await command.ExecuteReaderAsync(cancellation))
            while (await row.ReadAsync(cancellation))
                lost.Add(
                    new(
                        row.GetGuid(0),
                        row.GetString(1),
                        row.GetString(2),
                        row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3),
                        row.GetFieldValue<DateOnly>(4),
                        row.IsDBNull(5) ? null : row.GetFieldValue<DateOnly>(5)
                    )
                );
        await using var count = sql.Command(connection, $"select count(*)::integer from watch.standing s where {sql.Where}");
        return new(day, lost, (int)(await count.ExecuteScalarAsync(cancellation))!, page);
    }
}
