using Longwatch.Domain.Specimens;

namespace Longwatch.Domain.Cohorts;

/// <summary>Rules of specimens and transgene tests: not tested is not negative, and a negative says what it could have seen.</summary>
internal static class SpecimenRules
{
    public static void Check(CohortCheck check)
    {
        for (var i = 0; i < check.Cohort.Specimens.Length; i++)
            Specimen(check, i, check.Cohort.Specimens[i]);
        for (var i = 0; i < check.Cohort.Tests.Length; i++)
        {
            var test = check.Cohort.Tests[i];
            Dates(check, i, test);
            Result(check, i, test);
        }
    }

    private static void Specimen(CohortCheck check, int row, Specimen specimen)
    {
        if (specimen.Collected is { } collected)
            check.InLife(CohortTable.Specimens, row, specimen.Patient, ("collected_date", collected));
        else if (specimen.Custody != CustodyStatus.Requested)
            check.Findings.Warning(
                CohortTable.Specimens,
                row,
                "collected_date",
                $"a collected specimen without date",
                ("the day of collection", "Give the date, or set custody to requested.")
            );
        if (specimen.Neoplasm is { } neoplasm && check.Cohort.Neoplasms[neoplasm].Patient != specimen.Patient)
            check.Findings.Error(
                CohortTable.Specimens,
                row,
                "neoplasm_id",
                $"a neoplasm of another patient",
                ("a neoplasm of the same patient", "Correct neoplasm_id or patient_id.")
            );
    }

    private static void Dates(CohortCheck check, int row, TransgeneTest test)
    {
        var specimen = check.Cohort.Specimens[test.Specimen];
        if (test.Status != TestStatus.NotPerformed && specimen.Custody == CustodyStatus.Requested)
            Error(
                check,
                row,
                "specimen_id",
                $"a test of a specimen that was only requested",
                "a collected specimen",
                "Correct custody in specimens.csv, or set status to not_performed."
            );
        if (test.Date is not { } date)
            return;
        check.InLife(CohortTable.Tests, row, specimen.Patient, ("test_date", date));
        if (specimen.Collected is { } collected && date < collected)
            Error(
                check,
                row,
                "test_date",
                $"{date:yyyy-MM-dd}, before the specimen was collected on {collected:yyyy-MM-dd}",
                "a day of or after the collection",
                "Correct test_date, or collected_date in specimens.csv."
            );
    }

    private static void Result(CohortCheck check, int row, TransgeneTest test)
    {
        if (test.Status == TestStatus.Valid && test.Result == TestResult.None)
            Error(
                check,
                row,
                "result",
                $"status valid without a result",
                "not_detected, indeterminate or detected",
                "Give the result, or set status to failed or not_performed."
            );
        if (test.Status != TestStatus.Valid && (test.Result != TestResult.None || test.CopiesPerCell is not null))
            Error(
                check,
                row,
                "status",
                $"a result of a test that is not valid",
                "valid, or no result",
                "Set status to valid, or delete the result: not tested is never negative."
            );
        if (test.LimitOfDetection <= 0)
            Error(
                check,
                row,
                "lod_copies_per_cell",
                $"{test.LimitOfDetection}",
                "a number above 0",
                "Give the LoD95, or leave the cell empty."
            );
        if (test.VectorClonal == Ternary.Yes && test.Result != TestResult.Detected)
            Error(
                check,
                row,
                "vector_clonal",
                $"yes, without a detected transgene",
                "yes only where the result is detected",
                "Correct result or vector_clonal."
            );
        if (test.Result == TestResult.NotDetected && test.LimitOfDetection is null)
            check.Findings.Warning(
                CohortTable.Tests,
                row,
                "lod_copies_per_cell",
                $"a negative without limit of detection",
                ("the LoD95 in copies per cell", "Give it: a negative must say what it could have seen.")
            );
    }

    private static void Error(CohortCheck check, int row, string field, FormattableString found, string expected, string remedy) =>
        check.Findings.Error(CohortTable.Tests, row, field, found, (expected, remedy));
}
