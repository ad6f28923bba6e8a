using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.Csv;
using static Longwatch.Exchange.Csv.ColumnKind;

namespace Longwatch.Exchange.Cohorts;

/// <summary>The files of a patient-level cohort. docs/formats/cohort.md says the same in prose; a test holds the two together.</summary>
internal static class CohortSchema
{
    public static ImmutableArray<TableSchema> Tables { get; } =
    [
        PatientsTable.Schema,
        InfusionsTable.Schema,
        VisitsTable.Schema,
        NeoplasmsTable.Schema,
        SpecimensTable.Schema,
        TestsTable.Schema,
        TherapiesTable.Schema,
    ];
}

internal static class DatasetTable
{
    public static readonly Column Field = new(0, "field", Id, true, "name, data_lock or schema");
    public static readonly Column Value = new(1, "value", Text, true, "Its value");
    public static readonly TableSchema Schema = new("dataset.csv", "What the set says of itself; optional", Field, Value);
}

internal static class PatientsTable
{
    public static readonly Column PatientId = new(0, "patient_id", Id, true, "Pseudonym, unique in the set");
    public static readonly Column Centre = new(1, "centre", Id, true, "Code of the treating centre");
    public static readonly CodeColumn<Sex> Sex = new(2, "sex", false, "Sex");
    public static readonly Column BirthDate = new(
        3,
        "birth_date",
        ColumnKind.PartialDate,
        false,
        "Date of birth, as far as it may be given"
    );
    public static readonly CodeColumn<IndexDisease> IndexDisease = new(
        4,
        "index_disease",
        false,
        "Disease for which the product was given"
    );
    public static readonly Column PriorLines = new(5, "prior_lines", Integer, false, "Lines of therapy before the first infusion")
    {
        Range = (0, 50),
    };
    public static readonly CodeColumn<Ternary> PriorAutologous = new(
        6,
        "prior_autologous_transplant",
        false,
        "Autologous transplant before"
    );
    public static readonly CodeColumn<Ternary> PriorAllogeneic = new(
        7,
        "prior_allogeneic_transplant",
        false,
        "Allogeneic transplant before"
    );
    public static readonly CodeColumn<Ternary> PriorTbi = new(8, "prior_tbi", false, "Total body irradiation before");
    public static readonly CodeColumn<Ternary> PriorAlkylator = new(9, "prior_alkylator", false, "Alkylating agent before");
    public static readonly TableSchema Schema = new(
        "patients.csv",
        "One row for each treated person",
        PatientId,
        Centre,
        Sex,
        BirthDate,
        IndexDisease,
        PriorLines,
        PriorAutologous,
        PriorAllogeneic,
        PriorTbi,
        PriorAlkylator
    );
}

internal static class InfusionsTable
{
    public static readonly Column InfusionId = new(0, "infusion_id", Id, true, "Unique in the file");
    public static readonly Column PatientId = new(1, "patient_id", Id, true, "An id of patients.csv");
    public static readonly Column InfusionDate = new(2, "infusion_date", Date, true, "Day of the infusion");
    public static readonly Column Product = new(3, "product", Id, true, "Code of the product catalogue");
    public static readonly Column Batch = new(4, "batch", Text, false, "Batch or lot");
    public static readonly TableSchema Schema = new(
        "infusions.csv",
        "One row for each administration",
        InfusionId,
        PatientId,
        InfusionDate,
        Product,
        Batch
    );
}

internal static class VisitsTable
{
    public static readonly Column PatientId = new(0, "patient_id", Id, true, "An id of patients.csv");
    public static readonly Column VisitDate = new(
        1,
        "visit_date",
        Date,
        true,
        "Day of the contact or of the linkage with a death register"
    );
    public static readonly CodeColumn<VitalStatus> VitalStatus = new(2, "vital_status", false, "Vital status on that day");
    public static readonly Column DeathDate = new(3, "death_date", Date, false, "Day of death; given exactly when dead");
    public static readonly CodeColumn<DiseaseStatus> DiseaseStatus = new(4, "disease_status", false, "Status of the index disease");
    public static readonly Column RelapseDate = new(5, "relapse_date", Date, false, "Relapse or progression first recorded at this visit");
    public static readonly TableSchema Schema = new(
        "visits.csv",
        "One row for each contact",
        PatientId,
        VisitDate,
        VitalStatus,
        DeathDate,
        DiseaseStatus,
        RelapseDate
    );
}

