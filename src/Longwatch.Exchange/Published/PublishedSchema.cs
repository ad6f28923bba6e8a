using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.Csv;
using static Longwatch.Exchange.Csv.ColumnKind;

namespace Longwatch.Exchange.Published;

/// <summary>A table of published evidence: its own columns, then the five that say where a row comes from.</summary>
internal sealed class PublishedTable
{
    private readonly Column source;
    private readonly Column address;
    private readonly CodeColumn<EvidenceTag> evidence;
    private readonly Column date;
    private readonly Column note;

    public PublishedTable(string file, string meaning, params ImmutableArray<Column> columns)
    {
        var at = columns.Length;
        source = new(at, "source", Text, true, "Citation in words");
        address = new(at + 1, "address", Text, true, "Address of the source (URL or DOI)");
        evidence = new(at + 2, "evidence", true, "How well the statement is known");
        date = new(at + 3, "date", ColumnKind.PartialDate, true, "Date of the statement");
        note = new(at + 4, "note", Text, false, "Anything a reader of the row should know");
        Schema = new(file, meaning, [.. columns, source, address, evidence, date, note]);
    }

    public TableSchema Schema { get; }

    public Provenance Provenance(TableReader row) =>
        new(
            row.Required(source),
            row.Required(address),
            row.Code(evidence),
            row.PartialDate(date) ?? default,
            row.Text(note),
            Schema.File,
            row.Line
        );
}

internal static class CountsTable
{
    public static readonly Column Key = new(0, "id", Id, true, "Unique in the file");
    public static readonly Column Agency = new(1, "agency", Text, true, "Agency or database");
    public static readonly Column Evaluation = new(2, "evaluation", Id, true, "Key shared by the counts of one evaluation");
    public static readonly CodeColumn<CountedQuantity> Quantity = new(3, "quantity", true, "What is counted");
    public static readonly CodeColumn<Qualifier> Qualifier = new(4, "qualifier", true, "How the figure was worded");
    public static readonly Column Value = new(5, "value", Number, false, "The figure") { Range = (0, 1e9) };
    public static readonly Column Wording = new(6, "wording", Text, false, "Words of the source");
    public static readonly Column DataLock = new(7, "data_lock", ColumnKind.PartialDate, false, "Data lock of the figure");
    public static readonly Column CaseDefinition = new(8, "case_definition", Text, true, "What counted as a case");
    public static readonly Column Population = new(9, "population", Text, true, "Who was counted");
    public static readonly Column OverlapSet = new(10, "overlap_set", Id, false, "Counts of one set describe overlapping people");
    public static readonly PublishedTable Table = new(
        "regulator-counts.csv",
        "Counts that regulators gave",
        [Key, Agency, Evaluation, Quantity, Qualifier, Value, Wording, DataLock, CaseDefinition, Population, OverlapSet]
    );
    public static TableSchema Schema => Table.Schema;
}

internal static class CohortsTable
{
    public static readonly Column Key = new(0, "id", Id, true, "Unique in the file");
    public static readonly Column Name = new(1, "name", Text, true, "Name of the cohort");
    public static readonly CodeColumn<CohortSetting> Setting = new(2, "setting", true, "Kind of cohort");
    public static readonly Column Population = new(3, "population", Text, false, "Who was in it");
    public static readonly Column Patients = new(4, "patients", Integer, false, "Treated patients") { Range = (0, 1e9) };
    public static readonly Column FollowUp = new(5, "median_follow_up_months", Number, false, "Median follow-up") { Range = (0, 600) };
    public static readonly Column PersonYears = new(6, "person_years", Number, false, "Person-years") { Range = (0, 1e9) };
    public static readonly CodeColumn<Qualifier> PersonYearsQualifier = new(7, "person_years_qualifier", false, "How they were worded");
    public static readonly Column SecondPrimaries = new(8, "second_primaries", Integer, false, "Second primaries") { Range = (0, 1e9) };
    public static readonly CodeColumn<CountBasis> SecondPrimariesBasis = new(9, "second_primaries_basis", false, "Printed or computed");
    public static readonly Column Definition = new(10, "second_primary_definition", Text, false, "What counted as second primary");
    public static readonly Column TCell = new(11, "t_cell_malignancies", Integer, false, "T-cell malignancies") { Range = (0, 1e9) };
    public static readonly CodeColumn<CountBasis> TCellBasis = new(12, "t_cell_basis", false, "Printed or computed");
    public static readonly Column Onset = new(13, "onset_months", Number, false, "Median onset") { Range = (0, 1200) };
    public static readonly Column Pooled = new(14, "pooled_percent", Number, false, "Pooled share as printed") { Range = (0, 100) };
    public static readonly Column PooledLower = new(15, "pooled_lower_percent", Number, false, "Its lower limit") { Range = (0, 100) };
    public static readonly Column PooledUpper = new(16, "pooled_upper_percent", Number, false, "Its upper limit") { Range = (0, 100) };
    public static readonly CodeColumn<Ternary> Pool = new(17, "pool", true, "Whether it enters the pooled analysis: yes or no");
    public static readonly Column NotPooledBecause = new(18, "not_pooled_because", Text, false, "The reason when not");
    public static readonly Column Unverified = new(19, "unverified_fields", List, false, "Columns whose value is not verified");
    public static readonly PublishedTable Table = new(
        "cohorts.csv",
        "Published cohorts",
        [
            Key,
            Name,
            Setting,
            Population,
            Patients,
            FollowUp,
            PersonYears,
            PersonYearsQualifier,
            SecondPrimaries,
            SecondPrimariesBasis,
            Definition,
            TCell,
            TCellBasis,
            Onset,
            Pooled,
            PooledLower,
            PooledUpper,
            Pool,
            NotPooledBecause,
            Unverified,
        ]
    );
}

