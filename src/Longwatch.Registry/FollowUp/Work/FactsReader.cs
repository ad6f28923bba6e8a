using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.FollowUp;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>One patient as the domain function of due dates sees him or her.</summary>
/// <param name="ByHand">Schedules chosen by hand.</param>
internal sealed record WatchedPatient(Guid Id, WatchFacts Facts, ImmutableArray<string> ByHand);

/// <summary>Reads what decides when patients are next due.</summary>
internal static class FactsReader
{
    /// <summary>Each table is gone through once for all patients of the array, not once for each patient.</summary>
    private const string Query = """
        select p.id, p.centre, p.index_disease, p.prior_autologous_transplant, p.prior_allogeneic_transplant, p.prior_tbi, p.prior_alkylator,
          i.dates, i.products, x.dates, v.alive, e.codes, e.dates, e.recorded, a.dates, a.reached, v.died, c.withdrawn, c.reason, t.answered, t.reason, s.schedules, r.risk, r.lower, r.upper
        from clinical.patient p
        left join (select patient, array_agg(date order by date, id) as dates, array_agg(product order by date, id) as products
          from clinical.infusion where patient = any($1) and not voided group by patient) i on i.patient = p.id
        left join (select patient, array_agg(start order by start) as dates from clinical.therapy
          where patient = any($1) and not voided and kind in ('autologous_transplant', 'allogeneic_transplant') group by patient) x on x.patient = p.id
        left join (select v.patient, array_agg(v.date order by v.date) filter (where v.vital_status = 'alive' and n.visit is null) as alive, min(v.death_date) as died
          from clinical.visit v left join watch.entry n on n.visit = v.id where v.patient = any($1) and not v.voided group by v.patient) v on v.patient = p.id
        left join (select patient, array_agg(code order by date, id) as codes, array_agg(date order by date, id) as dates, array_agg(recorded order by date, id) as recorded
          from watch.event where patient = any($1) and not voided group by patient) e on e.patient = p.id
        left join (select patient, array_agg(date order by date, id) as dates, array_agg(outcome in ('reached', 'reached_somebody_who_knows', 'declined_to_talk') order by date, id) as reached
          from watch.attempt where patient = any($1) and not voided group by patient) a on a.patient = p.id
        left join watch.consent c on c.patient = p.id and c.purpose = 'surveillance' and c.withdrawn is not null and not c.voided
        left join (
          select distinct on (patient) patient, answered, reason from watch.transfer where patient = any($1) and accepted and to_outside is not null and not voided order by patient, answered
        ) t on t.patient = p.id
        left join (select patient, array_agg(schedule order by schedule) as schedules from watch.assignment where patient = any($1) and not voided group by patient) s on s.patient = p.id
        left join watch.risk r on r.patient = p.id and not r.voided
          and not exists (select from watch.consent x where x.patient = p.id and x.purpose = 'research' and x.withdrawn is not null and not x.voided)
        where p.id = any($1) and not p.voided
        order by p.id
        """;

    /// <summary>From so many patients on the plan is made for their number: one made for a few would join many by nested loops.</summary>
    private const int Many = 100;

    private static readonly FrozenDictionary<string, VectorFamily> Vectors = LoadVectors();

    /// <summary>The given patients in order of their ids, without voided ones.</summary>
    public static async Task<List<WatchedPatient>> Of(NpgsqlConnection connection, Guid[] patients, CancellationToken cancellation)
    {
        if (patients.Length >= Many)
            await Execute(connection, "set plan_cache_mode = force_custom_plan", cancellation);
        try
        {
            var found = new List<WatchedPatient>(patients.Length);
            await using var command = new NpgsqlCommand(Query, connection) { CommandTimeout = 0 };
            command.Parameters.Add(new() { Value = patients });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                found.Add(Patient(reader));
            return found;
        }
        finally
        {
            if (patients.Length >= Many)
                await Reset(connection);
        }
    }

    /// <summary>The connection goes back to others, whatever happened; a transaction that failed, and a connection that broke, take the setting with them.</summary>
    private static async Task Reset(NpgsqlConnection connection)
    {
        try
        {
            await Execute(connection, "reset plan_cache_mode", CancellationToken.None);
        }
        catch (Exception e) when (e is PostgresException { SqlState: PostgresErrorCodes.InFailedSqlTransaction } || Durability.IsBroken(e))
        { }
    }

