using Npgsql;

namespace Longwatch.Registry.Cohorts;

/// <summary>What the registry has already under the keys of a set: ids, and to whom the rows belong.</summary>
internal sealed record KnownRows(
    Dictionary<string, (Guid Id, string Centre)> Patients,
    Dictionary<string, (Guid Id, string Patient)> Infusions,
    Dictionary<string, (Guid Id, string Patient)> Neoplasms,
    Dictionary<string, (Guid Id, string Patient)> Specimens,
    Dictionary<string, (Guid Id, string Patient)> Tests
)
{
    public static async Task<KnownRows> Read(NpgsqlConnection connection, Domain.Cohorts.Cohort cohort, CancellationToken cancellation)
    {
        return new(
            await Find("select pseudonym, id, centre from clinical.patient t where pseudonym = any($1)", cohort.Patients.Select(p => p.Id)),
            await Find(ByCode("infusion"), cohort.Infusions.Select(i => i.Id)),
            await Find(ByCode("neoplasm"), cohort.Neoplasms.Select(n => n.Id)),
            await Find(ByCode("specimen"), cohort.Specimens.Select(s => s.Id)),
            await Find(ByCode("test"), cohort.Tests.Select(t => t.Id))
        );

        static string ByCode(string table) =>
            $"select t.code, t.id, p.pseudonym from clinical.{table} t join clinical.patient p on p.id = t.patient where t.code = any($1)";

        async Task<Dictionary<string, (Guid, string)>> Find(string sql, IEnumerable<string> keys)
        {
            var found = new Dictionary<string, (Guid, string)>(StringComparer.Ordinal);
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = keys.ToArray() } } };
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                found.Add(reader.GetString(0), (reader.GetGuid(1), reader.GetString(2)));
            return found;
        }
    }
}
