using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 10 for a patient-level cohort: completeness, contradictions, rows not counted, and what the number of events carries.</summary>
internal static class DataQualitySection
{
    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var completeness = CohortCompleteness.Of(study);
        var known = Completeness.Table(completeness, "Completeness per file and variable, over the rows to which the variable applies");
        var cases = new EventCount("secondary T-cell malignancies", CohortCompleteness.TCellNeoplasms(study).Length);
        var second = new EventCount("second primary malignancies", study.Times.SecondPrimary.Count(d => d != CohortTimes.None));
        ImmutableArray<EventCount> outcomes = [cases, second];
        var contradictions = CohortContradictions.Table(study);
        var hidden = UnderAscertainment.Of(study);
        return new Section(
            10,
            "data-quality",
            "Data quality",
            "How complete and how consistent are the data, and how much can their number of events carry?",
            Answer(study, completeness, cases),
            [
                .. completeness.Select(c => c.Estimate(options.Level)),
                hidden.Completeness,
                hidden.CompleteCases(options.Level),
                CovariateBudget.Estimate(cases, study.Reference),
            ],
            [
                known,
                hidden.ByCentre(),
                hidden.Hidden(),
                contradictions,
                CohortContradictions.NotCounted(study),
                CovariateBudget.Table(outcomes, study.Reference),
            ],
            [Completeness.Chart(known)],
            [
                "Completeness: baseline variables over infused patients; test variables over the specimens and tests to which they apply. Unknown is never read as no.",
                $"Lost to follow-up: not known to be dead, last contact more than {CohortCompleteness.LostAfterDays} days before the data lock.",
                "Completeness of follow-up: observed over possible person-time to the first secondary T-cell malignancy, death or the data lock (Clark's C).",
                "Under-ascertainment: cases in the unobserved time under assumed ratios of its rate to the observed one; the ratio is not identified by the data.",
                "Contradictions are counted, not repaired; the last column says what the evaluation takes. `longwatch check` names the rows.",
                "Covariates: events over the assumed events per covariate (risk.events_per_covariate of the published assumptions), to the nearest whole number.",
            ],
            [
                "Completeness says nothing on correctness: the rows were not verified against source documents here.",
                "Rules of thumb on events per covariate say when estimates become unstable, not when a model predicts well.",
            ]
        )
        {
            Diagnostics =
            [
                (
                    "data-quality-under-ascertainment",
                    Diagnose.AtLeast("completeness", "Clark's C", hidden.Completeness.Value, 1 - Diagnose.MostLeftOut)
                ),
            ],
        };
    }

    private static string Answer(CohortStudy study, ImmutableArray<Completeness> completeness, EventCount cases)
    {
        var infused = study.Times.Infused.Count(i => i);
        if (infused == 0)
            return "The cohort holds no infused patient; nothing can be said on completeness.";
        var followed = completeness.First(c => string.Equals(c.File, "visits", StringComparison.Ordinal));
        var contradictions = CohortContradictions.Count(study);
        var worst = completeness.Where(c => c.Of > 0 && c.Missing > 0).OrderBy(c => (double)c.Known / c.Of).Take(3).ToArray();
        var least =
            worst.Length == 0
                ? "every variable is known throughout"
                : $"least complete: {string.Join(", ", worst.Select(c => $"{c.Variable} {Phrase.Share(c.Known, c.Of)}"))}";
        return $"Lost to follow-up for more than a year before the data lock: {Phrase.Share(followed.Missing, followed.Of)} of the infused patients; {least}; "
            + $"{contradictions} {(contradictions == 1 ? "contradiction" : "contradictions")} between rows; {CovariateBudget.Sentence(cases, study.Reference)}.";
    }
}
