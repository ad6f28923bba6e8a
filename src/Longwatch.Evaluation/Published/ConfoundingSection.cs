using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.BiasAnalysis;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 11: which covariates the published evidence lacks, and how strong confounding would have to be to explain the rates.</summary>
internal static class ConfoundingSection
{
    /// <summary>What an adjusted comparison needs for every treated patient, and why.</summary>
    private static readonly (string Id, string Label, string Why)[] needed =
    [
        ("age-and-sex", "age and sex of the treated patients", "background rates rise with age"),
        ("prior-lines", "prior lines of therapy", "earlier treatment causes second cancers"),
        ("prior-transplant", "prior transplant", "conditioning causes second cancers"),
        ("prior-irradiation", "prior total body irradiation", "irradiation causes second cancers"),
        ("prior-alkylators", "prior alkylators", "alkylators cause second cancers"),
        ("death", "time to death", "the dead are no longer at risk: death competes"),
        ("second-infusion", "second infusions and their dates", "who is infused twice lived to be"),
        ("later-transplant", "transplants after the infusion and their dates", "who is transplanted lived to be"),
        ("persistence", "persistence of the CAR T cells over time", "a time-dependent exposure"),
    ];

    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var primary = PrimaryEvaluation.Of(evidence);
        var scenario = RateScenario.Of(evidence, primary);
        var grid = Strengths(scenario, options.Level);
        var (cases, treated) = (primary?.Cases.Whole() ?? 0, primary?.Treated.Whole() ?? 0);
        var counts = primary is null
            ? "no evaluation gives both cases and treated patients"
            : $"{Phrase.Whole(cases)} cases of {Phrase.Whole(treated)} treated patients, counts only";
        return new(
            11,
            "confounding",
            "Confounding and survivor bias",
            "What else than the product could explain the rates, and who was counted only because they lived long enough?",
            $"Cannot be estimated from what is published: of {needed.Length} things that an adjusted comparison needs for every treated patient, none is published by patient ({counts}); "
                + Range(grid),
            [
                .. needed.Select(n =>
                    Estimates.NoData(
                        $"confounding-{n.Id}",
                        $"Adjusted for {n.Label}",
                        Unit.Ratio,
                        $"Not published by patient: {n.Label} ({n.Why}); {counts}."
                    )
                ),
                EValueEstimate(grid),
            ],
            [Missing(counts), grid],
            [
                new(
                    "confounding-e-values-chart",
                    "How strong an unmeasured confounder would have to be",
                    "Bars: E-value of observed over expected for every combination of assumed follow-up and background.",
                    VegaLite.Bars(grid, "line", new Axis("e_value", "E-value")),
                    grid.Id
                ),
            ],
            [
                "E-value: the weakest association of an unmeasured confounder with treatment and outcome, as risk ratios, that could alone explain observed over expected or its nearer limit (VanderWeele and Ding 2017); follow-up and background are the assumptions of section 5.",
                "A cohort given to `longwatch evaluate` gets the adjusted comparisons: standardised, weighted, cause-specific Cox, and exposures as they begin.",
            ],
            [
                "People given CAR T cells were treated for years before: a background rate of the general population carries all of that as confounding.",
                "The E-value says how strong a confounder must be, not whether there is one, and nothing on reporting, testing or selection.",
                "Survivors are observed longer: a share of patients with a malignancy rises with survival even when the hazard does not.",
            ]
        );
    }

    private static ReportTable Missing(string counts) =>
        new(
            "confounding-covariates",
            "What an adjusted comparison needs for every treated patient",
            [new("covariate", "Needed"), new("why", "Why"), new("published", "Published"), new("status", "Status")],
            [.. needed.Select(n => new TableRow([n.Label, n.Why, "not by patient", $"cannot be estimated: {counts}"]))]
        );

    private static ReportTable Strengths(RateScenario? scenario, double level) =>
        new(
            "confounding-e-values",
            "Confounding that would be needed to explain observed over expected, by assumed mean follow-up and background",
            [
                new("line", "Assumption"),
                new("mean_follow_up_years", "Mean follow-up assumed (years)", 1),
                new("background", "Background per 100,000 person-years", 1),
                new("ratio", "Observed / expected", 1),
                new("e_value", "E-value", 1),
                new("e_value_limit", "E-value of the limit", 1),
                new("needed_with_outcome_2", "Association with treatment needed if the outcome risk is doubled", 1),
            ],
            scenario is { HasGrid: true }
                ?
                [
                    .. scenario.FollowUp.SelectMany(f =>
                        scenario.Background.Select(b =>
                        {
                            var r = scenario.ObservedExpected(f.Value, b.Value, level);
                            return new TableRow(
                                [
                                    $"{Phrase.Years(f.Value)}, {Phrase.Exact(b.Value)} per 100,000",
                                    f.Value,
                                    b.Value,
                                    r.Ratio,
                                    EValue.OfRatio(r.Ratio),
                                    r.ConfoundingStrengthOfLimit,
                                    WithDoubledRisk(r.Ratio),
                                ],
                                null,
                                [f.Provenance.Key, b.Provenance.Key]
                            );
                        })
                    ),
                ]
                : []
        );

    /// <summary>Solves bias = 2x/(2 + x − 1) for x; a confounder that doubles the risk cannot explain a ratio of 2 or more.</summary>
    private static Cell WithDoubledRisk(double ratio)
    {
        var bias = Math.Max(ratio, 1 / ratio);
        return double.IsFinite(bias) && bias < 2 ? bias / (2 - bias) : default(Cell);
    }

    private static Estimate EValueEstimate(ReportTable grid)
    {
        const string id = "confounding-e-value";
        const string label = "E-value of observed over expected, least over the assumptions";
        var values = Column(grid, 4);
        return values.Length == 0
            ? Estimates.NoData(id, label, Unit.Ratio, "No cases with treated patients, or no assumed follow-up and background.")
            : Estimates.Value(
                new(id, label, "Over all combinations of assumed follow-up and background; no interval is attached to an assumption."),
                values.Min(),
                Unit.Ratio,
                "VanderWeele and Ding 2017",
                new IntervalEstimate("bounds", null, values.Min(), values.Max())
            );
    }

    private static string Range(ReportTable grid)
    {
        var values = Column(grid, 4);
        return values.Length == 0
            ? "without assumed follow-up and background no E-value can be given."
            : $"an unmeasured confounder would need risk ratios of {Phrase.Range(values.Min(), values.Max())} with treatment and outcome to explain observed over expected alone, by the assumed follow-up and background.";
    }

    private static double[] Column(ReportTable grid, int column) =>
        [.. grid.Rows.Select(r => r.Cells[column].Number).OfType<double>().Where(double.IsFinite)];
}
