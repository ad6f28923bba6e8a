using Longwatch.Domain.Neoplasms;

namespace Longwatch.Domain.Cohorts;

/// <summary>Rules of neoplasms, above all the guard that the index disease and its relapse never count as a second primary.</summary>
internal static class NeoplasmRules
{
    public static void Check(CohortCheck check)
    {
        for (var i = 0; i < check.Cohort.Neoplasms.Length; i++)
        {
            var neoplasm = check.Cohort.Neoplasms[i];
            check.InLife(CohortTable.Neoplasms, i, neoplasm.Patient, ("diagnosis_date", neoplasm.Diagnosed));
            check.BeforeDeath(CohortTable.Neoplasms, i, neoplasm.Patient, ("diagnosis_date", neoplasm.Diagnosed));
            Relation(check, i, neoplasm);
            Codes(check, i, neoplasm);
        }
    }

    private static void Relation(CohortCheck check, int row, Neoplasm neoplasm)
    {
        if (
            neoplasm.Relation != NeoplasmRelation.IndexDisease
            && check.FirstInfusion(neoplasm.Patient) is { } infusion
            && neoplasm.Diagnosed < infusion
        )
            Error(
                check,
                row,
                "diagnosis_date",
                $"{neoplasm.Diagnosed:yyyy-MM-dd}, before the first infusion on {infusion:yyyy-MM-dd}",
                "a day of or after the first infusion, unless relation is index_disease",
                "Correct the date; set relation to index_disease for the treated disease; delete the row of an earlier, other neoplasm."
            );
        if (
            neoplasm.Relation == NeoplasmRelation.SecondPrimary
            && neoplasm.ClonallyUnrelated != Ternary.Yes
            && IndexLineage.Of(check.Cohort.Patients[neoplasm.Patient].IndexDisease) is { } lineage
            && neoplasm.Lineage == lineage
        )
            Error(
                check,
                row,
                "relation",
                $"second_primary of the lineage of the index disease",
                "relapse or index_disease, unless shown to be clonally unrelated",
                "Set relation to relapse or index_disease; or set clonally_unrelated to yes when a comparison of the clones showed it."
            );
    }

    private static void Codes(CohortCheck check, int row, Neoplasm neoplasm)
    {
        if (neoplasm.Topography is { } topography && !IcdO.IsTopography(topography))
            Error(
                check,
                row,
                "topography",
                $"\"{topography}\"",
                "an ICD-O-3 topography as C77.9 (C00.0 to C80.9)",
                "Write C, two digits, a point and a digit; leave the cell empty when the site is not known."
            );
        if (!IcdO.IsMorphology(neoplasm.Morphology))
        {
            Error(
                check,
                row,
                "morphology",
                $"\"{neoplasm.Morphology}\"",
                "an ICD-O-3 morphology as 9702/3 (8000 to 9992; behaviour 0, 1, 2, 3, 6 or 9)",
                "Write four digits, a slash and the behaviour."
            );
            return;
        }

        if (
            neoplasm.Lineage != Lineage.Unknown
            && IcdO.IsHaematopoietic(neoplasm.Morphology) == (neoplasm.Lineage is Lineage.SolidTumour or Lineage.NonMelanomaSkin)
        )
            check.Findings.Warning(
                CohortTable.Neoplasms,
                row,
                "lineage",
                $"a lineage that does not fit the morphology {neoplasm.Morphology}",
                ("a haematopoietic or lymphoid lineage exactly with morphology 9590 to 9992", "Correct the lineage or the morphology.")
            );
    }

    private static void Error(CohortCheck check, int row, string field, FormattableString found, string expected, string remedy) =>
        check.Findings.Error(CohortTable.Neoplasms, row, field, found, (expected, remedy));
}
