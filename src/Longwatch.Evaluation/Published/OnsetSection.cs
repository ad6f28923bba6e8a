using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 4: how soon after infusion, and what reporting until the data lock does to the answer.</summary>
internal static class OnsetSection
{
    public static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var assumed = OnsetAssumptions.Of(evidence);
        var seen = OnsetObservation.Of(evidence, PrimaryEvaluation.Of(evidence), options.Level);
        var denominators = OnsetTables.Denominators(seen);
        var readings = ScenarioReading.All(assumed, seen);
        var scenarios = OnsetTables.Scenarios(readings, seen, assumed.Sources);
        var exponents = OnsetTables.ByExponent(assumed);
        var share = Share(seen, options.Level);
        return new(
            4,
            "onset",
            "Onset",
            "How soon after infusion were the T-cell malignancies seen, and what does reporting until the data lock do to that?",
            Answer(seen, share, readings),
            [share, .. Missing(seen), .. ScenarioEstimates(readings, assumed, seen, options.Level)],
            [denominators, scenarios, OnsetTables.ByShape(assumed, seen), exponents],
            [
                new(
                    "onset-scenarios",
                    "Share within 12 months: flat hazard against what was reported",
                    "For each scenario of uptake and deaths, the share of reported cases with onset within 12 months that a hazard which never changes would give; "
                        + "the dashed line is the observed share.",
                    VegaLite.Bars(scenarios, "scenario", "expected", new(Reference: seen?.Share)),
                    scenarios.Id
                ),
                new(
                    "onset-exponents",
                    "Which hazard gives the observed share",
                    "Expected share of reported cases with onset within 12 months against the exponent of the hazard, for the lowest, middle and highest scenario; "
                        + "the dashed line is the observed share. Where a line crosses it, that exponent explains the share.",
                    VegaLite.Lines(exponents, "exponent", "expected", options: new(Series: "scenario", Reference: seen?.Share)),
                    exponents.Id
                ),
            ],
            Methods,
            [.. Caveats(seen, assumed)]
        )
        {
            Diagnostics =
            [
                .. seen is null
                    ? []
                    : ((string, AnalysisDiagnostic)[])
                        [
                            (
                                "onset-observed",
                                Diagnose.Share("known", "Share of cases with known onset", seen.Known, seen.Cases, 1 - Diagnose.MostLeftOut)
                            ),
                        ],
                ("onset-truncation", Diagnose.Known("scenarios", "Scenarios of uptake and deaths", assumed.Scenarios.Length)),
            ],
        };
    }

    private static ImmutableArray<string> Methods { get; } =
    [
        "Observed share: exact binomial (Clopper and Pearson 1934), denominator: cases with known onset.",
        "Expected share of reported cases: ∫₀¹ f S A dx / ∫₀ᵀ f S A dx, with f the latency density (a power of time for a rare event), S survival, A(x) the share of "
            + "patients infused at least x years before the data lock, T the length of the programme (years); numerical integration.",
        "Truncation-corrected P(onset ≤ 12 months): the Weibull latency whose expected share equals the observed one; its interval from the limits of the observed share.",
        "Source for right truncation of reported cases: Leroy et al. (2014) BMC Med Res Methodol 14:17; Lagakos, Barraj and De Gruttola (1988) Biometrika 75:515–523.",
    ];

    private static Estimate Share(OnsetObservation? seen, double level)
    {
        const string id = "onset-share-12-months";
        const string label = "Onset within 12 months, of cases with known onset";
        return seen is { } o
            ? Estimates.Proportion(
                new(id, label, $"Onset is known for {o.Known} of {o.Cases} cases; {o.Missing} are in no denominator.", o.Sources),
                o.Early,
                o.Known,
                level
            )
            : Estimates.NoData(
                id,
                label,
                Unit.Share,
                "The data set has no evaluation with counted numbers of cases, of cases with known onset and of onset within 12 months that fit each other."
            );
    }

    private static IEnumerable<Estimate> Missing(OnsetObservation? seen) =>
        seen is { } o
            ?
            [
                Estimates.Value(
                    new("onset-unknown", "Cases with unknown onset", null, o.Sources),
                    o.Missing,
                    Unit.Count,
                    "Cases less cases with known onset"
                ),
            ]
            : [];

    private static IEnumerable<Estimate> ScenarioEstimates(
        ImmutableArray<ScenarioReading> readings,
        OnsetAssumptions assumed,
        OnsetObservation? seen,
        double level
    )
    {
        ImmutableArray<string> sources = seen is { } o ? [.. o.Sources, .. assumed.Sources] : assumed.Sources;
        IntervalEstimate[] Limits(Interval? limits) =>
            limits is { } l ? [Estimates.Named("from the limits of the observed share", level, l)] : [];
        if (readings.IsEmpty)
            yield return Estimates.NoData(
                "onset-expected",
                "Expected share within 12 months, flat hazard",
                Unit.Probability,
                "assumptions.csv gives no uptake (onset.programme_years) or no deaths (onset.death_per_year, onset.zuma1_…)."
            );
        for (var i = 0; i < readings.Length; i++)
        {
            var (scenario, expected, corrected, exponent) = readings[i];
            yield return Estimates.Value(
                new(
                    $"onset-expected-{i + 1}",
                    $"Expected share within 12 months, flat hazard ({scenario.Label})",
                    "Computed from assumptions, not from cases.",
                    assumed.Sources
                ),
                expected,
                Unit.Probability,
                "Numerical integration"
            );
            if (corrected is null || exponent is null)
                continue;
            var (id, label) = (
                $"onset-corrected-{i + 1}",
                $"P(onset ≤ 12 months) behind the observed share, exponential latency ({scenario.Label})"
            );
            yield return corrected.Probability is { } p
                ? Estimates.Value(
                    new(id, label, corrected.Reading, sources),
                    p,
                    Unit.Probability,
                    "Inversion of the expected share",
                    [.. Limits(corrected.Limits)]
                )
                : Estimates.NotIdentified(id, label, Unit.Probability, corrected.Reading);
            yield return Estimates.Value(
                new(
                    $"onset-exponent-{i + 1}",
                    $"Hazard exponent that gives the observed share ({scenario.Label})",
                    "1 is a flat hazard.",
                    sources
                ),
                exponent.Value,
                Unit.None,
                "Inversion of the expected share",
                [.. Limits(exponent.Limits)]
            );
        }
    }

    private static string Answer(OnsetObservation? seen, Estimate share, ImmutableArray<ScenarioReading> readings)
    {
        if (readings.IsEmpty)
            return seen is null
                ? "Cannot be answered: the data set gives neither a share of onset within 12 months nor the uptake and deaths behind it."
                : $"Onset fell within 12 months in {Phrase.Quote(share)} of the cases with known onset; what reporting until the data lock does to that cannot be told, as no uptake and deaths are assumed, and the share must not be used to shorten surveillance.";
        var (low, high) = (readings.Min(r => r.Expected), readings.Max(r => r.Expected));
        var flat =
            $"a hazard that never changes would already put {Phrase.Range(Math.Round(100 * low), Math.Round(100 * high))} of 100 reported cases there";
        if (seen is not { } o)
            return $"The data set gives no share of onset within 12 months that could be counted; by the assumed uptake and deaths {flat}.";
        var known =
            o.Missing == 0
                ? $"of the {Phrase.Counted(o.Cases, "case")}"
                : $"of the cases with known onset (unknown for {o.Missing} of {o.Cases})";
        var reading =
            o.Limits.Lower > high ? $"more than truncation at the data lock explains ({flat}), but"
            : o.Limits.Upper < low ? $"fewer than truncation at the data lock gives ({flat}), and"
            : $"but {flat}, so no early peak is established and";
        return $"Onset fell within 12 months in {Phrase.Quote(share)} {known}, {reading} the share must not be used to shorten surveillance.";
    }

    private static IEnumerable<string> Caveats(OnsetObservation? seen, OnsetAssumptions assumed)
    {
        yield return "The share within 12 months is a share among reported cases, which are right-truncated at the data lock: by itself it does not say when the hazard is highest, and it must not be used to shorten surveillance.";
        yield return "Uptake, deaths and latency are assumptions; the agency published neither infusion dates nor onset times. Reporting delay and stimulated reporting are not modelled.";
        yield return "The interval reflects the number of cases only, not the choice of scenario; read it together with the spread over scenarios.";
        if (seen is { Printed: { } printed } o && printed.LargestDenominator != o.Cases)
            yield return $"The printed {Phrase.Number(printed.Percent)} % cannot be of all {o.Cases} cases: no count of {o.Cases} rounds to it. "
                + (
                    printed.LargestDenominator is { } largest
                        ? $"The largest denominator that can give it is {largest}; the published counts are {o.Early} of {o.Known}."
                        : "No smaller denominator gives it either."
                );
        foreach (var note in assumed.LeftOut)
            yield return note;
    }
}
