using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.FollowUp;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>One patient as the domain function of due dates sees him or her.</summary>
/// <param name="ByHand">Schedules chosen by hand.</param>
internal sealed record WatchedPatient(Guid Id, WatchFacts Facts, ImmutableArray<string> ByHand);

/// <summary>Reads what decides when patients are next due.</summary>
internal static class FactsReader
{
    private const string Query = """
        select p.id, p.centre, p.index_disease, p.prior_autologous_transplant, p.prior_allogeneic_transplant, p.prior_tbi, p.prior_alkylator,
          (select array_agg(i.date order by i.date, i.id) from clinical.infusion i where i.patient = p.id and not i.voided),
          (select array_agg(i.product order by i.date, i.id) from clinical.infusion i where i.patient = p.id and not i.voided),
          (select array_agg(t.start order by t.start) from clinical.therapy t
            where t.patient = p.id and not t.voided and t.kind in ('autologous_transplant', 'allogeneic_transplant')),
          (select array_agg(v.date order by v.date) from clinical.visit v
            where v.patient = p.id and not v.voided and v.vital_status = 'alive' and not exists (select from watch.entry e where e.visit = v.id)),
          (select array_agg(e.code order by e.date, e.id) from watch.event e where e.patient = p.id and not e.voided),
          (select array_agg(e.date order by e.date, e.id) from watch.event e where e.patient = p.id and not e.voided),
          (select array_agg(e.recorded order by e.date, e.id) from watch.event e where e.patient = p.id and not e.voided),
          (select array_agg(a.date order by a.date, a.id) from watch.attempt a where a.patient = p.id and not a.voided),
          (select array_agg(a.outcome in ('reached', 'reached_somebody_who_knows', 'declined_to_talk') order by a.date, a.id) from watch.attempt a where a.patient = p.id and not a.voided),
          (select min(v.death_date) from clinical.visit v where v.patient = p.id and not v.voided),
          c.withdrawn, c.reason, t.answered, t.reason,
          (select array_agg(s.schedule order by s.schedule) from watch.assignment s where s.patient = p.id and not s.voided)
        from clinical.patient p
        left join watch.consent c on c.patient = p.id and c.purpose = 'surveillance' and c.withdrawn is not null and not c.voided
        left join lateral (
          select x.answered, x.reason from watch.transfer x
          where x.patient = p.id and x.accepted and x.to_outside is not null and not x.voided order by x.answered limit 1
        ) t on true
        """;

    private static readonly FrozenDictionary<string, VectorFamily> Vectors = LoadVectors();

    /// <summary>The given patients, without voided ones.</summary>
    public static Task<List<WatchedPatient>> Of(NpgsqlConnection connection, Guid[] patients, CancellationToken cancellation) =>
        Read(connection, $"{Query} where p.id = any($1) and not p.voided", [patients], cancellation);

    /// <summary>The next patients after one, in order of their ids.</summary>
    public static Task<List<WatchedPatient>> After(NpgsqlConnection connection, Guid last, int count, CancellationToken cancellation) =>
        Read(connection, $"{Query} where p.id > $1 and not p.voided order by p.id limit $2", [last, count], cancellation);

    /// <summary>The patients of one centre.</summary>
    public static Task<List<WatchedPatient>> OfCentre(NpgsqlConnection connection, string centre, CancellationToken cancellation) =>
        Read(connection, $"{Query} where p.centre = $1 and not p.voided", [centre], cancellation);

    private static async Task<List<WatchedPatient>> Read(
        NpgsqlConnection connection,
        string sql,
        object[] values,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        var patients = new List<WatchedPatient>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            patients.Add(Patient(reader));
        return patients;
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
            new(row.GetString(1), [.. infusions], [.. Array<DateOnly>(row, 9)], [.. events], [.. attempts], Groups(row), End(row)),
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
