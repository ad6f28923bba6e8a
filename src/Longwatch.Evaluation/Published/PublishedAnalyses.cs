using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Transgene;

namespace Longwatch.Evaluation.Published;

/// <summary>The analyses that every evaluation of published evidence runs, section by section.</summary>
internal static class PublishedAnalyses
{
    private const string Treated = "treated patients of the quoted evaluation";
    private const string Cases = "cases of the quoted evaluation";
    private const string Reports = "published molecular cases";

    public static ImmutableArray<FixedAnalysis> All { get; } =
    [
        new(
            "exposure-treated",
            "Treated patients and person-time",
            Treated,
            "patients, as published; person-years if mean follow-up was as assumed",
            "As published; patients × assumed mean follow-up",
            ["exposure-patients", "exposure-person-years", "exposure-person-years-assumed-*"],
            ["exposure-patients", "exposure-person-years-assumed"]
        )
        {
            Assumptions = [AssumptionGrid.FollowUp],
            WithoutLevel = true,
        },
        new(
            "exposure-of-cohorts",
            "Person-time of published cohorts",
            "patients of each published cohort",
            "person-years",
            "As printed; else patients × median follow-up",
            ["exposure-*"],
            ["exposure-cohorts"]
        )
        {
            WithoutLevel = true,
        },
        new(
            "cases-sources",
            "Cases by source, contradictions, rounded percentages",
            "cases as each source gives them",
            "counts; statements that no number satisfies; fractions that a printed percentage can stand for",
            "As published; enumeration; exact binomial intervals",
            ["cases-*"],
            ["cases-*"]
        ),
        .. TransgeneAnalyses.Of(Cases, Treated),
        new FixedAnalysis(
            "onset-observed",
            "Onset as reported",
            "cases of the quoted evaluation with known onset",
            "onset within 12 months",
            "Exact binomial share",
            ["onset-share-*", "onset-unknown"],
            ["onset-denominators"]
        ).Constant("early_years", OnsetAssumptions.CutYears),
        new FixedAnalysis(
            "onset-truncation",
            "What reporting until the data lock does to onset",
            "cases of the quoted evaluation with known onset",
            "share of reported cases with onset within 12 months, for each course of uptake and deaths",
            "Numerical integration of latency, survival and uptake; Weibull and exponential latency that give the observed share",
            ["onset-*"],
            ["onset-scenarios", "onset-corrected", "onset-exponents"]
        )
        {
            Assumptions =
            [
                "onset.programme_years",
                "onset.growth_per_year",
                "onset.death_per_year",
                "onset.weibull_shape",
                "onset.zuma1_patients",
                "onset.zuma1_deaths_year_*",
            ],
        }.Constant("early_years", OnsetAssumptions.CutYears),
        new(
            "rates-per-patient",
            "Cases per treated patient",
            Treated,
            "reported cases",
            "Exact Poisson (Garwood)",
            ["rates-per-1000-*", "rates-per-10000-*"],
            []
        ),
        new(
            "rates-per-person-time",
            "Cases per assumed person-time against assumed backgrounds",
            Treated,
            "reported cases",
            "Exact Poisson (Garwood) over the grid of follow-up and background; tornado; under-reporting",
            ["rates-*"],
            ["rates-*"]
        )
        {
            Assumptions = [AssumptionGrid.FollowUp, AssumptionGrid.Background, AssumptionGrid.AfterLymphoma, AssumptionGrid.Reporting],
        },
        .. new[] { ("t-cell", "T-cell malignancy"), ("second-primary", "Any second primary") }.Select(outcome => new FixedAnalysis(
            $"pooled-cohorts-{outcome.Item1}-share",
            $"{outcome.Item2}: share over published cohorts",
            "patients of published cohorts that may be pooled",
            $"patients with {Report.Phrase.Inside(outcome.Item2)}",
            "Binomial–normal model, adaptive Gauss–Hermite quadrature; Pearson test over random tables; each cohort left out",
            [$"pooled-cohorts-{outcome.Item1}*"],
            [$"pooled-cohorts-{outcome.Item1}*"]
        )
        {
            Random = true,
        }),
        new(
            "pooled-cohorts-figures",
            "Published pooled figures",
            "meta-analyses",
            "shares as printed",
            "As published, beside the pooled share of section 6; nothing is pooled with them",
            ["pooled-cohorts-published*"],
            ["pooled-cohorts-published-figure"]
        ),
        new(
            "molecular-evidence-ladder",
            "Evidence ladder",
            Reports,
            "level M0 to M5 by the published work-up",
            "Rules on copies per tumour cell, clone, site and expression; counted, since reports are selected",
            ["molecular-evidence-*"],
            ["molecular-evidence-*"]
        )
        {
            Assumptions = ["molecular.adequate_lod_copies_per_cell", "molecular.clonal_*"],
            WithoutLevel = true,
        },
        new(
            "class-effect-within-cohorts",
            "Products inside one cohort",
            "patients of published cohorts, by product",
            "T-cell malignancies",
            "Exact binomial limits; exact conditional multinomial test",
            ["class-effect-*"],
            ["class-effect-*"]
        )
        {
            Random = true,
        },
        ClassEffectPower.Declared,
        new(
            "benefit-risk-figures",
            "Risk and benefit per 10,000",
            $"{Treated}; patients of published cohorts",
            "reported cases, transgene-positive ones, pooled share of cohorts; benefit as published",
            "Exact Poisson (Garwood); bounds over untested cases; binomial–normal model",
            ["benefit-risk-*"],
            ["benefit-risk-per-10000"]
        ),
        new(
            "benefit-risk-if-under-reported",
            "If only a fraction was reported",
            Treated,
            "cases per 10,000, for each fraction reported",
            "Count over the fraction; exact Poisson (Garwood)",
            [],
            ["benefit-risk-reporting"]
        )
        {
            Assumptions = [AssumptionGrid.Reporting],
        },
        new(
            "data-quality-rows",
            "Completeness, contradictions, verification",
            "rows of the published set",
            "values from sources that count",
            "Counted",
            ["data-quality-*"],
            ["data-quality-*"]
        )
        {
            WithoutLevel = true,
        },
        new(
            "data-quality-events",
            "Covariates that the events carry",
            Cases,
            "events over events per covariate",
            "Division, to the nearest whole number",
            ["data-quality-covariates"],
            ["data-quality-covariates"]
        )
        {
            Assumptions = [AssumptionGrid.EventsPerCovariate],
            WithoutLevel = true,
        },
        new(
            "confounding-needed",
            "What an adjusted comparison would need",
            Treated,
            "covariates and times that are published by patient",
            "Listed",
            ["confounding-*"],
            ["confounding-covariates"]
        )
        {
            WithoutLevel = true,
        },
        new(
            "confounding-strength",
            "How strong an unmeasured confounder would have to be",
            Treated,
            "observed over expected, for each assumed follow-up and background",
            "E-value",
            ["confounding-e-value"],
            ["confounding-e-values"]
        )
        {
            Assumptions = [AssumptionGrid.FollowUp, AssumptionGrid.Background],
        },
        new(
            "sequential-dated-counts",
            "What a watch would have shown by each data lock",
            "treated patients of each dated evaluation",
            "cumulative cases against each assumed follow-up and background",
            "E-process of a gamma mixture with its confidence sequence; MaxSPRT beside it; α is 1 − level",
            ["sequential-*"],
            ["sequential-*"]
        )
        {
            Assumptions = [AssumptionGrid.FollowUp, AssumptionGrid.Background, .. SequentialChoices.Keys],
        },
    ];

    /// <summary>What the quoted evaluation counts; empty without one.</summary>
    public static ImmutableSortedDictionary<string, double> Counts(PrimaryEvaluation? primary)
    {
        var counts = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        if (primary is { Treated.Value: { } treated, Cases.Value: { } cases })
            (counts["patients"], counts["cases"]) = (treated, cases);
        return counts.ToImmutable();
    }
}
