using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Exchange;
using Longwatch.Exchange.Csv;
using Longwatch.Registry.Access;

namespace Longwatch.Registry.Cohorts;

/// <summary>What keeps a set, sound in itself, out of the registry; each with the line of the file.</summary>
internal sealed class ImportProblems(DatasetReading.CohortSet set)
{
    private readonly ImmutableArray<Problem>.Builder problems = ImmutableArray.CreateBuilder<Problem>();

    public bool Any => problems.Count > 0;

    public IReadOnlyList<Problem> Listed =>
        [.. problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).Take(CohortRules.ListedByDefault)];

    /// <summary>Patients of centres for which the caller may not import.</summary>
    public void NotOfCaller(Caller caller)
    {
        for (var i = 0; i < set.Cohort.Patients.Length; i++)
            if (!caller.May(Permission.DataImport, set.Cohort.Patients[i].Centre))
                Add(
                    CohortTable.Patients,
                    i,
                    "centre",
                    ($"centre \"{set.Cohort.Patients[i].Centre}\"", "a centre of yours", "Leave out patients of other centres.")
                );
    }

    /// <summary>Keys that the registry has already for another patient or centre.</summary>
    public void OfAnother(KnownRows known)
    {
        var cohort = set.Cohort;
        for (var i = 0; i < cohort.Patients.Length; i++)
            if (known.Patients.TryGetValue(cohort.Patients[i].Id, out var there) && there.Centre != cohort.Patients[i].Centre)
                Add(
                    CohortTable.Patients,
                    i,
                    "centre",
                    (
                        "a patient whom the registry has at another centre",
                        "the centre of the registry",
                        "Transfer the patient in the portal, or correct patient_id or centre."
                    )
                );
        Other(
            CohortTable.Infusions,
            "infusion_id",
            known.Infusions,
            i => (cohort.Infusions[i].Id, cohort.Infusions[i].Patient),
            cohort.Infusions.Length
        );
        Other(
            CohortTable.Neoplasms,
            "neoplasm_id",
            known.Neoplasms,
            i => (cohort.Neoplasms[i].Id, cohort.Neoplasms[i].Patient),
            cohort.Neoplasms.Length
        );
        Other(
            CohortTable.Specimens,
            "specimen_id",
            known.Specimens,
            i => (cohort.Specimens[i].Id, cohort.Specimens[i].Patient),
            cohort.Specimens.Length
        );
        Other(
            CohortTable.Tests,
            "test_id",
            known.Tests,
            i => (cohort.Tests[i].Id, cohort.Specimens[cohort.Tests[i].Specimen].Patient),
            cohort.Tests.Length
        );
    }

    /// <summary>Rules that the set and the registry break together.</summary>
    public void Together(CohortFindings findings, StoredCohort together)
    {
        foreach (var finding in findings.Listed.Where(f => f.Severity == Severity.Error))
            problems.Add(
                new(
                    Severity.Error,
                    DatasetReader.FileOf(finding.Table),
                    LineOf(finding, together.Cohort),
                    finding.Field,
                    finding.Found + " (together with what the registry has)",
                    finding.Expected,
                    finding.Remedy
                )
            );
    }

    /// <summary>The line of the set that holds the row; 0 when only the registry has it.</summary>
    private int LineOf(CohortFinding finding, Cohort together)
    {
        var mine = set.Cohort;
        var row = finding.Table switch
        {
            CohortTable.Patients => Find(mine.Patients, p => p.Id == together.Patients[finding.Row].Id),
            CohortTable.Infusions => Find(mine.Infusions, i => i.Id == together.Infusions[finding.Row].Id),
            CohortTable.Visits => Find(
                mine.Visits,
                v => Same(v.Patient, together.Visits[finding.Row].Patient) && v.Date == together.Visits[finding.Row].Date
            ),
            CohortTable.Neoplasms => Find(mine.Neoplasms, n => n.Id == together.Neoplasms[finding.Row].Id),
            CohortTable.Specimens => Find(mine.Specimens, s => s.Id == together.Specimens[finding.Row].Id),
            CohortTable.Tests => Find(mine.Tests, t => t.Id == together.Tests[finding.Row].Id),
            _ => Find(
                mine.Therapies,
                t => Same(t.Patient, together.Therapies[finding.Row].Patient) && t.Start == together.Therapies[finding.Row].Start
            ),
        };
        return row < 0 ? 0 : set.Lines[(int)finding.Table][row];

        bool Same(int patient, int other) => mine.Patients[patient].Id == together.Patients[other].Id;
    }

    private static int Find<T>(ImmutableArray<T> rows, Func<T, bool> wanted)
    {
        for (var i = 0; i < rows.Length; i++)
            if (wanted(rows[i]))
                return i;
        return -1;
    }

    private void Other(
        CohortTable table,
        string field,
        Dictionary<string, (Guid Id, string Patient)> known,
        Func<int, (string Code, int Patient)> row,
        int rows
    )
    {
        for (var i = 0; i < rows; i++)
        {
            var (code, patient) = row(i);
            if (known.TryGetValue(code, out var there) && there.Patient != set.Cohort.Patients[patient].Id)
                Add(
                    table,
                    i,
                    field,
                    (
                        $"\"{code}\", which the registry has for another patient",
                        "an id that belongs to this patient",
                        "Give the row an id of its own; the centre's code before it makes it unique."
                    )
                );
        }
    }

    private void Add(CohortTable table, int row, string field, (string Found, string Expected, string Remedy) text) =>
        problems.Add(
            new(Severity.Error, DatasetReader.FileOf(table), set.Lines[(int)table][row], field, text.Found, text.Expected, text.Remedy)
        );
}
