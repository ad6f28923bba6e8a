using NpgsqlTypes;
using static NpgsqlTypes.NpgsqlDbType;

namespace Longwatch.Registry.Cohorts;

/// <summary>The tables of the cohort set as they are staged: by what a row is known again, and its columns in the order in which they are written.</summary>
internal static class CohortColumns
{
    public static StagedTable Patients { get; } =
        new(
            "clinical.patient",
            ["pseudonym"],
            [
                ("pseudonym", Text),
                ("centre", Text),
                ("sex", Text),
                ("birth", Text),
                ("index_disease", Text),
                ("prior_lines", Integer),
                ("prior_autologous_transplant", Text),
                ("prior_allogeneic_transplant", Text),
                ("prior_tbi", Text),
                ("prior_alkylator", Text),
            ]
        );

    public static StagedTable Infusions { get; } =
        new("clinical.infusion", ["code"], [("patient", Uuid), ("code", Text), ("date", Date), ("product", Text), ("batch", Text)]);

    public static StagedTable Visits { get; } =
        new(
            "clinical.visit",
            ["patient", "date", "ordinal"],
            [
                ("patient", Uuid),
                ("date", Date),
                ("ordinal", Integer),
                ("vital_status", Text),
                ("death_date", Date),
                ("disease_status", Text),
                ("relapse_date", Date),
            ]
        );

    public static StagedTable Neoplasms { get; } =
        new(
            "clinical.neoplasm",
            ["code"],
            [
                ("patient", Uuid),
                ("code", Text),
                ("diagnosed", Date),
                ("morphology", Text),
                ("topography", Text),
                ("lineage", Text),
                ("relation", Text),
                ("clonally_unrelated", Text),
            ]
        );

    public static StagedTable Specimens { get; } =
        new(
            "clinical.specimen",
            ["code"],
            [
                ("patient", Uuid),
                ("neoplasm", Uuid),
                ("code", Text),
                ("type", Text),
                ("collected", Date),
                ("custody", Text),
                ("holder", Text),
                ("tumour_fraction", NpgsqlDbType.Double),
            ]
        );

    public static StagedTable Tests { get; } =
        new(
            "clinical.test",
            ["code"],
            [
                ("patient", Uuid),
                ("specimen", Uuid),
                ("code", Text),
                ("date", Date),
                ("assay", Text),
                ("status", Text),
                ("result", Text),
                ("copies_per_cell", NpgsqlDbType.Double),
                ("limit_of_detection", NpgsqlDbType.Double),
                ("vector_clonal", Text),
            ]
        );

    public static StagedTable Therapies { get; } =
        new(
            "clinical.therapy",
            ["patient", "start", "kind", "ordinal"],
            [("patient", Uuid), ("start", Date), ("kind", Text), ("ordinal", Integer), ("agent", Text)]
        );
}
