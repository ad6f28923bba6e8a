using Longwatch.Domain.Cohorts;
using Longwatch.Exchange;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.Cohorts;

/// <summary>A cohort on its way into the registry, with the id of each row: the one that the registry has, or a new one.</summary>
internal sealed class StagedCohort
{
    private readonly Cohort cohort;
    private readonly SequentialIds ids = new();

    private StagedCohort(Cohort cohort, Guid[] patients, Guid[] neoplasms, Guid[] specimens) =>
        (this.cohort, Patients, Neoplasms, Specimens) = (cohort, patients, neoplasms, specimens);

    public Guid[] Patients { get; }

    private Guid[] Neoplasms { get; }

    private Guid[] Specimens { get; }

    public static StagedCohort Of(Cohort cohort, KnownRows known)
    {
        var made = new SequentialIds();
        return new(
            cohort,
            [.. cohort.Patients.Select(p => known.Patients.TryGetValue(p.Id, out var there) ? there.Id : made.Next())],
            [.. cohort.Neoplasms.Select(n => known.Neoplasms.TryGetValue(n.Id, out var there) ? there.Id : made.Next())],
            [.. cohort.Specimens.Select(s => known.Specimens.TryGetValue(s.Id, out var there) ? there.Id : made.Next())]
        );
    }

    public async Task<ImportCount[]> Save(NpgsqlConnection connection, CancellationToken cancellation)
    {
        (StagedTable Table, int Rows, Action<RowWriter, int> Write)[] tables =
        [
            (CohortColumns.Patients, cohort.Patients.Length, Patient),
            (CohortColumns.Infusions, cohort.Infusions.Length, Infusion),
            (CohortColumns.Visits, cohort.Visits.Length, Visit(Ordinals(cohort.Visits, v => (v.Patient, v.Date)))),
            (CohortColumns.Neoplasms, cohort.Neoplasms.Length, Neoplasm),
            (CohortColumns.Specimens, cohort.Specimens.Length, Specimen),
            (CohortColumns.Tests, cohort.Tests.Length, Test),
            (CohortColumns.Therapies, cohort.Therapies.Length, Therapy(Ordinals(cohort.Therapies, t => (t.Patient, t.Start, t.Kind)))),
        ];
        var counts = new List<ImportCount>();
        foreach (var (table, rows, write) in tables)
        {
            await table.Copy(connection, rows, write, cancellation);
            counts.Add(await table.Merge(connection, cancellation));
        }

        return [.. counts];
    }

    /// <summary>0 for the first row of a key, 1 for the second, and so on in the order of the file.</summary>
    private static int[] Ordinals<T, TKey>(IReadOnlyList<T> rows, Func<T, TKey> key)
        where TKey : notnull
    {
        var seen = new Dictionary<TKey, int>(rows.Count);
        var ordinals = new int[rows.Count];
        for (var i = 0; i < rows.Count; i++)
            ordinals[i] = seen[key(rows[i])] = seen.TryGetValue(key(rows[i]), out var last) ? last + 1 : 0;
        return ordinals;
    }

    private void Patient(RowWriter row, int i)
    {
        var patient = cohort.Patients[i];
        row.Uuid(Patients[i]).Text(patient.Id).Text(patient.Centre).Text(Codes.Of(patient.Sex)).Text(patient.Birth?.ToString());
        row.Text(Codes.Of(patient.IndexDisease)).Integer(patient.PriorLines).Text(Codes.Of(patient.Prior.AutologousTransplant));
        row.Text(Codes.Of(patient.Prior.AllogeneicTransplant)).Text(Codes.Of(patient.Prior.TotalBodyIrradiation));
        row.Text(Codes.Of(patient.Prior.Alkylator));
    }

    private void Infusion(RowWriter row, int i)
    {
        var infusion = cohort.Infusions[i];
        row.Uuid(ids.Next()).Uuid(Patients[infusion.Patient]).Text(infusion.Id).Date(infusion.Date).Text(infusion.Product);
        row.Text(infusion.Batch);
    }

    private Action<RowWriter, int> Visit(int[] ordinals) =>
        (row, i) =>
        {
            var visit = cohort.Visits[i];
            row.Uuid(ids.Next()).Uuid(Patients[visit.Patient]).Date(visit.Date).Integer(ordinals[i]).Text(Codes.Of(visit.VitalStatus));
            row.Date(visit.DeathDate).Text(Codes.Of(visit.DiseaseStatus)).Date(visit.RelapseDate);
        };

    private void Neoplasm(RowWriter row, int i)
    {
        var neoplasm = cohort.Neoplasms[i];
        row.Uuid(Neoplasms[i]).Uuid(Patients[neoplasm.Patient]).Text(neoplasm.Id).Date(neoplasm.Diagnosed).Text(neoplasm.Morphology);
        row.Text(neoplasm.Topography).Text(Codes.Of(neoplasm.Lineage)).Text(Codes.Of(neoplasm.Relation));
        row.Text(Codes.Of(neoplasm.ClonallyUnrelated));
    }

    private void Specimen(RowWriter row, int i)
    {
        var specimen = cohort.Specimens[i];
        row.Uuid(Specimens[i]).Uuid(Patients[specimen.Patient]).Uuid(specimen.Neoplasm is { } n ? Neoplasms[n] : null).Text(specimen.Id);
        row.Text(Codes.Of(specimen.Type)).Date(specimen.Collected).Text(Codes.Of(specimen.Custody)).Text(specimen.Holder);
        row.Number(specimen.TumourFraction);
    }

    private void Test(RowWriter row, int i)
    {
        var test = cohort.Tests[i];
        row.Uuid(ids.Next()).Uuid(Patients[cohort.Specimens[test.Specimen].Patient]).Uuid(Specimens[test.Specimen]).Text(test.Id);
        row.Date(test.Date).Text(test.Assay).Text(Codes.Of(test.Status)).Text(Codes.Of(test.Result)).Number(test.CopiesPerCell);
        row.Number(test.LimitOfDetection).Text(Codes.Of(test.VectorClonal));
    }

    private Action<RowWriter, int> Therapy(int[] ordinals) =>
        (row, i) =>
        {
            var therapy = cohort.Therapies[i];
            row.Uuid(ids.Next()).Uuid(Patients[therapy.Patient]).Date(therapy.Start).Text(Codes.Of(therapy.Kind)).Integer(ordinals[i]);
            row.Text(therapy.Agent);
        };
}