    /// <summary>The next patients after one, in order of their ids.</summary>
    public static async Task<List<WatchedPatient>> After(
        NpgsqlConnection connection,
        Guid last,
        int count,
        CancellationToken cancellation
    ) =>
        await Of(
            connection,
            await Ids(
                connection,
                "select id from clinical.patient where id > $1 and not voided order by id limit $2",
                [last, count],
                cancellation
            ),
            cancellation
        );

    /// <summary>The patients of one centre.</summary>
    public static async Task<List<WatchedPatient>> OfCentre(NpgsqlConnection connection, string centre, CancellationToken cancellation) =>
        await Of(
            connection,
            await Ids(connection, "select id from clinical.patient where centre = $1 and not voided order by id", [centre], cancellation),
            cancellation
        );

    private static async Task<Guid[]> Ids(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            ids.Add(reader.GetGuid(0));
        return [.. ids];
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static WatchedPatient Patient(NpgsqlDataReader row)
    {
        var events = Visits(Array<DateOnly>(row, 10))
            .Concat(Events(Array<string>(row, 11), Array<DateOnly>(row, 12), Array<DateOnly>(row, 13)))
            .OrderBy(e => e.Date);
        var attempts = Array<DateOnly>(row, 14).Zip(Array<bool>(row, 15), (date, reached) => new ContactAttempt(date, reached));
        var infusions = Array<DateOnly>(row, 7)
            .Zip(Array<string>(row, 8), (date, product) => new WatchedInfusion(date, product, Vectors.GetValueOrDefault(product)));
        return new(
            row.GetGuid(0),
            new(row.GetString(1), [.. infusions], [.. Array<DateOnly>(row, 9)], [.. events], [.. attempts], Groups(row), End(row))
            {
                Risk = row.IsDBNull(22) ? null : new(row.GetDouble(22), row.GetDouble(23), row.GetDouble(24)),
            },
            [.. Array<string>(row, 21)]
        );
    }

    private static IEnumerable<WatchEvent> Visits(DateOnly[] dates) => dates.Select(d => new WatchEvent("visit", d));

    private static IEnumerable<WatchEvent> Events(string[] codes, DateOnly[] dates, DateOnly[] recorded) =>
        codes.Select((code, i) => new WatchEvent(code, dates[i], recorded[i]));

    /// <summary>Groups that follow from what is known before treatment, for the rules of schedules.</summary>
    private static ImmutableHashSet<string> Groups(NpgsqlDataReader row)
    {
        var groups = new List<string> { row.GetString(2) };
        string[] names = ["prior_autologous_transplant", "prior_allogeneic_transplant", "prior_tbi", "prior_alkylator"];
        for (var i = 0; i < names.Length; i++)
            if (row.GetString(3 + i) == "yes")
                groups.Add(names[i]);
        return [.. groups];
    }

    /// <summary>The earliest of the three ends.</summary>
    private static WatchEnd? End(NpgsqlDataReader row)
    {
        var ends = new List<WatchEnd>();
        Add(WatchEndKind.Death, 16, null);
        Add(WatchEndKind.ConsentWithdrawn, 17, 18);
        Add(WatchEndKind.TransferredOut, 19, 20);
        return ends.MinBy(e => e.Date);

        void Add(WatchEndKind kind, int date, int? reason)
        {
            if (!row.IsDBNull(date))
                ends.Add(
                    WatchEnd.Of(kind, row.GetFieldValue<DateOnly>(date), reason is { } r ? row.GetString(r) : "death reported")
                        is Result<WatchEnd>.Ok end
                        ? end.Value
                        : throw new InvalidOperationException("The store holds an end of a watch without a reason.")
                );
        }
    }

    private static T[] Array<T>(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? [] : row.GetFieldValue<T[]>(column);

    private static FrozenDictionary<string, VectorFamily> LoadVectors()
    {
        using var products = Assembly.GetExecutingAssembly().GetManifestResourceStream("products.csv")!;
        return ProductVectors.Read(products).ToFrozenDictionary(StringComparer.Ordinal);
    }
}
