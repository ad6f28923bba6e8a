using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 6 for a patient-level cohort: the centres take the place of the published cohorts.</summary>
internal static class PooledCohortsSection
{
    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var centres = CentreCounts.Of(study);
        Pooling[] outcomes =
        [
            new("t-cell", "Secondary T-cell malignancy", "centre", centres.TCell, options.Level),
            new("second-primary", "Any second primary malignancy", "centre", centres.SecondPrimary, options.Level),
        ];
        var rates = new CentreRates(centres, options);
        var forests = outcomes.Select(CentreForest.Table).ToArray();
        return new Section(
            6,
            "pooled-cohorts",
            "Pooled cohorts",
            "What share of treated patients had a secondary T-cell malignancy, and any second primary, over all centres, and how far do the centres differ?",
            outcomes[0].Studies.IsEmpty ? "The cohort holds no infused patient, so there is no centre to pool." : Answer(outcomes),
            [.. outcomes.SelectMany(o => o.Estimates(options.Seed)), .. rates.Estimates()],
            [.. forests],
            [.. outcomes.Zip(forests).Select(pair => CentreForest.Chart(pair.First, pair.Second))],
            [
                Pooling.Method
                    + " (Stijnen, Hamza and Özdemir, Stat Med 2010;29:3046); centres without events take part with their exact likelihood. See docs/methods/meta-analysis.md.",
                "Rates: one-stage Poisson–normal model with person-years to the first event or the end of follow-up as exposure.",
                "Per centre: Clopper–Pearson interval. Pooled share: Student t on the logit scale, profile likelihood beside it. Heterogeneity: Pearson statistic, p by random tables with the same margins; a further centre: Student t.",
                "Crude pooling adds all events over all patients and is shown only to be compared.",
            ],
            [
                "A share of patients is not a risk: centres with longer follow-up have more events; the rate per person-time beside it takes follow-up into account, competing deaths are section 4's matter.",
                "Centres are those of the patient record; a patient infused in several centres counts once.",
                "No centre is ranked by this section: with few events per centre the order of the points is chance.",
            ]
        )
        {
            Diagnostics =
            [
                .. outcomes.SelectMany(o => o.Diagnostics(options.Seed).Select(d => ($"pooled-cohorts-{o.Id}-share", d))),
                .. rates.Diagnostics().Select(d => ("pooled-cohorts-rate", d)),
            ],
        };
    }

    private static string Answer(Pooling[] outcomes)
    {
        var text = string.Join("; ", outcomes.Select(o => o.Sentence()));
        return $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
    }
}
