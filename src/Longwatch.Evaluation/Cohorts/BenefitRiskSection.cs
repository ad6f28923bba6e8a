using System.Collections.Immutable;
using Longwatch.Domain.Specimens;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 9 for a patient-level cohort: secondary T-cell malignancies per 10,000 infused beside the published benefit.</summary>
internal static class BenefitRiskSection
{
    private const double Per = 10_000;

    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var times = study.Times;
        var infused = times.Infused.Count(i => i);
        var cases = times.SecondaryTCell.Count(d => d != CohortTimes.None);
        ImmutableArray<Estimate> risks =
        [
            Estimates.CountRate(
                new(
                    "benefit-risk-stcm",
                    "Secondary T-cell malignancies observed",
                    "Patients with one, over infused patients, within the follow-up of this cohort."
                ),
                cases,
                infused,
                Unit.Per10000Patients,
                options.Level
            ),
            Positive(study, infused, cases),
        ];
        var table = BenefitTable.Of("benefit-risk-per-10000", risks, study.Reference);
        return new Section(
            9,
            "benefit-risk",
            "Benefit and risk",
            "How many secondary T-cell malignancies were there per 10,000 infused patients, beside how much benefit?",
            $"{Phrase.Quote(risks[0])} secondary T-cell malignancies per 10,000 infused patients within follow-up ({Phrase.Whole(cases)}/{Phrase.Whole(infused)}); {BenefitTable.Sentence(study.Reference)}.",
            [.. risks, .. BenefitTable.Estimates(study.Reference)],
            [table],
            [BenefitTable.Chart(table)],
            [
                "Per 10,000 infused: exact Poisson (Garwood) interval. Transgene-positive: bounds that hold whatever the untested malignancies are, no probability attached.",
                "Benefit figures come from the published evidence that goes with the program and stand as published.",
            ],
            [
                "Observed within follow-up, which differs between patients; the cumulative incidence at one and five years with death as competing event is in sections 1, 4 and 5.",
                "A benefit figure of another population or comparator cannot be set against the risk of this cohort.",
            ]
        );
    }

    private static Estimate Positive(CohortStudy study, int infused, int cases)
    {
        const string id = "benefit-risk-transgene-positive";
        const string label = "With the transgene in the tumour (bounds)";
        if (infused == 0)
            return Estimates.NoData(id, label, Unit.Per10000Patients, "No patient was infused before the data lock.");
        var best = new Dictionary<int, TestResult>();
        foreach (var test in study.Cohort.Tests)
        {
            var specimen = study.Cohort.Specimens[test.Specimen];
            if (
                test.Status == TestStatus.Valid
                && specimen is { Type: SpecimenType.Tumour, Neoplasm: { } n }
                && !(test.Date > study.Cohort.DataLock)
            )
                best[n] = (TestResult)Math.Max((byte)best.GetValueOrDefault(n), (byte)test.Result);
        }

        int positive = 0,
            negative = 0;
        for (var p = 0; p < study.Times.SecondaryTCell.Length; p++)
        {
            if (study.Times.SecondaryTCell[p] == CohortTimes.None)
                continue;
            var result = best.GetValueOrDefault(study.Times.SecondaryTCellNeoplasm[p]);
            positive += result == TestResult.Detected ? 1 : 0;
            negative += result == TestResult.NotDetected ? 1 : 0;
        }

        var most = cases - negative;
        return Estimates.Value(
            new(
                id,
                label,
                $"{positive} if no malignancy without a clear result carries it, {most} if all of them do, of {Phrase.Whole(infused)} infused; the value is the lower bound."
            ),
            positive * Per / infused,
            Unit.Per10000Patients,
            "Bounds",
            new IntervalEstimate("bounds", null, positive * Per / infused, most * Per / infused)
        );
    }
}
