using System.Globalization;
using Longwatch.Domain.Cohorts;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Cohorts;

/// <summary>Writes a cohort as the CSV set that <see cref="DatasetReader"/> reads; nothing is lost, and equal cohorts give equal bytes.</summary>
public static class CohortSetWriter
{
    /// <summary>Writes all files into a folder that exists, and replaces files of the same names.</summary>
    public static void Write(Cohort cohort, string folder)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        Table(folder, DatasetTable.Schema, w => Description(w, cohort));
        Parallel.Invoke(
            () => Table(folder, VisitsTable.Schema, w => Visits(w, cohort)),
            () =>
            {
                Table(folder, PatientsTable.Schema, w => Patients(w, cohort));
                Table(folder, InfusionsTable.Schema, w => Infusions(w, cohort));
                Table(folder, NeoplasmsTable.Schema, w => Neoplasms(w, cohort));
                Table(folder, SpecimensTable.Schema, w => Specimens(w, cohort));
                Table(folder, TestsTable.Schema, w => Tests(w, cohort));
                Table(folder, TherapiesTable.Schema, w => Therapies(w, cohort));
            }
        );
    }

    private static void Table(string folder, TableSchema schema, Action<CsvWriter> rows)
    {
        using var writer = new CsvWriter(
            new FileStream(Path.Combine(folder, schema.File), FileMode.Create, FileAccess.Write, FileShare.None, 0)
        );
        foreach (var column in schema.Columns)
            writer.Text(column.Name);
        writer.EndRecord();
        rows(writer);
    }

    private static void Description(CsvWriter writer, Cohort cohort)
    {
        writer.Text("name").Text(cohort.Name).EndRecord();
        writer.Text("data_lock").Text(cohort.DataLock.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).EndRecord();
        writer.Text("schema").Text("1").EndRecord();
    }

    private static void Patients(CsvWriter writer, Cohort cohort)
    {
        foreach (var patient in cohort.Patients)
        {
            writer.Text(patient.Id).Text(patient.Centre).Code(patient.Sex).Date(patient.Birth).Code(patient.IndexDisease);
            writer.Integer(patient.PriorLines).Code(patient.Prior.AutologousTransplant).Code(patient.Prior.AllogeneicTransplant);
            writer.Code(patient.Prior.TotalBodyIrradiation).Code(patient.Prior.Alkylator).EndRecord();
        }
    }

    private static void Infusions(CsvWriter writer, Cohort cohort)
    {
        foreach (var infusion in cohort.Infusions)
            writer
                .Text(infusion.Id)
                .Text(cohort.Patients[infusion.Patient].Id)
                .Date(infusion.Date)
                .Text(infusion.Product)
                .Text(infusion.Batch)
                .EndRecord();
    }

    private static void Visits(CsvWriter writer, Cohort cohort)
    {
        foreach (var visit in cohort.Visits)
        {
            writer.Text(cohort.Patients[visit.Patient].Id).Date(visit.Date).Code(visit.VitalStatus).Date(visit.DeathDate);
            writer.Code(visit.DiseaseStatus).Date(visit.RelapseDate).EndRecord();
        }
    }

    private static void Neoplasms(CsvWriter writer, Cohort cohort)
    {
        foreach (var neoplasm in cohort.Neoplasms)
        {
            writer.Text(neoplasm.Id).Text(cohort.Patients[neoplasm.Patient].Id).Date(neoplasm.Diagnosed).Text(neoplasm.Morphology);
            writer.Text(neoplasm.Topography).Code(neoplasm.Lineage).Code(neoplasm.Relation).Code(neoplasm.ClonallyUnrelated).EndRecord();
        }
    }

    private static void Specimens(CsvWriter writer, Cohort cohort)
    {
        foreach (var specimen in cohort.Specimens)
        {
            var neoplasm = specimen.Neoplasm is { } n ? cohort.Neoplasms[n].Id : null;
            writer.Text(specimen.Id).Text(cohort.Patients[specimen.Patient].Id).Text(neoplasm).Code(specimen.Type);
            writer.Date(specimen.Collected).Code(specimen.Custody).Text(specimen.Holder).Number(specimen.TumourFraction).EndRecord();
        }
    }

    private static void Tests(CsvWriter writer, Cohort cohort)
    {
        foreach (var test in cohort.Tests)
        {
            writer.Text(test.Id).Text(cohort.Specimens[test.Specimen].Id).Date(test.Date).Text(test.Assay).Code(test.Status);
            writer.Code(test.Result).Number(test.CopiesPerCell).Number(test.LimitOfDetection).Code(test.VectorClonal).EndRecord();
        }
    }

    private static void Therapies(CsvWriter writer, Cohort cohort)
    {
        foreach (var therapy in cohort.Therapies)
            writer.Text(cohort.Patients[therapy.Patient].Id).Date(therapy.Start).Code(therapy.Kind).Text(therapy.Agent).EndRecord();
    }
}
