using Longwatch.Exchange;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>What came of comparing the kept dates with those derived from scratch.</summary>
/// <param name="Differing">Ids of patients whose kept dates are not those that follow from the facts.</param>
public sealed record ExpectationCheck(int Patients, int Expectations, IReadOnlyList<Guid> Differing);

/// <summary>Compares the dates that the store keeps with a derivation from all facts. Nothing is mended: a difference is a fault to be found.</summary>
public sealed class CheckExpectations(RegistryStore store) : IUseCase
{
    private const int Batch = 20_000;

    public async Task<ExpectationCheck> Do(CancellationToken cancellation)
    {
        await using var connection = await store.Connections.Batch.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var book = await ScheduleLibrary.Book(connection, cancellation);
        var kept = await Kept(connection, cancellation);
        var standings = await Standings(connection, cancellation);
        var (patients, expectations) = (0, 0);
        var derivedExpectations = new HashSet<KeptExpectation>();
        var derivedStandings = new HashSet<KeptStanding>();
        for (var last = Guid.Empty; ; )
        {
            var some = await FactsReader.After(connection, last, Batch, cancellation);
            if (some.Count == 0)
                break;
            var derived = KeptDates.Of(some, book);
            derivedExpectations.UnionWith(derived.Expectations);
            derivedStandings.UnionWith(derived.Standings);
            patients += some.Count;
            expectations += derived.Expectations.Count;
            last = some[^1].Id;
        }

        derivedExpectations.SymmetricExceptWith(kept);
        derivedStandings.SymmetricExceptWith(standings);
        return new(
            patients,
            expectations,
            [.. derivedExpectations.Select(e => e.Patient).Concat(derivedStandings.Select(s => s.Patient)).Distinct().Order()]
        );
    }

    private static async Task<List<KeptExpectation>> Kept(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var rows = new List<KeptExpectation>();
        await using var command = new NpgsqlCommand(
            "select patient, schedule, activity, centre, anchor, ordinal, label, opens, due, overdue_from, closes from watch.expectation",
            connection
        );
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
            rows.Add(
                new(
                    row.GetGuid(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetFieldValue<DateOnly>(4),
                    row.GetInt32(5),
                    row.GetString(6),
                    row.GetFieldValue<DateOnly>(7),
                    row.GetFieldValue<DateOnly>(8),
                    row.GetFieldValue<DateOnly>(9),
                    Date(row, 10)
                )
            );
        return rows;
    }

    private static async Task<List<KeptStanding>> Standings(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var rows = new List<KeptStanding>();
        await using var command = new NpgsqlCommand(
            "select patient, centre, infused, last_heard, lost_from, ended, end_kind, next_due from watch.standing",
            connection
        );
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
            rows.Add(
                new(
                    row.GetGuid(0),
                    row.GetString(1),
                    row.GetFieldValue<DateOnly>(2),
                    Date(row, 3),
                    Date(row, 4),
                    Date(row, 5),
                    row.IsDBNull(6) ? null : Codes.Parse<Domain.FollowUp.WatchEndKind>(row.GetString(6)),
                    Date(row, 7)
                )
            );
        return rows;
    }

    private static DateOnly? Date(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);
}
