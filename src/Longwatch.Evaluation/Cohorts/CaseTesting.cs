using Longwatch.Domain.Specimens;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>How far one secondary T-cell malignancy came on the way to a transgene result, at the data lock.</summary>
/// <param name="LimitOfDetection">Best (smallest) stated limit among the negative results, in copies per cell; null when none was stated.</param>
internal readonly record struct CaseTest(
    int Patient,
    int Neoplasm,
    bool Specimen,
    bool Offered,
    bool Attempted,
    bool Positive,
    bool Negative,
    bool Indeterminate,
    double? LimitOfDetection
)
{
    /// <summary>A valid result that is positive or negative; an indeterminate one is not.</summary>
    public bool Tested => Positive || Negative;
}

/// <summary>Testing of the first secondary T-cell malignancy of each patient; one pass over specimens and over tests.</summary>
/// <remarks>
/// Only specimens of type tumour count, in every section: blood and marrow hold CAR T cells of their own, apheresis, product retain and germline are not
/// the tumour. (The tumour cells of a leukaemia are entered as a tumour specimen.) One detected result makes a case positive,
/// whatever other tests said; a case is negative when no test detected the transgene and at least one valid test did not detect it.
/// Rows dated after the data lock do not count; undated ones do.
/// </remarks>
internal static class CaseTesting
{
    public static bool IsOfTumour(Specimen specimen) => specimen.Type == SpecimenType.Tumour;

    /// <summary>A valid result that says yes or no.</summary>
    public static bool IsClear(TransgeneTest test) =>
        test is { Status: TestStatus.Valid, Result: TestResult.Detected or TestResult.NotDetected };

    public static CaseTest[] Of(CohortStudy study)
    {
        var (cohort, times) = (study.Cohort, study.Times);
        var caseOf = new int[cohort.Neoplasms.Length];
        Array.Fill(caseOf, -1);
        var cases = new List<CaseTest>();
        for (var p = 0; p < times.SecondaryTCellNeoplasm.Length; p++)
        {
            if (!times.Infused[p] || times.SecondaryTCellNeoplasm[p] is var n && n == CohortTimes.None)
                continue;
            caseOf[n] = cases.Count;
            cases.Add(new(p, n, false, false, false, false, false, false, null));
        }

        var found = cases.ToArray();
        var specimenCase = new int[cohort.Specimens.Length];
        for (var s = 0; s < specimenCase.Length; s++)
        {
            var specimen = cohort.Specimens[s];
            specimenCase[s] =
                specimen.Neoplasm is { } n && IsOfTumour(specimen) && !(specimen.Collected > cohort.DataLock) ? caseOf[n] : -1;
            if (specimenCase[s] is >= 0 and var c && specimen.Custody is not (CustodyStatus.Requested or CustodyStatus.Destroyed))
                found[c] = found[c] with { Specimen = true };
        }

        foreach (var test in cohort.Tests)
        {
            var c = specimenCase[test.Specimen];
            if (c < 0 || test.Date > cohort.DataLock)
                continue;
            found[c] = With(found[c], test);
        }

        for (var c = 0; c < found.Length; c++)
            if (found[c].Positive)
                found[c] = found[c] with { Negative = false, LimitOfDetection = null };
        return found;
    }

    private static CaseTest With(CaseTest before, TransgeneTest test)
    {
        var after = before with { Offered = true, Attempted = before.Attempted || test.Status != TestStatus.NotPerformed };
        if (test.Status != TestStatus.Valid)
            return after;
        return test.Result switch
        {
            TestResult.Detected => after with { Positive = true },
            TestResult.NotDetected => after with
            {
                Negative = true,
                LimitOfDetection = Better(after.LimitOfDetection, test.LimitOfDetection),
            },
            TestResult.Indeterminate => after with { Indeterminate = true },
            _ => after,
        };
    }

    private static double? Better(double? a, double? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;
}
