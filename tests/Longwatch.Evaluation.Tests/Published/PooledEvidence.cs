using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;

namespace Longwatch.Evaluation.Tests.Published;

/// <summary>Cohorts, cases and assumptions for the sections on pooling, molecular evidence, benefit and data quality.</summary>
internal static class PooledEvidence
{
    public static PublishedCohort Cohort(string name, int? patients, int? second, int? tCell, bool pool = true) =>
        new(
            name,
            name,
            CohortSetting.Registry,
            null,
            patients,
            12,
            null,
            Qualifier.Exactly,
            second,
            second is null ? CountBasis.NotPublished : CountBasis.Printed,
            second is null ? null : "all",
            tCell,
            tCell is null ? CountBasis.NotPublished : CountBasis.Printed,
            null,
            null,
            pool,
            pool ? null : "No denominator of treated patients.",
            [],
            EvidenceInHand.Row()
        );

    public static MolecularCase Case(string id, PublishedTransgeneResult transgene, EvidenceTag tag = EvidenceTag.Seen) =>
        new(
            id,
            id,
            1,
            "ciltacabtagene_autoleucel",
            VectorFamily.Lentiviral,
            5,
            "T-cell lymphoma",
            null,
            transgene,
            null,
            null,
            null,
            null,
            null,
            null,
            VectorClonality.NotReported,
            Ternary.Unknown,
            Ternary.Unknown,
            Ternary.Unknown,
            Ternary.Unknown,
            [],
            [],
            [],
            null,
            null,
            null,
            [],
            [],
            EvidenceInHand.Row(tag)
        );

    /// <summary>The counts of the published cohorts (Ghilardi, Stanford, DESCAR-T, Jadlowsky, Lorenc, Ohio State) and of the meta-analysis of Tix.</summary>
    public static PublishedEvidence Full { get; } =
        EvidenceInHand.Evaluation2024 with
        {
            Cohorts =
            [
                Cohort("Penn", 449, 16, 1),
                Cohort("Stanford", 724, null, 1),
                Cohort("DESCAR-T", 3066, null, 1),
                Cohort("Jadlowsky", 783, 18, 1),
                Cohort("Lorenc", 355, null, 0),
                Cohort("Ohio", 246, 21, 0),
                Cohort("FAERS", 12_394, 536, 19, pool: false),
                Cohort("Hearsay", 500, 40, 9) with
                {
                    Provenance = EvidenceInHand.Row(EvidenceTag.Unverified),
                },
                Cohort("Half known", 500, 40, 9) with
                {
                    UnverifiedFields = ["t_cell_malignancies", "patients"],
                },
                Cohort("Tix", 5517, 326, 5, pool: false) with
                {
                    Setting = CohortSetting.MetaAnalysis,
                    Pooled = new(6.0, 4.8, 7.4),
                    NotPooledBecause = "A meta-analysis of the others.",
                },
            ],
            Cases =
            [
                Case("clonal", PublishedTransgeneResult.Positive) with
                {
                    VectorClonality = VectorClonality.Clonal,
                    ClonalHaematopoiesis = ["TET2"],
                    Sites = [new("PBX2", "3'UTR", Ternary.Yes, "list", EvidenceInHand.Row())],
                },
                Case("negative", PublishedTransgeneResult.Negative) with
                {
                    OnsetMonths = 1.8,
                    UnverifiedFields = ["onset_months"],
                },
                Case("very low", PublishedTransgeneResult.VeryLow),
                Case("two", PublishedTransgeneResult.Positive) with
                {
                    Patients = 2,
                },
                Case("rumour", PublishedTransgeneResult.Positive, EvidenceTag.Unverified) with
                {
                    VectorClonality = VectorClonality.Clonal,
                },
            ],
            Assumptions =
            [
                .. EvidenceInHand.Evaluation2024.Assumptions,
                EvidenceInHand.Assume("molecular.clonal_copies_per_cell", 0.5),
                EvidenceInHand.Assume("molecular.clonal_car_percent", 50),
                EvidenceInHand.Assume("molecular.adequate_lod_copies_per_cell", 0.01),
                EvidenceInHand.Assume("risk.events_per_covariate", 10),
                EvidenceInHand.Assume("risk.events_per_covariate", 20),
            ],
        };
}
