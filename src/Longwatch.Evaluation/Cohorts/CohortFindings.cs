using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Specimens;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>One secondary T-cell malignancy with the best-supported assessment of its tumour tests.</summary>
/// <param name="Neoplasm">Index into the cohort's neoplasms.</param>
/// <param name="OnsetDays">Days from the first infusion.</param>
/// <param name="Tests">Tests of tumour specimens, whatever their status.</param>
/// <param name="ValidTests">Those with a clear result: detected or not detected, as in <see cref="CaseTest.Tested"/>.</param>
internal sealed record AssessedNeoplasm(int Neoplasm, int OnsetDays, int Tests, int ValidTests, MolecularAssessment Assessment);

/// <summary>Places the first secondary T-cell malignancy of each infused patient on the evidence ladder.</summary>
/// <remarks>
/// Only tests of specimens of type tumour that belong to the neoplasm are read: apheresis, product retain, blood and germline are not the tumour.
/// Of several tests the one with the highest level stands; a valid test goes before one without a result.
/// </remarks>
internal static class CohortFindings
{
    public static ImmutableArray<AssessedNeoplasm> Of(CohortStudy study, MolecularThresholds thresholds)
    {
        var times = study.Times;
        var cohort = study.Cohort;
        var tests = TumourTests(study);
        var assessed = ImmutableArray.CreateBuilder<AssessedNeoplasm>();
        for (var p = 0; p < cohort.Patients.Length; p++)
        {
            if (times.SecondaryTCell[p] == CohortTimes.None)
                continue;
            var neoplasm = times.SecondaryTCellNeoplasm[p];
            var own = tests.GetValueOrDefault(neoplasm, []);
            var best = own.Select(t => MolecularEvidence.Assess(Findings(t, cohort.Specimens[t.Specimen]), thresholds))
                .Append(
                    MolecularEvidence.Assess(
                        new() { Transgene = own.Count == 0 ? TransgeneFinding.NotTested : TransgeneFinding.NotValid },
                        thresholds
                    )
                )
                .Select((assessment, order) => (Assessment: assessment, Order: order))
                .OrderByDescending(a => a.Assessment.Level)
                .ThenByDescending(a => a.Assessment.Rules[0].Rule == MolecularEvidence.UnqualifiedNegative)
                .ThenBy(a => a.Order)
                .First()
                .Assessment;
            assessed.Add(new(neoplasm, times.SecondaryTCell[p], own.Count, own.Count(CaseTesting.IsClear), best));
        }

        return assessed.ToImmutable();
    }

    private static Dictionary<int, List<TransgeneTest>> TumourTests(CohortStudy study)
    {
        var lockDay = study.Cohort.DataLock;
        var tests = new Dictionary<int, List<TransgeneTest>>();
        foreach (var test in study.Cohort.Tests)
        {
            var specimen = study.Cohort.Specimens[test.Specimen];
            if (!CaseTesting.IsOfTumour(specimen) || specimen.Neoplasm is not { } neoplasm || test.Date > lockDay)
                continue;
            if (!tests.TryGetValue(neoplasm, out var list))
                tests.Add(neoplasm, list = []);
            list.Add(test);
        }

        return tests;
    }

    private static MolecularFindings Findings(TransgeneTest test, Specimen specimen) =>
        new()
        {
            Transgene = test switch
            {
                { Status: TestStatus.NotPerformed } => TransgeneFinding.NotTested,
                { Status: TestStatus.Valid, Result: TestResult.NotDetected } => TransgeneFinding.NotDetected,
                { Status: TestStatus.Valid, Result: TestResult.Detected } => TransgeneFinding.Detected,
                _ => TransgeneFinding.NotValid,
            },
            LimitOfDetection = test.LimitOfDetection,
            TumourFraction = specimen.TumourFraction,
            // Copies are measured per cell of the specimen; only tumour content turns them into copies per tumour cell.
            CopiesPerTumourCell = specimen.TumourFraction is > 0 and var fraction ? test.CopiesPerCell / fraction : null,
            Clonality = test.VectorClonal switch
            {
                Ternary.Yes => VectorClonality.Clonal,
                Ternary.No => VectorClonality.NotClonal,
                _ => VectorClonality.NotReported,
            },
        };
}
