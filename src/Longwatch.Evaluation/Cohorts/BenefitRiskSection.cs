using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 9 for a patient-level cohort: secondary T-cell malignancies per 10,000 infused beside the published benefit.</summary>
internal static class BenefitRiskSection
{
    private const double Per = 10_000;

    public static ImmutableArray<double> HorizonYears { get; } = [1, 5];

    private const string IncidencePrefix = "benefit-risk-incidence";

    private static readonly string[] Horizons = [.. HorizonYears.Select(y => $"{IncidencePrefix}-{y:0}-years")];

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
            .. Incidence(study, options.Level),
        ];
        var table = BenefitTable.Of("benefit-risk-per-10000", risks, study.Reference);
        return new Section(
            9,
            "benefit-risk",
            "Benefit and risk",
            "How many secondary T-cell malignancies were there per 10,000 infused patients, beside how much benefit?",
            $"{Phrase.Quote(risks[0])} secondary T-cell malignancies per 10,000 infused patients within follow-up ({Phrase.Whole(cases)}/{Phrase.Whole(infused)}){Competing(risks)}; {BenefitTable.Sentence(study.Reference)}.",
            [.. risks, .. BenefitTable.Estimates(study.Reference)],
            [table],
            [BenefitTable.Chart(table)],
            [
                "Per 10,000 infused: exact Poisson (Garwood) interval. Transgene-positive: bounds that hold whatever the untested malignancies are, no probability attached.",
                "Cumulative incidence at 1 and 5 years: Aalen–Johansen with death competing, infinitesimal jackknife, log(−log) interval, times 10,000.",
                "Benefit figures come from the published evidence that goes with the program and stand as published.",
            ],
            [
                "The count within follow-up depends on how long each patient was followed; the cumulative incidence does not, but holds only as far as leaving follow-up has nothing to do with the malignancy.",
                "A benefit figure of another population or comparator cannot be set against the risk of this cohort.",
            ]
        )
        {
            Diagnostics = [("benefit-risk-figures", Diagnose.Events(cases))],
        };
    }

    /// <summary>The cumulative incidence of section 4 at one and five years, per 10,000 infused.</summary>
    private static IEnumerable<Estimate> Incidence(CohortStudy study, double level) =>
        CumulativeIncidenceEstimates
            .At(CumulativeIncidenceEstimates.SecondaryTCell(study), IncidencePrefix, level)
            .Where(e => Horizons.Contains(e.Id, StringComparer.Ordinal))
            .Select(e =>
                e with
                {
                    Unit = Unit.Per10000Patients,
                    Value = e.Value * Per,
                    Intervals = [.. e.Intervals.Select(i => i with { Lower = i.Lower * Per, Upper = i.Upper * Per })],
                }
            );

    private static string Competing(ImmutableArray<Estimate> risks)
    {
        var reached = Horizons
            .Select(
                (id, i) =>
                    (Estimate: risks.Single(r => string.Equals(r.Id, id, StringComparison.Ordinal)), At: Phrase.Years(HorizonYears[i]))
            )
            .Where(h => h.Estimate.Status == EstimateStatus.Estimated)
            .Select(h => $"{Phrase.Quote(h.Estimate)} at {h.At}")
            .ToArray();
        return reached.Length == 0 ? string.Empty : $", with death competing {string.Join(" and ", reached)}";
    }

    private static Estimate Positive(CohortStudy study, int infused, int cases)
    {
        const string id = "benefit-risk-transgene-positive";
        const string label = "With the transgene in the tumour (bounds)";
        if (infused == 0)
            return Estimates.NoData(id, label, Unit.Per10000Patients, "No patient was infused before the data lock.");
        var tested = CaseTesting.Of(study);
        var (positive, negative) = (tested.Count(c => c.Positive), tested.Count(c => c.Negative));
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
