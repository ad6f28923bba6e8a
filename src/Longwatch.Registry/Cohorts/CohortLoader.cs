using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange;
using Longwatch.Exchange.Cohorts;
using Npgsql;

namespace Longwatch.Registry.Cohorts;

/// <summary>The cohort that the registry holds, with the id of each row of each table.</summary>
internal sealed record StoredCohort(Cohort Cohort, IReadOnlyDictionary<CohortTable, Guid[]> RowIds);

/// <summary>Reads the facts of the registry as a <see cref="Cohort"/>, now or as they were known at a moment; voided rows are left out.</summary>
internal sealed class CohortLoader
{
    private static readonly string[] Relations =
    [
        "clinical.patient",
        "clinical.infusion",
        "clinical.visit",
        "clinical.neoplasm",
        "clinical.specimen",
        "clinical.test",
        "clinical.therapy",
        "registry.dataset",
    ];

    private readonly NpgsqlConnection connection;
    private readonly DateTimeOffset? knownAt;
    private readonly Guid[]? patients;
    private readonly Dictionary<CohortTable, Guid[]> rowIds = [];
    private Dictionary<Guid, int> patientAt = [];

    private CohortLoader(NpgsqlConnection connection, DateTimeOffset? knownAt, Guid[]? patients) =>
        (this.connection, this.knownAt, this.patients) = (connection, knownAt, patients);

    /// <summary>Loads from an open connection, which must be in a transaction when <paramref name="knownAt"/> is given.</summary>
    /// <param name="knownAt">Moment whose knowledge is asked for, from the audit trail; null: now, from the tables.</param>
    /// <param name="patients">Ids of the patients wanted; null: all.</param>
    public static async Task<StoredCohort> Load(
        NpgsqlConnection connection,
        DateTimeOffset? knownAt,
        Guid[]? patients,
        CancellationToken cancellation
    )
    {
        var loader = new CohortLoader(connection, knownAt, patients);
        if (knownAt is not null)
            await loader.Recall(cancellation);
        return new(await loader.Load(cancellation), loader.rowIds);
    }

    private async Task<Cohort> Load(CancellationToken cancellation)
    {
        var (name, dataLock) = await Description(cancellation);
        var people = await Rows(CohortTable.Patients, "patient", CohortRows.PatientColumns, "id", CohortRows.Patient, cancellation);
        patientAt = Index(CohortTable.Patients);
        var infusions = await Rows(
            CohortTable.Infusions,
            "infusion",
            "patient, code, date, product, batch",
            "date, id",
            r => CohortRows.Infusion(r, patientAt[r.GetGuid(0)]),
            cancellation
        );
        var visits = await Rows(
            CohortTable.Visits,
            "visit",
            "patient, date, vital_status, death_date, disease_status, relapse_date",
            "date, ordinal",
            r => CohortRows.Visit(r, patientAt[r.GetGuid(0)]),
            cancellation
        );
        var neoplasms = await Rows(
            CohortTable.Neoplasms,
            "neoplasm",
            "patient, code, diagnosed, morphology, topography, lineage, relation, clonally_unrelated",
            "id",
            r => CohortRows.Neoplasm(r, patientAt[r.GetGuid(0)]),
            cancellation
        );
        var neoplasmAt = Index(CohortTable.Neoplasms);
        var specimens = await Rows(
            CohortTable.Specimens,
            "specimen",
            "patient, neoplasm, code, type, collected, custody, holder, tumour_fraction",
            "id",
            r => CohortRows.Specimen(r, patientAt[r.GetGuid(0)], neoplasmAt),
            cancellation
        );
        var specimenAt = Index(CohortTable.Specimens);
        var tests = await Rows(
            CohortTable.Tests,
            "test",
            "specimen, code, date, assay, status, result, copies_per_cell, limit_of_detection, vector_clonal",
            "id",
            r => CohortRows.Test(r, specimenAt[r.GetGuid(0)]),
            cancellation
        );
        var therapies = await Rows(
            CohortTable.Therapies,
            "therapy",
            "patient, start, kind, agent",
            "id",
            r => CohortRows.Therapy(r, patientAt[r.GetGuid(0)]),
            cancellation
        );
        var cohort = new Cohort(
            name,
            default,
            "",
            people,
            ByPatient(CohortTable.Infusions, infusions, i => i.Patient),
            ByPatient(CohortTable.Visits, visits, v => v.Patient),
            neoplasms,
            specimens,
            tests,
            therapies
        );
        var latest = DataLocks.Latest(cohort);
        return dataLock >= latest
            ? cohort with
            {
                DataLock = dataLock.Value,
                DataLockBasis = "given by the data set that was imported",
            }
            : cohort with
            {
                DataLock = latest,
                DataLockBasis = "the latest date in the registry",
            };
    }

    /// <summary>Puts the tables as they were known at the moment into temporary tables of the transaction.</summary>
    private async Task Recall(CancellationToken cancellation)
    {
        foreach (var relation in Relations)
        {
            await using var command = new NpgsqlCommand(
                $"create temporary table {Recalled(relation)} on commit drop as select r.* from audit.as_of('{relation}', $1) j, jsonb_populate_record(null::{relation}, j) r",
                connection
            )
            {
                CommandTimeout = 0,
                Parameters = { new() { Value = knownAt!.Value.ToUniversalTime() } },
            };
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static string Recalled(string relation) => "recalled_" + relation[(relation.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private string From(string relation) => knownAt is null ? relation : Recalled(relation);

    private async Task<(string Name, DateOnly? DataLock)> Description(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select name, data_lock from {From("registry.dataset")} where not voided order by data_lock desc, id desc limit 1",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetString(0), reader.GetFieldValue<DateOnly>(1)) : ("registry", null);
    }

    private async Task<ImmutableArray<T>> Rows<T>(
        CohortTable table,
        string name,
        string columns,
        string order,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation
    )
    {
        var owner = table switch
        {
            CohortTable.Patients => "",
            CohortTable.Tests =>
                $"and exists (select from {From("clinical.specimen")} s join {From("clinical.patient")} p on p.id = s.patient where s.id = t.specimen and not s.voided and not p.voided)",
            _ => $"and exists (select from {From("clinical.patient")} p where p.id = t.patient and not p.voided)",
        };
        var wanted = patients is null ? "" : $"and t.{(table == CohortTable.Patients ? "id" : "patient")} = any($1)";
        await using var command = new NpgsqlCommand(
            $"select {columns}, id from {From("clinical." + name)} t where not voided {owner} {wanted} order by {order}",
            connection
        )
        {
            CommandTimeout = 0,
        };
        if (patients is not null)
            command.Parameters.Add(new() { Value = patients });
        var rows = ImmutableArray.CreateBuilder<T>();
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
            ids.Add(reader.GetGuid(reader.FieldCount - 1));
        }

        rowIds[table] = [.. ids];
        return rows.DrainToImmutable();
    }

    private Dictionary<Guid, int> Index(CohortTable table) => rowIds[table].Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);

    /// <summary>Sorts rows, and their ids, by patient; rows of one patient keep their order.</summary>
    private ImmutableArray<T> ByPatient<T>(CohortTable table, ImmutableArray<T> rows, Func<T, int> patient)
    {
        var order = Enumerable.Range(0, rows.Length).OrderBy(i => patient(rows[i])).ToArray();
        var ids = rowIds[table];
        rowIds[table] = Array.ConvertAll(order, i => ids[i]);
        return ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(order, i => rows[i]));
    }
}
