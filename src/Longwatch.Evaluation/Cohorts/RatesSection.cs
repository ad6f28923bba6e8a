using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Rates;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 5 of a patient-level evaluation: rates of first secondary T-cell malignancies, by stratum and against the background.</summary>
internal static class RatesSection
{
    /// <summary>Strata with less than this share of the person-time are in the table but not in the chart, where their limits would hide all others.</summary>
    private const double ShareDrawn = 0.01;

    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var times = study.Times;
        var infused = PersonTime.Infused(times);
        var (cases, years) = PersonTime.Total(times, times.SecondaryTCell);
        var (anyCases, anyYears) = PersonTime.Total(times, times.SecondPrimary);
        ImmutableArray<CharacteristicCounts> strata =
        [
            .. Stratification.All(study).Select(s => new CharacteristicCounts(s.Title, StratumCounts.Of(times, times.SecondaryTCell, s))),
        ];
        var byTime = StratumCounts.ByTimeSinceInfusion(times, times.SecondaryTCell);
        var bands = StratumTables.Rates([new("Time since infusion", byTime)], options.Level) with
        {
            Id = "rates-by-time",
            Caption = "Secondary T-cell malignancies by time since the first infusion (patients are those who entered the band)",
        };
        var rates = StratumTables.Rates(strata, options.Level);
        var comparisons = StratumTables.Comparisons(strata, options.Level);
        var expected = years > 0 ? BackgroundExpectation.Of(study, times.SecondaryTCell).Against(study.Reference) : [];
        var standard = ExpectedTable(expected, cases, options.Level);
        var perPatients = Estimates.CountRate(
            ("rates-per-1000-patients", "Patients with a secondary T-cell malignancy per 1,000 infused"),
            cases,
            infused,
            Unit.Per1000Patients,
            options.Level
        );
        var perYears = Estimates.CountRate(
            ("rates-per-100000-person-years", "First secondary T-cell malignancies per 100,000 person-years at risk"),
            cases,
            years,
            Unit.Per100000PersonYears,
            options.Level
        );
        var observedExpected = ObservedExpectedEstimate(expected, cases, options.Level);
        return new Section(
            5,
            "rates",
            "Rates",
            "How often do secondary T-cell malignancies occur, in whom, and is that more than the background?",
            Answer(infused, cases, years, perPatients, perYears, observedExpected),
            [
                perPatients,
                Estimates.CountRate(
                    ("rates-per-10000-patients", "Patients with a secondary T-cell malignancy per 10,000 infused"),
                    cases,
                    infused,
                    Unit.Per10000Patients,
                    options.Level
                ),
                perYears,
                Estimates.CountRate(
                    ("rates-second-primary-per-100000-person-years", "First second primaries of any kind per 100,000 person-years at risk"),
                    anyCases,
                    anyYears,
                    Unit.Per100000PersonYears,
                    options.Level
                ),
                observedExpected,
            ],
            [rates, bands, comparisons, standard],
            [
                new Chart(
                    "rates-by-stratum-chart",
                    "Rate of secondary T-cell malignancies by stratum",
                    "Points with exact intervals: cases per 100,000 person-years for every stratum with at least 1 % of the person-time.",
                    VegaLite.Intervals(Drawn(rates, years), "stratum", "rate", new Limits(), new(Reference: perYears.Value)),
                    rates.Id
                ),
                new Chart(
                    "rates-by-time-chart",
                    "Rate by time since infusion",
                    "Points with exact intervals: cases per 100,000 person-years by time since the first infusion; dashed line: the overall rate.",
                    VegaLite.Intervals(Drawn(bands, years), "category", "rate", new Limits(), new(Reference: perYears.Value)),
                    bands.Id
                ),
                new Chart(
                    "rates-observed-expected-chart",
                    "Observed over expected by background",
                    "Points with exact intervals: observed over expected cases for each background; dashed line at 1.",
                    VegaLite.Intervals(standard, "background", "ratio", new Limits(), new(Reference: 1)),
                    standard.Id
                ),
            ],
            [
                "Person-time at risk runs from the first infusion to the first secondary T-cell malignancy, or else to the end of follow-up. Intervals: exact Poisson (Garwood 1936).",
                "Comparison of two rates: exact, conditional on the total (Przyborowski and Wilenski 1940), central interval; no correction for the number of comparisons.",
                "Expected cases: person-years by sex and single year of age × published rates by age where they cover at least 99.9 % of the person-time; else each published or assumed rate applied to all person-time, as a range.",
            ],
            [
                "Rates by stratum are not adjusted for one another: product, target, vector and index disease go together.",
                "The general population is a poor comparator for people treated for B-cell malignancy.",
                "Rates describe who was followed; the cumulative incidence with death as competing event is in section 4.",
            ]
        )
        {
            Diagnostics =
            [
                ("rates-overall", Diagnose.Events(cases)),
                (
                    "rates-strata",
                    Diagnose.AtMost(
                        "few_events",
                        "Share of strata with fewer than five cases",
                        strata.Sum(s => s.Strata.Length) is > 0 and var all
                            ? strata.Sum(s => s.Strata.Count(x => x.Events < Diagnose.FewestExpected)) / (double)all
                            : null,
                        0.5,
                        "above, most strata have wide limits or an upper one only"
                    )
                ),
                (
                    "rates-background",
                    Diagnose.AtLeast(
                        "covered",
                        "Largest share of person-time that published rates by age cover",
                        years > 0 ? BackgroundExpectation.Of(study, times.SecondaryTCell).MostCovered(study.Reference) : null,
                        BackgroundExpectation.EnoughCovered,
                        "below, the expected number is a range over rates that ignore age"
                    )
                ),
            ],
        };
    }

    private static string Answer(int infused, int cases, double years, Estimate perPatients, Estimate perYears, Estimate observedExpected)
    {
        if (infused == 0 || years <= 0)
            return "No rate can be given: there is no person-time after infusion in the data set.";
        var text =
            $"{Phrase.Whole(cases)} of {Phrase.Whole(infused)} patients had a first secondary T-cell malignancy in {Phrase.PersonYears(years)} at risk: "
            + $"{Phrase.Quote(perPatients)} per 1,000 patients and {Phrase.Quote(perYears)} per 100,000 person-years";
        return observedExpected.Status == EstimateStatus.Estimated
            ? $"{text}; observed over expected {Phrase.Quote(observedExpected)}."
            : $"{text}; observed over expected: {observedExpected.Note}";
    }

    /// <summary>One ratio where rates by age cover the person-time; otherwise the backgrounds are only a range, and no single ratio is identified.</summary>
    private static Estimate ObservedExpectedEstimate(ImmutableArray<ExpectedCases> expected, int cases, double level)
    {
        const string id = "rates-observed-expected";
        const string label = "Observed over expected secondary T-cell malignancies";
        var usable = expected.Where(e => e.Expected > 0).ToArray();
        if (usable.Length == 0)
            return Estimates.NoData(id, label, Unit.Ratio, "there is no person-time, or no background rate that may be counted.");
        if (usable.FirstOrDefault(e => e.ByAge) is { } byAge)
        {
            var ratio = ObservedExpected.Compare(cases, byAge.Expected, level);
            return Estimates.Value(
                new(id, $"{label} ({byAge.Background})", null, byAge.Sources),
                ratio.Ratio,
                Unit.Ratio,
                "Indirect standardisation; exact Poisson (Garwood) over the expected count",
                Estimates.Named("Garwood", level, ratio.Garwood)
            ) with
            {
                Numerator = cases,
                Denominator = byAge.Expected,
            };
        }

        if (cases == 0)
            return Estimates.NotIdentified(
                id,
                label,
                Unit.Ratio,
                "no case was seen, and no published rates by age cover the person-time; the table gives upper limits for each background."
            );
        var (low, high) = (cases / usable.Max(e => e.Expected), cases / usable.Min(e => e.Expected));
        return Estimates.NotIdentified(
            id,
            label,
            Unit.Ratio,
            $"no published rates by age cover the person-time; over the published and assumed rates the ratio runs from {Phrase.Range(low, high)}."
        );
    }

    private static ReportTable ExpectedTable(ImmutableArray<ExpectedCases> expected, int cases, double level) =>
        new(
            "rates-observed-expected",
            "Observed over expected secondary T-cell malignancies, by background",
            [
                new("background", "Background"),
                new("applied", "Applied"),
                new("observed", "Observed", 0),
                new("expected", "Expected", 2),
                new("ratio", "Observed / expected", 1),
                new("lower", "Lower limit", 1),
                new("upper", "Upper limit", 1),
                new("p_upper", "P(this many or more at background)"),
            ],
            [
                .. expected
                    .Where(e => e.Expected > 0)
                    .Select(e =>
                    {
                        var r = ObservedExpected.Compare(cases, e.Expected, level);
                        return new TableRow(
                            [
                                e.Background,
                                e.ByAge ? "by sex and age" : "one rate to all",
                                cases,
                                e.Expected,
                                r.Ratio,
                                r.Garwood.Lower,
                                r.Garwood.Upper,
                                r.UpperP,
                            ],
                            null,
                            e.Sources
                        );
                    }),
            ]
        );

    private static ReportTable Drawn(ReportTable table, double allYears)
    {
        var years = table.Columns.IndexOf(table.Columns.First(c => c.Id == "person_years"));
        return table with { Rows = [.. table.Rows.Where(r => r.Cells[years].Number >= ShareDrawn * allYears && allYears > 0)] };
    }
}