internal static class NeoplasmsTable
{
    public static readonly Column NeoplasmId = new(0, "neoplasm_id", Id, true, "Unique in the file");
    public static readonly Column PatientId = new(1, "patient_id", Id, true, "An id of patients.csv");
    public static readonly Column DiagnosisDate = new(2, "diagnosis_date", Date, true, "Day of diagnosis");
    public static readonly Column Morphology = new(3, "morphology", Id, true, "ICD-O-3 morphology and behaviour, as 9702/3");
    public static readonly Column Topography = new(4, "topography", Id, false, "ICD-O-3 topography, as C77.9");
    public static readonly CodeColumn<Lineage> Lineage = new(5, "lineage", false, "Lineage of the neoplasm");
    public static readonly CodeColumn<NeoplasmRelation> Relation = new(6, "relation", true, "What it is to the index disease");
    public static readonly CodeColumn<Ternary> ClonallyUnrelated = new(
        7,
        "clonally_unrelated",
        false,
        "Shown by comparison of clones to be unrelated to the index disease"
    );
    public static readonly TableSchema Schema = new(
        "neoplasms.csv",
        "One row for each neoplasm of a patient",
        NeoplasmId,
        PatientId,
        DiagnosisDate,
        Morphology,
        Topography,
        Lineage,
        Relation,
        ClonallyUnrelated
    );
}

internal static class SpecimensTable
{
    public static readonly Column SpecimenId = new(0, "specimen_id", Id, true, "Unique in the file");
    public static readonly Column PatientId = new(1, "patient_id", Id, true, "An id of patients.csv");
    public static readonly Column NeoplasmId = new(2, "neoplasm_id", Id, false, "An id of neoplasms.csv; empty when it belongs to none");
    public static readonly CodeColumn<SpecimenType> Type = new(3, "type", true, "Type of specimen");
    public static readonly Column CollectedDate = new(4, "collected_date", Date, false, "Day of collection");
    public static readonly CodeColumn<CustodyStatus> Custody = new(5, "custody", true, "Where it is on its way");
    public static readonly Column Holder = new(6, "holder", Text, false, "Who holds it");
    public static readonly Column TumourFraction = new(7, "tumour_fraction", Number, false, "Share of tumour cells") { Range = (0, 1) };
    public static readonly TableSchema Schema = new(
        "specimens.csv",
        "One row for each specimen",
        SpecimenId,
        PatientId,
        NeoplasmId,
        Type,
        CollectedDate,
        Custody,
        Holder,
        TumourFraction
    );
}

internal static class TestsTable
{
    public static readonly Column TestId = new(0, "test_id", Id, true, "Unique in the file");
    public static readonly Column SpecimenId = new(1, "specimen_id", Id, true, "An id of specimens.csv");
    public static readonly Column TestDate = new(2, "test_date", Date, false, "Day of the test");
    public static readonly Column Assay = new(3, "assay", Id, true, "Code of the method, as ddpcr, qpcr, wgs");
    public static readonly CodeColumn<TestStatus> Status = new(4, "status", true, "Whether a valid result was obtained");
    public static readonly CodeColumn<TestResult> Result = new(5, "result", false, "Result; given exactly when valid");
    public static readonly Column CopiesPerCell = new(6, "copies_per_cell", Number, false, "Transgene copies per cell")
    {
        Range = (0, 1e6),
    };
    public static readonly Column Lod = new(7, "lod_copies_per_cell", Number, false, "LoD95 in copies per cell") { Range = (0, 1e6) };
    public static readonly CodeColumn<Ternary> VectorClonal = new(8, "vector_clonal", false, "Vector shown to sit in the tumour clone");
    public static readonly TableSchema Schema = new(
        "tests.csv",
        "One row for each transgene test that was offered",
        TestId,
        SpecimenId,
        TestDate,
        Assay,
        Status,
        Result,
        CopiesPerCell,
        Lod,
        VectorClonal
    );
}

internal static class TherapiesTable
{
    public static readonly Column PatientId = new(0, "patient_id", Id, true, "An id of patients.csv");
    public static readonly Column StartDate = new(1, "start_date", Date, true, "First day of the course");
    public static readonly CodeColumn<TherapyKind> Kind = new(2, "kind", true, "Kind of therapy");
    public static readonly Column Agent = new(3, "agent", Text, false, "Agent in words");
    public static readonly TableSchema Schema = new(
        "therapies.csv",
        "One row for each course of other therapy",
        PatientId,
        StartDate,
        Kind,
        Agent
    );
}
