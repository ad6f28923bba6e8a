using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Neoplasms;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange;
using Longwatch.Exchange.Csv;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.Cohorts;

/// <summary>What came of an import: counts for each table, or every problem; with a problem nothing was imported.</summary>
public sealed record ImportOutcome(IReadOnlyList<ImportCount> Counts, ProblemReport Problems);

/// <summary>Takes a CSV cohort set into the registry: all or nothing.</summary>
/// <remarks>
/// A row is known again by its key: patients by pseudonym; infusions, neoplasms, specimens and tests by their ids; visits by patient, day and
/// ordinal; therapies by patient, start, kind and ordinal. The same set twice changes nothing; a changed row becomes a version; a row that is
/// missing stays. What the set says must fit what the registry has: the rules of a cohort are asked again of both together.
/// </remarks>
public sealed class ImportCohort(RegistryStore store) : IUseCase
{
    /// <summary>Reads the folder, checks it, and imports it.</summary>
    /// <param name="folder">Folder of the CSV files.</param>
    /// <param name="published">Folder of the published evidence with the product catalogue.</param>
    public async Task<ImportOutcome> Do(
        Caller caller,
        string folder,
        string published,
        CancellationToken cancellation,
        IProgress<double>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (DatasetReader.Detect(folder) is not DatasetKind.Cohort)
            return NotImported([NoCohort(folder)]);
        var reading = await Task.Run(() => DatasetReader.Read(folder, published, null, progress), cancellation);
        if (reading is not DatasetReading.CohortSet set)
            return new([], reading.Problems);
        await using var connection = await store.Connections.Batch.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RegistryStore.Begin(connection, caller, new Act("cohort.import"), cancellation);
        // One import at a time: two that add the same keys would not see each other.
        await Execute(connection, "select pg_advisory_xact_lock(7224932)", cancellation);
        var problems = new ImportProblems(set);
        problems.NotOfCaller(caller);
        var known = await KnownRows.Read(connection, set.Cohort, cancellation);
        problems.OfAnother(known);
        if (problems.Any)
            return NotImported(problems.Listed);
        var staged = StagedCohort.Of(set.Cohort, known);
        await Centres(connection, set.Cohort, cancellation);
        var counts = await staged.Save(connection, cancellation);
        if (known.Patients.Count > 0)
        {
            var together = await CohortLoader.Load(connection, null, staged.Patients, cancellation);
            problems.Together(CohortRules.Check(together.Cohort, lockCuts: true), together);
            if (problems.Any)
                return NotImported(problems.Listed);
        }

        await Dataset(connection, set, cancellation);
        if (counts.Any(c => c.Added + c.Changed > 0))
        {
            await ExpectationWriter.AfterImport(connection, staged.Patients, cancellation);
            await OpenCases(connection, staged.Patients, cancellation);
            await Durability.Seal(connection, cancellation);
            await Commit(connection, cancellation);
        }

        return new(counts, set.Problems);
    }

    private static async Task Commit(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await Durability.Commit(connection, cancellation);
        }
        catch (StoreException e) when (e.IsOutcomeUnknown)
        {
            throw new StoreException(
                "The answer of the store was lost while the import was saved: all of it is there, or nothing. Import the same set again: what is there already stays as it is.",
                e
            )
            {
                IsOutcomeUnknown = true,
            };
        }
    }

    private static ImportOutcome NotImported(IReadOnlyList<Problem> problems) => new([], new(problems, problems.Count, 0, []));

    private static Problem NoCohort(string folder) =>
        new(
            Severity.Error,
            "",
            0,
            null,
            $"a folder without a cohort set: {folder}",
            "patients.csv and the other tables in it",
            "Give the folder that holds the CSV files; docs/formats/cohort.md describes them."
        );

    private static async Task Centres(NpgsqlConnection connection, Cohort cohort, CancellationToken cancellation)
    {
        var codes = cohort.Patients.Select(p => p.Centre).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        await Execute(
            connection,
            "insert into clinical.centre (id, code, name) select i, c, c from unnest($1::uuid[], $2::text[]) as n (i, c) where not exists (select from clinical.centre t where t.code = n.c)",
            cancellation,
            codes.Select(_ => Guid.CreateVersion7()).ToArray(),
            codes
        );
    }

    /// <summary>A second primary that came with the set has a case like one that was reported here; relapses and the index disease have none.</summary>
    private static Task OpenCases(NpgsqlConnection connection, Guid[] patients, CancellationToken cancellation) =>
        Execute(
            connection,
            """
            insert into casework.neoplasm_case (id, patient, neoplasm, opened, source)
            select gen_random_uuid(), n.patient, n.id, current_date, $2 from clinical.neoplasm n
            where n.patient = any($1) and n.relation = $3 and not n.voided and not exists (select from casework.neoplasm_case c where c.neoplasm = n.id)
            """,
            cancellation,
            patients,
            Codes.Of(CaseSource.Import),
            Codes.Of(NeoplasmRelation.SecondPrimary)
        );

    private static Task Dataset(NpgsqlConnection connection, DatasetReading.CohortSet set, CancellationToken cancellation) =>
        Execute(
            connection,
            """
            with changed as (
              update registry.dataset set data_lock = greatest(data_lock, $3), fingerprint = $4
              where name = $2 and fingerprint <> $4 returning 1
            )
            insert into registry.dataset (id, name, data_lock, fingerprint)
            select $1, $2, $3, $4 where not exists (select from registry.dataset where name = $2)
            """,
            cancellation,
            Guid.CreateVersion7(),
            set.Cohort.Name,
            set.Cohort.DataLock,
            set.Fingerprint
        );

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 }; // one import waits for another
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
