using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Cohorts;

/// <summary>Reads a patient-level set: all files in one pass, then the rules; a cohort, or every problem.</summary>
internal static class CohortSetReader
{
    public static IReadOnlyList<string> Files { get; } = [DatasetTable.Schema.File, .. CohortSchema.Tables.Select(t => t.File)];

    /// <summary>Reads the set. The result does not depend on the order in which the files are read.</summary>
    /// <param name="products">Codes of the product catalogue.</param>
    /// <param name="dataLock">Day at which the set is to be cut; null: as the set says.</param>
    /// <returns>Null when there is an error; the folder then knows all problems.</returns>
    public static CohortRead? Read(DatasetFolder folder, IReadOnlySet<string> products, DateOnly? dataLock)
    {
        var described = DescriptionReader.Read(folder);
        var patients = new Rows<Patient>();
        var references =
            folder.Read(PatientsTable.Schema, row => CohortTables.Patients(row, patients))
            ?? new References(PatientsTable.Schema.File, new IdTable(), from: null);

        var visits = new Rows<Visit>();
        var infusions = new Rows<Infusion>();
        var neoplasms = new Rows<Neoplasm>();
        var specimens = new Rows<Specimen>();
        var tests = new Rows<TransgeneTest>();
        var therapies = new Rows<Therapy>();
        Parallel.Invoke(
            () => Each(VisitsTable.Schema, row => CohortTables.Visits(row, references.Again(), visits)),
            () =>
            {
                Each(InfusionsTable.Schema, row => CohortTables.Infusions(row, references.Again(), products, infusions));
                Each(TherapiesTable.Schema, row => CohortTables.Therapies(row, references.Again(), therapies));
                var neoplasmIds = folder.Read(NeoplasmsTable.Schema, row => NeoplasmTables.Neoplasms(row, references.Again(), neoplasms));
                neoplasmIds.Ids ??= new(NeoplasmsTable.Schema.File, new IdTable(), from: null);
                var specimenIds = folder.Read(
                    SpecimensTable.Schema,
                    row => NeoplasmTables.Specimens(row, references.Again(), neoplasmIds, specimens)
                );
                specimenIds.Ids ??= new(SpecimensTable.Schema.File, new IdTable(), from: null);
                Each(TestsTable.Schema, row => NeoplasmTables.Tests(row, specimenIds, tests));
            }
        );

        var (infused, infusionLines) = infusions.Drain(i => Key(i.Patient, i.Date));
        var (seen, visitLines) = visits.Drain(v => Key(v.Patient, v.Date));
        var (people, patientLines) = patients.Drain();
        var (found, neoplasmLines) = neoplasms.Drain();
        var (held, specimenLines) = specimens.Drain();
        var (tested, testLines) = tests.Drain();
        var (treated, therapyLines) = therapies.Drain();
        var whole = new Cohort(described.Name ?? folder.Name, default, "", people, infused, seen, found, held, tested, treated);
        whole = DataLocks.Set(whole, described.DataLock, dataLock);

        Require(folder, PatientsTable.Schema, people.Length);
        Require(folder, InfusionsTable.Schema, infused.Length);
        if (dataLock > described.DataLock)
            folder.Log(DatasetTable.Schema.File).Warning(0, "data_lock", DataLocks.BehindItsOwn(dataLock.Value, described.DataLock.Value));

        int[][] lines = [patientLines, infusionLines, visitLines, neoplasmLines, specimenLines, testLines, therapyLines];
        Judge(folder, CohortRules.Check(whole, lockCuts: dataLock is not null), lines);
        if (folder.Problems().Refused)
            return null;
        return new(dataLock is { } day ? CohortCut.At(whole, day, whole.DataLockBasis) : whole, lines);

        void Each(TableSchema schema, Action<TableReader> read) =>
            folder.Read(
                schema,
                row =>
                {
                    read(row);
                    return true;
                }
            );
    }

    private static void Require(DatasetFolder folder, TableSchema schema, int rows)
    {
        if (rows == 0 && folder.Log(PatientsTable.Schema.File).Errors == 0 && folder.Log(schema.File).Errors == 0)
            folder
                .Log(schema.File)
                .Error(0, null, new("no row", "at least one", "Add the rows: without them there is nothing to evaluate."));
    }

    private static long Key(int patient, DateOnly date) => ((long)patient << 32) | (uint)date.DayNumber;

    /// <summary>Turns findings about rows into problems of lines. That a patient has no infusion is said only when all infusions could be read.</summary>
    private static void Judge(DatasetFolder folder, CohortFindings findings, int[][] lines)
    {
        foreach (var finding in findings.Listed)
        {
            if (NotSaid(finding.Table, finding.Severity))
                continue;
            var log = folder.Log(CohortSchema.Tables[(int)finding.Table].File);
            if (log.Count(finding.Severity))
                log.List(
                    finding.Severity,
                    lines[(int)finding.Table][finding.Row],
                    finding.Field,
                    new(finding.Found, finding.Expected, finding.Remedy)
                );
        }

        foreach (var table in Enum.GetValues<CohortTable>())
        foreach (var severity in Enum.GetValues<Severity>())
        {
            var rest = findings.Count(table, severity) - findings.Listed.Count(f => f.Table == table && f.Severity == severity);
            if (rest > 0 && !NotSaid(table, severity))
                folder.Log(CohortSchema.Tables[(int)table].File).Count(severity, rest);
        }

        bool NotSaid(CohortTable table, Severity severity) =>
            table == CohortTable.Patients && severity == Severity.Warning && folder.Log(InfusionsTable.Schema.File).Errors > 0;
    }
}

/// <summary>A cohort as it was read.</summary>
/// <param name="Lines">For each table, in the order of <see cref="CohortTable"/>, the physical line of each row; of the set before it was cut.</param>
internal sealed record CohortRead(Cohort Cohort, int[][] Lines);
