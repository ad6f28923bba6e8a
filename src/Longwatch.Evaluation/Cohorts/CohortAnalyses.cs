using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Transgene;
using Longwatch.Statistics.Heterogeneity;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>The analyses that every patient-level evaluation runs, section by section.</summary>
internal static class CohortAnalyses
{
    private const string Infused = "patients infused up to the data lock";
    private const string Cases = "first secondary T-cell malignancies of infused patients";
    private const string Hazard = "secondary T-cell malignancy, first per patient";

    public static ImmutableArray<FixedAnalysis> All { get; } =
    [
        new(
            "exposure-follow-up",
            "Patients and follow-up",
            "patients of the data set; follow-up of those infused, first infusion to death or last contact",
            "patients, person-years, deaths, median follow-up",
            "Counted; median by reverse Kaplan–Meier",
            ["exposure-*"],
            ["exposure-*"]
        ),
        new(
            "cases-counts",
            "Second primaries",
            Infused,
            "second primary neoplasms by lineage; clonal relation to the index disease",
            "Counted by neoplasm and by patient; exact binomial shares",
            ["cases-*"],
            ["cases-*"]
        ),
        .. TransgeneAnalyses.Of(Cases, "patients infused up to the data lock").Select(WithDetection),
        new FixedAnalysis(
            "onset-cases",
            "Onset among cases as seen",
            Cases,
            "days from first infusion to diagnosis",
            "Share: exact binomial; quantiles: Kaplan–Meier without censoring",
            ["onset-share-*", "onset-days-*"],
            ["onset-distribution"]
        ).Constant("early_days", OnsetCases.EarlyDays),
        new FixedAnalysis(
            "onset-truncation",
            "Onset corrected for right truncation",
            Cases,
            "latency, given onset before the data lock",
            "Reverse-hazard product limit; truncated likelihood of four latency families",
            ["onset-corrected-*"],
            ["onset-distribution"]
        ).Constant("early_days", OnsetCases.EarlyDays),
        new FixedAnalysis(
            "onset-hazard",
            "Hazard by time since infusion",
            Infused,
            Hazard,
            "Piecewise-constant Poisson; likelihood-ratio test, exact given the total where a band expects few",
            ["onset-equal-hazards"],
            ["onset-hazard-bands"]
        )
        {
            Answers = ["onset-hazard-bands"],
            Random = true,
        }
            .Constant("bands_from_months", OnsetBands.FromMonths)
            .Constant("fewest_expected", Diagnose.FewestExpected),
        new FixedAnalysis(
            "onset-incidence",
            "Cumulative incidence",
            Infused,
            "first secondary T-cell malignancy, and any second primary, with death competing",
            "Aalen–Johansen, infinitesimal jackknife, log(−log) interval; 1 − Kaplan–Meier beside it as the wrong answer",
            ["onset-incidence-*"],
            ["onset-incidence", "onset-incidence-curve"]
        ).Constant("horizon_years", CumulativeIncidenceEstimates.HorizonYears),
        new FixedAnalysis(
            "onset-survival",
            "Overall survival",
            Infused,
            "death of any cause",
            "Kaplan–Meier, Greenwood, log(−log) interval",
            ["onset-survival-*", "onset-median-survival", "onset-overall-survival"],
            []
        ).Constant("horizon_years", CumulativeIncidenceEstimates.HorizonYears),
        new(
            "rates-overall",
            "Rates",
            Infused,
            "first secondary T-cell malignancy; first second primary of any kind",
            "Events over patients and over person-years at risk, exact Poisson (Garwood)",
            ["rates-per-*", "rates-second-primary-*"],
            []
        ),
        new(
            "rates-strata",
            "Rates by stratum and by time since infusion",
            Infused,
            Hazard,
            "Exact Poisson (Garwood); pairs of strata by the exact conditional test",
            [],
            ["rates-by-*", "rates-comparisons"]
        ),
        new FixedAnalysis(
            "rates-background",
            "Observed over expected",
            Infused,
            Hazard,
            "Indirect standardisation by sex and single year of age where published rates cover the person-time; else each rate over all of it",
            ["rates-observed-expected"],
            ["rates-observed-expected"]
        )
        {
            Answers = ["rates-observed-expected"],
            Assumptions = [AssumptionGrid.Background],
        }.Constant("least_share_covered", BackgroundExpectation.EnoughCovered),
        .. new[] { ("t-cell", "Secondary T-cell malignancy"), ("second-primary", "Any second primary") }.Select(
            outcome => new FixedAnalysis(
                $"pooled-cohorts-{outcome.Item1}-share",
                $"{outcome.Item2}: share over centres",
                $"{Infused}, by centre",
                $"patients with {Report.Phrase.Inside(outcome.Item2)}",
                "Binomial–normal model, adaptive Gauss–Hermite quadrature; Pearson test over random tables",
                [$"pooled-cohorts-{outcome.Item1}*"],
                [$"pooled-cohorts-{outcome.Item1}"]
            )
            {
                Random = true,
            }
        ),
        new(
            "pooled-cohorts-rate",
            "Secondary T-cell malignancy: rate over centres",
            $"{Infused}, by centre",
            Hazard,
            "Poisson–normal model with person-years as exposure; exact conditional multinomial test",
            ["pooled-cohorts-t-cell-rate*"],
            []
        )
        {
            Random = true,
        },
        new(
            "molecular-evidence-ladder",
            "Evidence ladder",
            Cases,
            "level M0 to M5 by the tests of tumour specimens",
            "Rules on copies per tumour cell and share of the clone; exact binomial shares",
            ["molecular-evidence-*"],
            ["molecular-evidence-*"]
        )
        {
            Assumptions = ["molecular.adequate_lod_copies_per_cell", "molecular.clonal_*"],
        },
        .. ClassEffect(),
        new FixedAnalysis(
            "benefit-risk-figures",
            "Risk and benefit per 10,000",
            Infused,
            "secondary T-cell malignancy within follow-up and at 1 and 5 years; benefit as published",
            "Exact Poisson (Garwood); bounds over untested malignancies; Aalen–Johansen",
            ["benefit-risk-*"],
            ["benefit-risk-*"]
        ).Constant("horizon_years", BenefitRiskSection.HorizonYears),
        new FixedAnalysis(
            "data-quality-completeness",
            "Completeness and contradictions",
            "rows of the data set to which the variable applies",
            "recorded values; contradictions between rows; rows that were not counted",
            "Counted",
            ["data-quality-*"],
            ["data-quality-completeness", "data-quality-contradictions", "data-quality-neoplasms"]
        )
        {
            WithoutLevel = true,
        }.Constant("lost_after_days", CohortCompleteness.LostAfterDays),
        new FixedAnalysis(
            "data-quality-under-ascertainment",
            "What incomplete follow-up hides",
            Infused,
            "observed over possible person-time; cases in the time that nobody observed",
            "Clark's C; assumed ratios of the unobserved to the observed rate",
            ["data-quality-clark-c", "data-quality-complete-cases"],
            ["data-quality-follow-up", "data-quality-under-ascertainment"]
        ).Constant("rate_ratios", UnderAscertainment.RateRatios),
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
        new FixedAnalysis(
            "confounding-competing-death",
            "What leaving death out would claim",
            Infused,
            "secondary T-cell malignancy by 1 − Kaplan–Meier over Aalen–Johansen; deaths before it",
            "Ratio of the two curves; exact binomial share",
            ["confounding-died-before", "confounding-one-minus-kaplan-meier"],
            ["confounding-death"]
        ).Constant("horizon_years", ConfoundingTables.HorizonYears),
        .. new[] { "target", "vector" }.Select(factor =>
            new FixedAnalysis(
                $"confounding-by-{factor}",
                $"What adjustment changes, by {factor}",
                $"{Infused} with follow-up whose {factor} is in the catalogue; adjusted: with every covariate recorded",
                Hazard,
                "Crude and standardised rate ratio, overlap-weighted and adjusted cause-specific Cox (Firth's penalty where a group has no case), E-value; weighted survival of the groups",
                [$"confounding-{factor}-*"],
                ["confounding-adjustment", "confounding-balance", "confounding-characteristics", "confounding-survival"]
            )
            {
                Assumptions = [AssumptionGrid.EventsPerCovariate],
            }
                .Constant("most_missing", AdjustedContrast.MostMissing)
                .Constant("overlap_bound", AdjustmentMethods.OverlapBound)
                .Constant("survival_years", WeightedSurvivalTable.Years)
        ),
        new(
            "confounding-immortal-time",
            "Immortal time",
            Infused,
            "secondary T-cell malignancy after exposures that a patient must live to have",
            "Cox with the exposure from its beginning; from a landmark; ever against never beside them as the wrong answer",
            ["confounding-second-infusion", "confounding-transplant", "confounding-persistence"],
            ["confounding-immortal-time"]
        )
        {
            Assumptions = [AssumptionGrid.LandmarkDays],
        },
        .. Sequential(),
    ];

