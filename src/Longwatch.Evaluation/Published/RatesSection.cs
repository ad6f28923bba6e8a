using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 5: reporting rates, and observed against expected over a grid of assumptions.</summary>
internal static class RatesSection
{
    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var primary = PrimaryEvaluation.Of(evidence);
        var scenario = RateScenario.Of(evidence, primary);
        var bars = scenario is null ? [] : RateTornado.Bars(scenario, evidence, options.Level);
        var tornado = RateTornado.Table(bars, scenario);
        var empty = new RateScenario(0, 1, [], [], []);
        var personYears = (scenario ?? empty).PersonYearsTable(options.Level);
        var grid = (scenario ?? empty).GridTable(options.Level);
        var reporting = (scenario ?? empty).ReportingTable(options.Level);
        var perPatient = PerPatient(scenario, primary, options);
        return new Section(
            5,
            "rates",
            "Rates",
            "How often are secondary T-cell malignancies reported, and is that more than the background?",
            Answer(scenario, primary, perPatient, options),
            [.. perPatient, .. Assumed(scenario, primary, options), .. AfterLymphoma(scenario, evidence, options)],
            [personYears, grid, tornado, reporting, BackgroundTable(evidence)],
            [
                new Chart(
                    "rates-tornado-chart",
                    "What moves observed over expected",
                    "Tornado chart: for each assumption the range of observed over expected while the other assumptions stay at the base case; dashed line at 1.",
                    VegaLite.Ranges(
                        tornado,
                        "factor",
                        scenario is { Cases: > 0 } ? new Axis("high", "Observed / expected (log scale)", Log: true) : "high",
                        new Limits("low", "high"),
                        new(Reference: 1)
                    ),
                    tornado.Id
                ),
                new Chart(
                    "rates-grid-chart",
                    "Observed over expected over the whole grid",
                    "Heat map: observed over expected for each assumed mean follow-up and background rate.",
                    VegaLite.HeatMap(grid, "background", "mean_follow_up_years", new Axis("ratio", Log: true)),
                    grid.Id
                ),
                new Chart(
                    "rates-person-years-chart",
                    "Reported cases per 100,000 person-years",
                    "Line with band: reporting rate with its exact interval against the assumed mean follow-up.",
                    VegaLite.Lines(personYears, "mean_follow_up_years", "rate", new Limits()),
                    personYears.Id
                ),
            ],
            [
                "Exact Poisson intervals (Garwood 1936) of the count, divided by patients or by person-years; mid-P beside them per patient.",
                "Observed over expected: cases over person-years × background rate; interval Garwood over expected; P by the exact Poisson tail; E-value (VanderWeele and Ding 2017).",
                "Break-even background: cases over person-years, and the lower Garwood limit over person-years.",
                "Under-reporting: the count divided by the assumed share of cases that is reported.",
                "Tornado: one assumption at a time over its whole range; background by age from the counted rows of background-rates.csv that state an age group.",
            ],
            [
                "This is not a risk estimate: the numerator is what was reported and the person-time is assumed; no background for people after B-cell malignancy is in the data by age and sex, at most its ratio to the general population.",
                "The general population is a poor comparator: prior cytotoxic treatment, immune deficiency, the index lymphoma itself and closer surveillance all raise the expected number. The choice of comparator alone moves the ratio several-fold.",
                "Stimulated reporting after the regulators' communications raises the numerator; incomplete reporting lowers it.",
            ]
        );
    }

    private static string Answer(
        RateScenario? scenario,
        PrimaryEvaluation? primary,
        ImmutableArray<Estimate> perPatient,
        EvaluationOptions options
    )
    {
        if (scenario is null || primary is null)
            return "No rate can be given: no evaluation in the data set has both cases and treated patients.";
        var text =
            $"{Phrase.Counted(scenario.Cases, "reported case")} among {primary.Treated.Qualifier.Words()}{Phrase.Whole(scenario.Patients)} treated: {Phrase.Quote(perPatient[1])} per 10,000 patients";
        if (!scenario.HasGrid)
            return text + "; without assumed follow-up and background rates nothing can be said about person-time or the background.";
        var (shortest, longest) = (scenario.FollowUp[0].Value, scenario.FollowUp[^1].Value);
        var (lowest, highest) = (scenario.Background[0].Value, scenario.Background[^1].Value);
        var most = scenario.ObservedExpected(shortest, lowest, options.Level);
        var least = scenario.ObservedExpected(longest, highest, options.Level);
        var years = $"for mean follow-up of {Phrase.Exact(longest)} to {Phrase.Years(shortest)}";
        if (scenario.Cases == 0)
        {
            string Limit(double exposure) =>
                Phrase.Number(
                    Statistics.Rates.PoissonInterval.Garwood(0, options.Level).Upper / scenario.PersonYears(exposure) * RateScenario.Per
                );
            return $"{text}, at most {Limit(longest)} to {Limit(shortest)} per 100,000 person-years (upper limits) {years}, which is not a risk estimate.";
        }

        return $"{text}, {Rate(scenario, longest)} to {Rate(scenario, shortest)} per 100,000 person-years {years}, and "
            + $"{Phrase.Number(least.Ratio)} to {Phrase.Number(most.Ratio)} times the expected number over the grid of assumptions, which is not a risk estimate.";
    }

    private static string Rate(RateScenario scenario, double years) =>
        Phrase.Number(scenario.Cases / scenario.PersonYears(years) * RateScenario.Per);

    private static ImmutableArray<Estimate> PerPatient(RateScenario? scenario, PrimaryEvaluation? primary, EvaluationOptions options)
    {
        (string Id, string Label, Unit Unit)[] wanted =
        [
            ("rates-per-1000-patients", "Reported cases per 1,000 treated", Unit.Per1000Patients),
            ("rates-per-10000-patients", "Reported cases per 10,000 treated", Unit.Per10000Patients),
        ];
        if (scenario is null || primary is null)
            return [.. wanted.Select(w => Estimates.NoData(w.Id, w.Label, w.Unit, "No evaluation has both cases and treated patients."))];
        return
        [
            .. wanted.Select(w =>
            {
                var scale = Estimates.Scale(w.Unit) / scenario.Patients;
                var rate = Estimates.CountRate(
                    new(w.Id, w.Label, "A reporting rate, not a risk.", primary.Cases.Provenance.Key, primary.Treated.Provenance.Key),
                    scenario.Cases,
                    scenario.Patients,
                    w.Unit,
                    options.Level
                );
                var midP = Statistics.Rates.PoissonInterval.MidP(scenario.Cases, options.Level).Scale(scale);
                return rate with { Intervals = rate.Intervals.Add(Estimates.Named("mid-P", options.Level, midP)) };
            }),
        ];
    }

    private static IEnumerable<Estimate> Assumed(RateScenario? scenario, PrimaryEvaluation? primary, EvaluationOptions options)
    {
        if (scenario is null || primary is null || scenario.FollowUp.IsEmpty)
        {
            yield return Estimates.NoData(
                "rates-per-100000-person-years",
                "Reported cases per 100,000 person-years",
                Unit.Per100000PersonYears,
                "Needs cases, treated patients and an assumed mean follow-up (assumptions.csv, follow_up.mean_years)."
            );
        }
        else
        {
            foreach (var a in scenario.FollowUp)
                yield return Estimates.CountRate(
                    new(
                        $"rates-per-100000-person-years-{ExposureSection.Slug(a.Value)}",
                        $"Reported cases per 100,000 person-years if mean follow-up was {Phrase.Years(a.Value)}",
                        "Person-time assumed; a reporting rate, not a risk.",
                        primary.Cases.Provenance.Key,
                        primary.Treated.Provenance.Key,
                        a.Provenance.Key
                    ),
                    scenario.Cases,
                    scenario.PersonYears(a.Value),
                    Unit.Per100000PersonYears,
                    options.Level
                );
        }

        if (scenario is not { HasGrid: true })
        {
            yield return Estimates.NoData(
                "rates-observed-expected",
                "Observed over expected",
                Unit.Ratio,
                "Needs an assumed mean follow-up and a background rate (assumptions.csv)."
            );
            yield break;
        }

        var (follow, background) = (scenario.FollowUp.Middle(), scenario.Background.Middle());
        var even = Statistics.Rates.ObservedExpected.BreakEven(scenario.Cases, scenario.PersonYears(follow.Value), options.Level);
        yield return Estimates.Value(
            new(
                "rates-break-even-background",
                $"Background below which observed over expected stays above 1, lower limit included, at mean follow-up {Phrase.Years(follow.Value)}",
                "The table gives it for every assumed follow-up.",
                follow.Provenance.Key
            ),
            even.WhereLowerLimitIsOne * RateScenario.Per,
            Unit.Per100000PersonYears,
            "Lower Garwood limit over person-years"
        );
        var ratio = scenario.ObservedExpected(follow.Value, background.Value, options.Level);
        var least = scenario.ObservedExpected(scenario.FollowUp[^1].Value, scenario.Background[^1].Value, options.Level);
        var most = scenario.ObservedExpected(scenario.FollowUp[0].Value, scenario.Background[0].Value, options.Level);
        yield return Estimates.Value(
            new(
                "rates-observed-expected",
                $"Observed over expected at mean follow-up {Phrase.Years(follow.Value)} and background {Phrase.Exact(background.Value)} per 100,000 person-years",
                "One cell of the grid, not a risk estimate; the range over the grid stands beside the interval.",
                follow.Provenance.Key,
                background.Provenance.Key
            ),
            ratio.Ratio,
            Unit.Ratio,
            "Exact Poisson (Garwood) over the expected count",
            Estimates.Named("Garwood", options.Level, ratio.Garwood),
            new IntervalEstimate("range over the grid of assumptions", null, least.Ratio, most.Ratio)
        ) with
        {
            Numerator = scenario.Cases,
            Denominator = scenario.PersonYears(follow.Value) * background.Value / RateScenario.Per,
        };
    }

    /// <summary>The same cell against people who had a B-cell lymphoma: the choice of comparator decides more than chance does.</summary>
    private static IEnumerable<Estimate> AfterLymphoma(RateScenario? scenario, PublishedEvidence evidence, EvaluationOptions options)
    {
        if (scenario is not { HasGrid: true } || AssumptionGrid.Of(evidence, AssumptionGrid.AfterLymphoma) is not [var excess, ..])
            yield break;
        var (follow, background) = (scenario.FollowUp.Middle(), scenario.Background.Middle());
        var rate = background.Value * excess.Value;
        var ratio = scenario.ObservedExpected(follow.Value, rate, options.Level);
        yield return Estimates.Value(
            new(
                "rates-observed-expected-after-lymphoma",
                $"The same against people after B-cell lymphoma (background {Phrase.Exact(background.Value)} × {Phrase.Exact(excess.Value)} per 100,000 person-years)",
                "One cell of the grid, not a risk estimate: the comparator moves the ratio as much as the assumed excess.",
                follow.Provenance.Key,
                background.Provenance.Key,
                excess.Provenance.Key
            ),
            ratio.Ratio,
            Unit.Ratio,
            "Exact Poisson (Garwood) over the expected count",
            Estimates.Named("Garwood", options.Level, ratio.Garwood)
        ) with
        {
            Numerator = scenario.Cases,
            Denominator = scenario.PersonYears(follow.Value) * rate / RateScenario.Per,
        };
    }

    private static ReportTable BackgroundTable(PublishedEvidence evidence) =>
        new(
            "rates-background",
            "Published background rates",
            [
                new("population", "Population"),
                new("entity", "Entity"),
                new("age_group", "Age"),
                new("sex", "Sex"),
                new("period", "Period"),
                new("rate", "Per 100,000 person-years", 2),
                new("rate_upper", "to", 2),
                new("cases", "Cases", 0),
            ],
            [
                .. evidence.BackgroundRates.Select(r => new TableRow(
                    [r.Population, r.Entity, r.AgeGroup, r.Sex, r.Period, r.RatePer100000, r.RateUpperPer100000, r.Cases],
                    r.Provenance.NotCountedBecause(),
                    [r.Provenance.Key]
                )),
            ]
        );
}
