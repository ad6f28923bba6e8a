using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Longwatch.Statistics.Completeness;

namespace Longwatch.Registry.FollowUp.Performance;

/// <summary>Completeness of follow-up of one centre, or of all together.</summary>
/// <param name="Centre">Null: all centres that the caller sees.</param>
/// <param name="Share">Observed and potential time in days.</param>
public sealed record CentreCompleteness(string? Centre, FollowUpShare Share, int UnderWatch, int Lost, int Ended);

/// <summary>Clark's C per centre and overall, from the dates that are kept of every patient.</summary>
/// <remarks>
/// Time counts from the first infusion. Of the dead all time up to death counts as observed; of everybody else the potential time runs to today,
/// also after withdrawal and transfer out: what happened after is not known, and the share says so. Observed is the time to the last day on which
/// somebody heard of the patient.
/// </remarks>
public sealed class ShowCompleteness(RegistryStore store, TimeProvider time) : IUseCase
{
    public async Task<IReadOnlyList<CentreCompleteness>> Do(Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var day = time.Today();
        var sql = new WorkSql();
        sql.Centres(caller, Permission.FollowUpRead, null, "s.centre");
        sql.And("s.infused <= $", day);
        if (sql.Nothing)
            return [];
        var centres = new SortedDictionary<string, Times>(StringComparer.Ordinal);
        var all = new Times();
        await using var connection = await store.Connections.Batch.OpenConnectionAsync(cancellation);
        await using var command = sql.Command(
            connection,
            $"select s.centre, s.infused, s.last_heard, s.ended, s.end_kind = 'death', s.lost_from from watch.standing s where {sql.Where}"
        );
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var centre = row.GetString(0);
            if (!centres.TryGetValue(centre, out var times))
                centres.Add(centre, times = new());
            var infused = row.GetFieldValue<DateOnly>(1);
            DateOnly? heard = row.IsDBNull(2) ? null : row.GetFieldValue<DateOnly>(2);
            DateOnly? ended = row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3);
            var died = !row.IsDBNull(4) && row.GetBoolean(4) && ended <= day;
            var lost = !row.IsDBNull(5) && row.GetFieldValue<DateOnly>(5) <= day;
            var (observed, potential) = Of(infused, heard, died ? ended : null, day);
            times.Add(observed, potential, lost, ended <= day);
            all.Add(observed, potential, lost, ended <= day);
        }

        var shares = centres.Select(c => c.Value.Share(c.Key));
        return [.. centres.Count == 1 ? shares : shares.Append(all.Share(null))];
    }

    /// <summary>Observed and potential days of one patient.</summary>
    internal static (int Observed, int Potential) Of(DateOnly infused, DateOnly? heard, DateOnly? died, DateOnly today)
    {
        if (died is { } death)
            return (Math.Max(0, death.DayNumber - infused.DayNumber), Math.Max(0, death.DayNumber - infused.DayNumber));
        var potential = today.DayNumber - infused.DayNumber;
        return (Math.Clamp((heard ?? infused).DayNumber - infused.DayNumber, 0, potential), potential);
    }

    private sealed class Times
    {
        private readonly List<double> observed = [];
        private readonly List<double> potential = [];
        private int lost;
        private int ended;

        public void Add(int seen, int possible, bool isLost, bool hasEnded)
        {
            observed.Add(seen);
            potential.Add(possible);
            lost += isLost ? 1 : 0;
            ended += hasEnded ? 1 : 0;
        }

        public CentreCompleteness Share(string? centre) =>
            new(
                centre,
                FollowUpCompleteness.Estimate(
                    System.Runtime.InteropServices.CollectionsMarshal.AsSpan(observed),
                    System.Runtime.InteropServices.CollectionsMarshal.AsSpan(potential)
                ),
                observed.Count - ended,
                lost,
                ended
            );
    }
}