internal static class CohortProductsTable
{
    public static readonly Column CohortId = new(0, "cohort_id", Id, true, "An id of cohorts.csv");
    public static readonly Column Product = new(1, "product", Id, true, "A code of products.csv");
    public static readonly Column Patients = new(2, "patients", Integer, false, "Patients with the product") { Range = (0, 1e9) };
    public static readonly Column SecondPrimaries = new(3, "second_primaries", Integer, false, "Second primaries") { Range = (0, 1e9) };
    public static readonly Column TCell = new(4, "t_cell_malignancies", Integer, false, "T-cell malignancies") { Range = (0, 1e9) };
    public static readonly PublishedTable Table = new(
        "cohort-products.csv",
        "Products in published cohorts",
        [CohortId, Product, Patients, SecondPrimaries, TCell]
    );
}

internal static class CasesTable
{
    public static readonly Column Key = new(0, "id", Id, true, "Unique in the file");
    public static readonly Column Citation = new(1, "citation", Text, true, "Publication");
    public static readonly Column Patients = new(2, "patients", Integer, true, "Patients in the row") { Range = (1, 1000) };
    public static readonly Column Product = new(3, "product", Id, false, "A code of products.csv");
    public static readonly CodeColumn<VectorFamily> Vector = new(4, "vector", false, "Vector family");
    public static readonly Column Onset = new(5, "onset_months", Number, false, "Months from infusion to diagnosis") { Range = (0, 1200) };
    public static readonly Column Tumour = new(6, "tumour", Text, true, "The neoplasm");
    public static readonly Column Immunophenotype = new(7, "immunophenotype", Text, false, "As published");
    public static readonly CodeColumn<PublishedTransgeneResult> Transgene = new(8, "transgene", false, "Transgene result as worded");
    public static readonly Column Methods = new(9, "transgene_methods", Text, false, "Methods");
    public static readonly Column Quantity = new(10, "transgene_quantity", Text, false, "Quantity in the words of the source");
    public static readonly Column CarPositive = new(11, "car_positive_percent", Number, false, "Tumour cells with CAR")
    {
        Range = (0, 100),
    };
    public static readonly Column Copies = new(12, "copies_per_cell", Number, false, "Vector copies per tumour cell") { Range = (0, 1e6) };
    public static readonly Column LimitOfDetection = new(
        13,
        "lod_copies_per_cell",
        Number,
        false,
        "Limit of detection of the transgene test, vector copies per cell"
    )
    {
        Range = (0, 1e6),
    };
    public static readonly Column TumourFraction = new(14, "tumour_fraction", Number, false, "Share of tumour cells in the specimen")
    {
        Range = (0, 1),
    };
    public static readonly CodeColumn<VectorClonality> VectorClonality = new(
        15,
        "vector_clonality",
        false,
        "Clonality by integration sites"
    );
    public static readonly CodeColumn<Ternary> ClonePreexisting = new(16, "clone_preexisting", false, "Clone seen before infusion");
    public static readonly CodeColumn<Ternary> TcrInApheresis = new(17, "tcr_in_apheresis", false, "T-cell receptor seen in the apheresis");
    public static readonly CodeColumn<Ternary> ExpressionEffect = new(
        18,
        "expression_effect",
        false,
        "Effect on the gene at the site shown"
    );
    public static readonly CodeColumn<Ternary> AlternativeDriver = new(
        19,
        "alternative_driver",
        false,
        "Another sufficient driver: found, or looked for and excluded"
    );
    public static readonly Column ClonalHaematopoiesis = new(20, "clonal_haematopoiesis", List, false, "Mutations");
    public static readonly Column Germline = new(21, "germline", List, false, "Germline variants");
    public static readonly Column OtherMutations = new(22, "other_mutations", List, false, "Other mutations");
    public static readonly Column Virus = new(23, "virus", Text, false, "Virus");
    public static readonly Column LaterTherapies = new(24, "later_therapies", Text, false, "Therapies after the infusion");
    public static readonly Column Outcome = new(25, "outcome", Text, false, "Outcome");
    public static readonly Column Unverified = new(26, "unverified_fields", List, false, "Columns whose value is not verified");
    public static readonly PublishedTable Table = new(
        "cases.csv",
        "Published cases with molecular work-up",
        [
            Key,
            Citation,
            Patients,
            Product,
            Vector,
            Onset,
            Tumour,
            Immunophenotype,
            Transgene,
            Methods,
            Quantity,
            CarPositive,
            Copies,
            LimitOfDetection,
            TumourFraction,
            VectorClonality,
            ClonePreexisting,
            TcrInApheresis,
            ExpressionEffect,
            AlternativeDriver,
            ClonalHaematopoiesis,
            Germline,
            OtherMutations,
            Virus,
            LaterTherapies,
            Outcome,
            Unverified,
        ]
    );
}

internal static class CaseSitesTable
{
    public static readonly Column CaseId = new(0, "case_id", Id, true, "An id of cases.csv");
    public static readonly Column Gene = new(1, "gene", Id, true, "Gene at the integration site");
    public static readonly Column Region = new(2, "region", Text, false, "Position in the gene");
    public static readonly CodeColumn<Ternary> CancerGene = new(3, "cancer_gene", false, "Whether it is on a cancer-gene list");
    public static readonly Column CancerGeneList = new(4, "cancer_gene_list", Text, false, "Which list");
    public static readonly PublishedTable Table = new(
        "case-sites.csv",
        "Integration sites of published cases",
        [CaseId, Gene, Region, CancerGene, CancerGeneList]
    );
}