    /// <summary>What the cohort holds.</summary>
    public static ImmutableSortedDictionary<string, double> Counts(CohortStudy study)
    {
        var (cases, years) = PersonTime.Total(study.Times, study.Times.SecondaryTCell);
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["patients"] = PersonTime.Infused(study.Times),
            ["cases"] = cases,
            ["person_years"] = years,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static FixedAnalysis WithDetection(FixedAnalysis analysis) =>
        string.Equals(analysis.Id, TransgeneAnalyses.Testing, StringComparison.Ordinal)
            ? analysis with
            {
                Tables = [.. analysis.Tables, "transgene-detection", "transgene-tested-by"],
                Assumptions = ["molecular.adequate_lod_copies_per_cell"],
            }
            : analysis;

    private static IEnumerable<FixedAnalysis> ClassEffect()
    {
        const string population = "patients infused up to the data lock, by product, target, vector family and costimulatory domain";
        yield return new(
            "class-effect-homogeneity",
            "One common rate",
            population,
            Hazard,
            "Exact conditional multinomial test by patients and by person-years; Pearson and likelihood-ratio tests; exact ratios of two groups",
            ["class-effect-*"],
            ["class-effect-homogeneity", "class-effect-contrasts", "class-effect-aliasing"]
        )
        {
            Random = true,
        };
        string[] factors = ["product", "target", "vector", "costimulatory-domain"];
        yield return new FixedAnalysis(
            "class-effect-shrinkage",
            "Groups about a common rate, and the class statement",
            population,
            Hazard,
            "Gamma–Poisson empirical Bayes; log-normal hierarchy summed on a grid, under two priors; rule on the margin; products within target within vector family",
            [.. factors.SelectMany(f => new[] { $"class-effect-{f}-tau", $"class-effect-{f}-within" })],
            ["class-effect-groups", "class-effect-statements", "class-effect-forest", "class-effect-left-out", "class-effect-nested"]
        )
        {
            Assumptions = [ClassEffectSection.Margin],
        }
            .Constant("prior_mean_sd", HierarchyPrior.Standard.MeanSd)
            .Constant("prior_tau_scales", HierarchyPrior.Standard.TauScale, ClassAnalysis.Wide.TauScale)
            .Constant("within_at_least", ClassStatement.WithinAtLeast)
            .Constant("outside_at_least", ClassStatement.OutsideAtLeast);
        yield return ClassEffectPower.Declared;
    }

    /// <summary>Monitors are set up together or not at all, so each depends on the settings of all.</summary>
    private static IEnumerable<FixedAnalysis> Sequential() =>
        new (string Id, string Title, string Method, string[] Estimates)[]
        {
            (
                "sequential-by-maxsprt",
                MonitorHistory.MaxSprtName,
                "Poisson log-likelihood ratio with the exact group-sequential boundary of monthly looks; α is 1 − level",
                ["sequential-maxsprt"]
            ),
            (
                "sequential-by-e-process",
                MonitorHistory.EProcessName,
                "Likelihood ratio mixed over a gamma distribution of rate ratios above 1; confidence sequence; α is 1 − level",
                ["sequential-e-process", "sequential-rate-ratio"]
            ),
            (
                "sequential-by-cusum",
                MonitorHistory.CusumName,
                "Cumulative sum for one rate ratio, threshold by average run length",
                ["sequential-cusum"]
            ),
        }.Select(m => new FixedAnalysis(
            m.Id,
            m.Title,
            "infused patients, by calendar month at risk",
            "first secondary T-cell malignancies by month of diagnosis against each background",
            m.Method,
            [.. m.Estimates],
            ["sequential-*"]
        )
        {
            Assumptions = [AssumptionGrid.Background, .. SequentialChoices.Keys],
        });
}
