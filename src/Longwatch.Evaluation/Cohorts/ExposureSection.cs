using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 1 of a patient-level evaluation: who was infused, and for how long they were followed.</summary>
internal static class ExposureSection
{
    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var strata = Stratification.All(study);
        var infused = PersonTime.Infused(study.Times);
        var years = PersonTime.FollowUp(study.Times);
        var deaths = Enumerable
            .Range(0, study.Times.Death.Length)
            .Count(p => study.Times.Infused[p] && study.Times.Death[p] != CohortTimes.None);
        var median = CumulativeIncidenceEstimates.MedianFollowUp(study, options);
        var calendar = Calendar(study);
        var characteristics = Characteristics(study, strata, infused);
        var products = Products(study, strata[0]);
        return new Section(
            1,
            "exposure",
            "Exposure",
            "Who is counted, at which data lock, and how much person-time stands behind the counts?",
            Answer(study, infused, years, deaths, median),
            [
                Estimates.Value(("exposure-patients", "Patients infused up to the data lock"), infused, Unit.Count, "Counted"),
                Estimates.Value(
                    ("exposure-not-infused", "Patients in the data set without an infusion up to the data lock (in no denominator)"),
                    study.Cohort.Patients.Length - infused,
                    Unit.Count,
                    "Counted"
                ),
                Estimates.Value(
                    ("exposure-person-years", "Person-years of follow-up"),
                    years,
                    Unit.PersonYears,
                    "Summed over patients, infusion to end of follow-up"
                ),
                infused == 0
                    ? Estimates.NoData(
                        "exposure-mean-follow-up",
                        "Mean follow-up",
                        Unit.Years,
                        "No patient was infused before the data lock."
                    )
                    : Estimates.Value(
                        ("exposure-mean-follow-up", "Mean follow-up (ended by death where there is one)"),
                        years / infused,
                        Unit.Years,
                        "Person-years over patients"
                    ),
                median,
                Estimates.Proportion(("exposure-deaths", "Patients known to have died"), deaths, infused, options.Level),
            ],
            [products, calendar, characteristics],
            [
                new Chart(
                    "exposure-products-chart",
                    "Person-years by product",
                    "Horizontal bars: person-years of follow-up by product of the first infusion.",
                    VegaLite.Bars(products, "product", "person_years"),
                    products.Id
                ),
                new Chart(
                    "exposure-calendar-chart",
                    "First infusions by calendar year",
                    "Horizontal bars: patients by calendar year of their first infusion.",
                    VegaLite.Bars(calendar, "year", "patients"),
                    calendar.Id
                ),
            ],
            [
                "Follow-up runs from the first infusion (day 0) to death, or else to the last day on which the patient is known to be alive (visit, later infusion, neoplasm, specimen or therapy), never past the data lock.",
                "Median follow-up by the reverse Kaplan–Meier method: death censors, the end of observation is the event.",
                "A year is 365.25 days. Product, target and the like are those of the first infusion.",
            ],
            [
                "Patients without any contact after infusion contribute no person-time: they are in the number of patients but not in the person-years.",
                "Follow-up that ends at the last contact counts the sick more often than the well; late events of people who are no longer seen are missed.",
            ]
        )
        {
            Diagnostics =
            [
                (
                    "exposure-follow-up",
                    Diagnose.AtMost(
                        "left_out",
                        "Share of infused patients without any follow-up",
                        Unfollowed(study, infused),
                        Diagnose.MostLeftOut
                    )
                ),
            ],
        };
    }

    private static string Answer(CohortStudy study, int infused, double years, int deaths, Estimate median) =>
        infused == 0
            ? $"No patient was infused up to the data lock of {study.Cohort.DataLock:yyyy-MM-dd}."
            : $"{Phrase.Counted(infused, "patient was", "patients were")} infused up to the data lock of {study.Cohort.DataLock:yyyy-MM-dd} ({study.Cohort.DataLockBasis}) and followed for "
                + $"{Phrase.PersonYears(years)}, {Phrase.Number(years / infused)} years on average"
                + (
                    median.Status == EstimateStatus.Estimated
                        ? $" (median {Phrase.Quote(median)} months by the reverse Kaplan–Meier method)"
                        : string.Empty
                )
                + $"; {Phrase.Share(deaths, infused)} are known to have died.";

    /// <summary>They are in the number of patients and not in the person-years.</summary>
    private static double? Unfollowed(CohortStudy study, int infused) =>
        infused == 0
            ? null
            : Enumerable.Range(0, study.Times.Exit.Length).Count(p => study.Times.Infused[p] && study.Times.Exit[p] <= 0) / (double)infused;

    private static ReportTable Products(CohortStudy study, Stratification products)
    {
        var n = products.Labels.Length;
        var (patients, days, deaths, again) = (new int[n], new long[n], new int[n], new int[n]);
        for (var p = 0; p < products.Codes.Length; p++)
        {
            if (!study.Times.Infused[p])
                continue;
            var s = products.Codes[p];
            patients[s]++;
            days[s] += Math.Max(0, study.Times.Exit[p]);
            if (study.Times.Death[p] != CohortTimes.None)
                deaths[s]++;
        }

        foreach (var infusion in study.Cohort.Infusions)
            if (infusion.Date <= study.Cohort.DataLock && study.Times.Infused[infusion.Patient])
                again[products.Codes[infusion.Patient]]++;
        return new(
            "exposure-products",
            "Patients and follow-up by product of the first infusion",
            [
                new("product", "Product"),
                new("patients", "Patients", 0),
                new("person_years", "Person-years", 0),
                new("mean_follow_up_years", "Mean follow-up (years)", 2),
                new("deaths", "Deaths", 0),
                new("later_infusions", "Later infusions", 0),
            ],
            [
                .. Enumerable
                    .Range(0, n)
                    .Where(s => patients[s] > 0)
                    .Select(s => new TableRow([
                        products.Labels[s],
                        patients[s],
                        days[s] / CalendarTime.DaysPerYear,
                        days[s] / CalendarTime.DaysPerYear / patients[s],
                        deaths[s],
                        again[s] - patients[s],
                    ])),
            ]
        );
    }

    private static ReportTable Calendar(CohortStudy study)
    {
        var byYear = new SortedDictionary<int, (int Patients, long Days)>();
        for (var p = 0; p < study.Times.Infused.Length; p++)
        {
            if (!study.Times.Infused[p])
                continue;
            var year = study.Times.InfusionDay[p].Year;
            var (patients, days) = byYear.GetValueOrDefault(year);
            byYear[year] = (patients + 1, days + Math.Max(0, study.Times.Exit[p]));
        }

        return new(
            "exposure-calendar",
            "First infusions by calendar year, with the follow-up of these patients",
            [new("year", "Year of infusion"), new("patients", "Patients", 0), new("person_years", "Person-years", 0)],
            [.. byYear.Select(y => new TableRow([y.Key.ToString(), y.Value.Patients, y.Value.Days / CalendarTime.DaysPerYear]))]
        );
    }

    private static ReportTable Characteristics(CohortStudy study, ImmutableArray<Stratification> strata, int infused)
    {
        var never = PersonTime.NoEvents(study.Times);
        return new(
            "exposure-characteristics",
            "Patients at the first infusion; not recorded is a category of its own",
            [
                new("characteristic", "Characteristic"),
                new("category", "Category"),
                new("patients", "n", 0),
                new("of", "N", 0),
                new("share", "Share", 1, Percent: true),
                new("person_years", "Person-years", 0),
            ],
            [
                .. strata.SelectMany(s =>
                    StratumCounts
                        .Of(study.Times, never, s)
                        .Select(c => new TableRow([s.Title, c.Label, c.Patients, infused, (double)c.Patients / infused, c.PersonYears]))
                ),
            ]
        );
    }
}
