using System.Text;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Cohorts;

/// <summary>One function for each table: rows in, domain records out. A row of which a cell was refused gives no record (a patient does, so that others can refer to it).</summary>
internal static class CohortTables
{
    public static References Patients(TableReader row, Rows<Patient> rows)
    {
        var ids = new IdTable();
        while (row.Read())
        {
            var added = NewId(row, PatientsTable.PatientId, ids);
            var patient = new Patient(
                added ? Last(ids) : "",
                row.Required(PatientsTable.Centre),
                row.Code(PatientsTable.Sex),
                row.PartialDate(PatientsTable.BirthDate),
                row.Code(PatientsTable.IndexDisease),
                row.Integer(PatientsTable.PriorLines),
                new(
                    row.Code(PatientsTable.PriorAutologous),
                    row.Code(PatientsTable.PriorAllogeneic),
                    row.Code(PatientsTable.PriorTbi),
                    row.Code(PatientsTable.PriorAlkylator)
                )
            );
            if (added)
                rows.Add(patient, row.Line);
        }

        return new(PatientsTable.Schema.File, ids, row);
    }

    public static void Infusions(TableReader row, References patients, IReadOnlySet<string> products, Rows<Infusion> rows)
    {
        var ids = new IdTable();
        string? known = null;
        while (row.Read())
        {
            _ = NewId(row, InfusionsTable.InfusionId, ids);
            var patient = patients.Find(row, InfusionsTable.PatientId);
            var date = row.Date(InfusionsTable.InfusionDate);
            var product = row.Text(InfusionsTable.Product);
            if (product is not null && !ReferenceEquals(product, known))
            {
                if (!products.Contains(product))
                    row.Refuse(InfusionsTable.Product, Unknown(product, products));
                else
                    known = product;
            }

            var batch = row.Text(InfusionsTable.Batch);
            if (!row.Failed && patient >= 0)
                rows.Add(new(Last(ids), patient, date!.Value, product!, batch), row.Line);
        }
    }

    public static void Visits(TableReader row, References patients, Rows<Visit> rows)
    {
        while (row.Read())
        {
            var patient = patients.Find(row, VisitsTable.PatientId);
            var date = row.Date(VisitsTable.VisitDate);
            var vital = row.Code(VisitsTable.VitalStatus);
            var death = row.Date(VisitsTable.DeathDate);
            var disease = row.Code(VisitsTable.DiseaseStatus);
            var relapse = row.Date(VisitsTable.RelapseDate);
            if (!row.Failed && patient >= 0)
                rows.Add(new(patient, date!.Value, vital, death, disease, relapse), row.Line);
        }
    }

    public static void Therapies(TableReader row, References patients, Rows<Therapy> rows)
    {
        while (row.Read())
        {
            var patient = patients.Find(row, TherapiesTable.PatientId);
            var start = row.Date(TherapiesTable.StartDate);
            var kind = row.Code(TherapiesTable.Kind);
            var agent = row.Text(TherapiesTable.Agent);
            if (!row.Failed && patient >= 0)
                rows.Add(new(patient, start!.Value, kind, agent), row.Line);
        }
    }

    /// <summary>True when the row has an identifier that no row before it has; reports it otherwise.</summary>
    internal static bool NewId(TableReader row, Column column, IdTable ids)
    {
        var cell = row.Raw(column);
        if (cell.IsEmpty)
            return false;
        ids.Add(cell, out var added);
        if (!added)
            row.Refuse(
                column,
                new(
                    $"{Shown.Cell(cell)} a second time",
                    "an id that is unique in the file",
                    "Delete the repeated row, or give it its own id."
                )
            );
        return added;
    }

    internal static string Last(IdTable ids) => Encoding.UTF8.GetString(ids[ids.Count - 1]);

    private static ProblemText Unknown(string product, IReadOnlySet<string> products)
    {
        var known = products.Order(StringComparer.Ordinal).ToArray();
        return new(
            Shown.Text(product),
            $"a product of the catalogue ({Shown.List(known)})",
            Nearest.Of(product, known) is { } near ? $"Did you mean {near}?" : "Use the code of products.csv (INN in lower case)."
        );
    }
}
