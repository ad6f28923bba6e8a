using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 1: who is counted, and how much person-time stands behind the counts.</summary>
internal static class ExposureSection
{
    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var primary = PrimaryEvaluation.Of(evidence);
        var followUp = AssumptionGrid.Of(evidence, AssumptionGrid.FollowUp);
        var patients = PatientsTable(evidence);
        var cohorts = CohortExposure.Table(evidence);
        var assumed = AssumedTable(primary, followUp);
        return new Section(
            1,
            "exposure",
            "Exposure",
            "Who is counted, at which data lock, and how much person-time stands behind the counts?",
            Answer(primary, followUp, evidence),
            [.. Patients(primary), .. PersonYears(primary, followUp), .. CohortExposure.Estimates(evidence)],
            [patients, assumed, cohorts],
            [
                new Chart(
                    "exposure-assumed-chart",
                    "Person-years behind the count, by assumed mean follow-up",
                    "Horizontal bars: person-years of the regulator's treated population for each assumed mean follow-up. Person-time was not published.",
                    VegaLite.Bars(assumed, "assumption", "person_years"),
                    assumed.Id
                ),
                new Chart(
                    "exposure-cohorts-chart",
                    "Person-years of published cohorts",
                    "Horizontal bars: person-years of each published cohort, printed or derived from its median follow-up; cohorts without either have no bar.",
                    VegaLite.Bars(cohorts, "cohort", "person_years", new(Series: "person_years_are")),
                    cohorts.Id
                ),
            ],
            [
                "Patients as each source words them; sources that share an overlap set count overlapping people and are never added.",
                "Person-years of the regulator's population = treated patients × assumed mean follow-up, for each value of the assumption; no person-time was published.",
                "Person-years of a cohort: printed; else patients × median follow-up (derived; the median stands in for the mean, which is larger when few are followed for long); else unknown.",
            ],
            [
                "Treated patients are doses shipped, infusions recorded or people, depending on the source; the numbers are rounded by the sources.",
                "A mean follow-up cannot be read off a calendar: uptake grew and mortality after infusion is high, so that most people have been followed for a short time.",
                "Reports to spontaneous systems are reports, not patients.",
            ]
        );
    }

    private static string Answer(PrimaryEvaluation? primary, ImmutableArray<Assumption> followUp, PublishedEvidence evidence)
    {
        var (printed, derived, all) = CohortExposure.Known(evidence);
        var cohorts =
            all == 0
                ? "no published cohort is in the data"
                : $"of {Phrase.Counted(all, "published cohort")}, {printed} printed person-years and {derived} let them be derived from the median follow-up";
        if (primary is null)
            return $"No evaluation in the data set gives both a number of treated patients and a number of cases, so the exposure is unknown; {cohorts}.";
        var people = $"{primary.Treated.Qualifier.Words()}{Phrase.Whole(primary.Treated.Whole())} treated patients";
        var time = followUp.IsEmpty
            ? "their person-time is unknown and the data set holds no assumption about it"
            : $"their person-time was not published: {Phrase.Whole(primary.Treated.Whole() * followUp[0].Value)} to "
                + $"{Phrase.Whole(primary.Treated.Whole() * followUp[^1].Value)} person-years if mean follow-up was {Phrase.Exact(followUp[0].Value)} to "
                + $"{Phrase.Years(followUp[^1].Value)}";
        return $"{primary.Treated.SourceAndLock()}: {people}; {time}; {cohorts}.";
    }

    private static IEnumerable<Estimate> Patients(PrimaryEvaluation? primary) =>
        [
            primary is null
                ? Estimates.NoData(
                    "exposure-patients",
                    "Treated patients",
                    Unit.Count,
                    "No evaluation gives both treated patients and cases (regulator-counts.csv)."
                )
                : Estimates.Value(
                    new(
                        "exposure-patients",
                        $"Treated patients ({primary.Treated.SourceAndLock()})",
                        primary.Treated.Qualifier == Qualifier.Exactly
                            ? null
                            : $"As worded: {primary.Treated.Qualifier.Words()}{Phrase.Whole(primary.Treated.Whole())}.",
                        primary.Treated.Provenance.Key
                    ),
                    primary.Treated.Whole(),
                    Unit.Count,
                    "As published"
                ),
        ];

    private static IEnumerable<Estimate> PersonYears(PrimaryEvaluation? primary, ImmutableArray<Assumption> followUp)
    {
        yield return Estimates.NoData(
            "exposure-person-years",
            "Person-years of the treated population, as published",
            Unit.PersonYears,
            "Not published by any regulator; the assumed values stand beside it."
        );
        if (primary is null)
            yield break;
        foreach (var years in followUp)
            yield return Estimates.Value(
                new(
                    $"exposure-person-years-assumed-{Slug(years.Value)}",
                    $"Person-years if mean follow-up was {Phrase.Years(years.Value)}",
                    "Assumed, not observed.",
                    primary.Treated.Provenance.Key,
                    years.Provenance.Key
                ),
                primary.Treated.Whole() * years.Value,
                Unit.PersonYears,
                "Treated patients × assumed mean follow-up"
            );
    }

    internal static string Slug(double value) => value.ToString("0.############").Replace('.', '-');

    private static ReportTable PatientsTable(PublishedEvidence evidence) =>
        new(
            "exposure-patients",
            "Treated patients, as each source gives them",
            [
                new("source", "Source"),
                new("data_lock", "Data lock"),
                new("population", "Population"),
                new("wording", "Worded as"),
                new("patients", "Patients", 0),
                new("overlap_set", "Overlaps with"),
            ],
            [
                .. evidence
                    .Counts.Where(c => c.Quantity == CountedQuantity.TreatedPatients)
                    .OrderBy(c => c.DataLock?.Earliest)
                    .Select(c => new TableRow(
                        [
                            c.Agency,
                            c.DataLock?.ToString() ?? "not stated",
                            c.Population,
                            c.Wording ?? $"{c.Qualifier.Words()}{(c.Value is { } v ? Phrase.Whole(v) : "no number")}",
                            c.Value,
                            c.OverlapSet ?? "none stated",
                        ],
                        c.Provenance.NotCountedBecause(),
                        [c.Provenance.Key]
                    )),
            ]
        );

    private static ReportTable AssumedTable(PrimaryEvaluation? primary, ImmutableArray<Assumption> followUp) =>
        new(
            "exposure-person-years-assumed",
            "Person-years of the treated population under each assumed mean follow-up (assumed, not observed)",
            [
                new("assumption", "Assumption"),
                new("mean_follow_up_years", "Mean follow-up (years)", 1),
                new("patients", "Patients", 0),
                new("person_years", "Person-years", 0),
                new("reason", "Why this value"),
            ],
            primary is null
                ? []
                :
                [
                    .. followUp.Select(a => new TableRow(
                        [Phrase.Years(a.Value), a.Value, primary.Treated.Whole(), primary.Treated.Whole() * a.Value, a.Reason],
                        null,
                        [primary.Treated.Provenance.Key, a.Provenance.Key]
                    )),
                ]
        );
}
