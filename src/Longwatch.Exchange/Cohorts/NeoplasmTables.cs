using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Exchange.Csv;
using static Longwatch.Exchange.Cohorts.CohortTables;

namespace Longwatch.Exchange.Cohorts;

/// <summary>Neoplasms, their specimens and the tests of these. An index that refers to a refused row is mapped to none.</summary>
internal static class NeoplasmTables
{
    /// <summary>Gives the identifiers, and for each the index of its record, or -1 when its row was refused.</summary>
    public static (References Ids, List<int> Index) Neoplasms(TableReader row, References patients, Rows<Neoplasm> rows)
    {
        var (ids, index) = (new IdTable(), new List<int>());
        while (row.Read())
        {
            var added = NewId(row, NeoplasmsTable.NeoplasmId, ids);
            var patient = patients.Find(row, NeoplasmsTable.PatientId);
            var date = row.Date(NeoplasmsTable.DiagnosisDate);
            var morphology = row.Text(NeoplasmsTable.Morphology);
            var topography = row.Text(NeoplasmsTable.Topography);
            var lineage = row.Code(NeoplasmsTable.Lineage);
            var relation = row.Code(NeoplasmsTable.Relation);
            var unrelated = row.Code(NeoplasmsTable.ClonallyUnrelated);
            var good = !row.Failed && patient >= 0;
            if (added)
                index.Add(good ? rows.Count : -1);
            if (good)
                rows.Add(new(Last(ids), patient, date!.Value, morphology!, topography, lineage, relation, unrelated), row.Line);
        }

        return (new(NeoplasmsTable.Schema.File, ids, row), index);
    }

    /// <summary>Gives the same as <see cref="Neoplasms"/>.</summary>
    public static (References Ids, List<int> Index) Specimens(
        TableReader row,
        References patients,
        (References Ids, List<int> Index) neoplasms,
        Rows<Specimen> rows
    )
    {
        var (ids, index) = (new IdTable(), new List<int>());
        while (row.Read())
        {
            var added = NewId(row, SpecimensTable.SpecimenId, ids);
            var patient = patients.Find(row, SpecimensTable.PatientId);
            var neoplasm = neoplasms.Ids.Find(row, SpecimensTable.NeoplasmId);
            var type = row.Code(SpecimensTable.Type);
            var date = row.Date(SpecimensTable.CollectedDate);
            var custody = row.Code(SpecimensTable.Custody);
            var holder = row.Text(SpecimensTable.Holder);
            var fraction = row.Number(SpecimensTable.TumourFraction);
            var good = !row.Failed && patient >= 0;
            if (added)
                index.Add(good ? rows.Count : -1);
            var target = neoplasm >= 0 ? neoplasms.Index[neoplasm] : -1;
            if (good)
                rows.Add(new(Last(ids), patient, target >= 0 ? target : null, type, date, custody, holder, fraction), row.Line);
        }

        return (new(SpecimensTable.Schema.File, ids, row), index);
    }

    public static void Tests(TableReader row, (References Ids, List<int> Index) specimens, Rows<TransgeneTest> rows)
    {
        var ids = new IdTable();
        while (row.Read())
        {
            _ = NewId(row, TestsTable.TestId, ids);
            var specimen = specimens.Ids.Find(row, TestsTable.SpecimenId);
            var date = row.Date(TestsTable.TestDate);
            var assay = row.Text(TestsTable.Assay);
            var status = row.Code(TestsTable.Status);
            var result = row.Code(TestsTable.Result);
            var copies = row.Number(TestsTable.CopiesPerCell);
            var lod = row.Number(TestsTable.Lod);
            var clonal = row.Code(TestsTable.VectorClonal);
            var target = specimen >= 0 ? specimens.Index[specimen] : -1;
            if (!row.Failed && target >= 0)
                rows.Add(new(Last(ids), target, date, assay!, status, result, copies, lod, clonal), row.Line);
        }
    }
}
