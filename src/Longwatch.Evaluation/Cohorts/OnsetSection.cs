using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;
using Longwatch.Statistics.Survival;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 4 of a patient-level evaluation: onset, hazard over time, and cumulative incidence with death competing.</summary>
internal static class OnsetSection
{
    /// <summary>Up to so many cases a test of the hazard's shape finds nothing but the coarsest change.</summary>
    private const int FewCases = 5;

    public static Section Build(CohortStudy study, EvaluationOptions options, ImmutableArray<AnalysisResult> analyses)
    {
        var cases = OnsetCases.Of(study);
        var curves = CumulativeIncidenceEstimates.SecondaryTCell(study);
        var any = CumulativeIncidenceEstimates.SecondPrimary(study);
        var bands = OnsetBands.Of(CohortOutcomes.Of(study.Times, study.Times.SecondaryTCell));
        var share = Estimates.Proportion(
            new("onset-share-12-months", "Onset within 12 months (day 365), of all secondary T-cell malignancies"),
            cases.Early,
            cases.Days.Length,
            options.Level
        );
        var corrected = OnsetTruncation.Estimate(cases, options.Level);
        var test = bands.TestEstimate(options.Seed);
        var incidence = CumulativeIncidenceEstimates.At(curves, "onset-incidence-stcm", options.Level);
        var distribution = OnsetTruncation.Table(cases);
        var hazard = bands.Table(options.Level);
        var curve = CumulativeIncidenceEstimates.CurveTable("onset-incidence-curve", curves, options);
        var ratios = AnalysisTables.Ratios(analyses);
        return new(
            4,
            "onset",
            "Onset",
            "How soon after infusion do secondary T-cell malignancies arise, and how often, given that many patients die first?",
            Answer(share, corrected[0], test, incidence, options.Level),
            [
                share,
                .. Quantiles(cases, options.Level),
                .. corrected,
                test,
                .. incidence,
                .. CumulativeIncidenceEstimates.At(any, "onset-incidence-second-primary", options.Level),
                .. CumulativeIncidenceEstimates.OverallSurvival(study, options),
            ],
            [
                hazard,
                distribution,
                CumulativeIncidenceEstimates.HorizonTable("onset-incidence", [curves, any], options),
                curve,
                .. analyses.IsEmpty
                    ? []
                    : (ReportTable[])
                        [AnalysisTables.Results(analyses), ratios, AnalysisTables.Groups(analyses), AnalysisTables.Diagnostics(analyses)],
            ],
            [
                new(
                    "onset-hazard-bands",
                    "Hazard by time since infusion",
                    "Secondary T-cell malignancies per 100,000 person-years in each band of time since infusion, with exact Poisson intervals; the dashed line is the rate over all bands.",
                    VegaLite.Intervals(hazard, "band", "rate", new(), new(Reference: Overall(bands))),
                    hazard.Id
                ),
                new(
                    "onset-incidence-curve",
                    "Cumulative incidence of secondary T-cell malignancy",
                    "Probability of a secondary T-cell malignancy by time since infusion with death as competing event, with its pointwise interval.",
                    VegaLite.Lines(curve, "years", "incidence", new Limits(), new(Step: true)),
                    curve.Id
                ),
                new(
                    "onset-distribution",
                    "Onset among cases: as reported and corrected",
                    "Share of cases with onset until each time, as reported and corrected for right truncation at the data lock.",
                    VegaLite.Lines(distribution, "months", "share", options: new(Series: "kind", Step: true)),
                    distribution.Id
                ),
                .. ratios.Rows.IsEmpty
                    ? []
                    : (Chart[])
                        [
                            new(
                                "onset-analyses-ratios-chart",
                                "Hazard ratios of the specified analyses",
                                "Forest chart: each hazard ratio with its interval; the dashed line is no difference. The id of the analysis stands in brackets.",
                                VegaLite.Intervals(ratios, "line", "ratio", new(), new(Reference: 1)),
                                ratios.Id
                            ),
                        ],
            ],
            Methods,
            Caveats
        )
        {
            Diagnostics =
            [
                ("onset-cases", Diagnose.Events(cases.Days.Length)),
                .. OnsetTruncation.Diagnostics(cases).Select(d => ("onset-truncation", d)),
                .. bands.Diagnostics(options.Seed).Select(d => ("onset-hazard", d)),
                ("onset-incidence", Diagnose.Events(cases.Days.Length)),
            ],
        };
    }

    private static ImmutableArray<string> Methods { get; } =
    [
        "Onset in days from the first infusion (day 0) to the diagnosis of the first second-primary T-cell malignancy. Share: exact binomial (Clopper and Pearson 1934).",
        "Correction for right truncation at the data lock: reverse-hazard product limit, and maximum truncated likelihood (Lagakos, Barraj and De Gruttola 1988, Biometrika 75:515–523).",
        "Hazard by band: events over person-years, exact Poisson (Garwood 1936); equality by the likelihood-ratio test of a piecewise-constant Poisson model, exact given the total where a band expects fewer than five.",
        "Cumulative incidence: Aalen and Johansen (1978) with death competing; infinitesimal-jackknife variance, log(−log) interval. Follow-up: reverse Kaplan–Meier.",
        "Specified analyses: a plan (analyses.json) names outcome, method, groups, covariates, landmark and horizon of each before it is run; the reference is the group with most person-time; patients for whom something is not recorded are left out and counted. Gray's test (1988), log-rank, Cox with Efron's ties (Firth's penalty with profile limits where a group has no event), Fine and Gray (1999), pseudo-values (Klein and Andersen 2005), time lost (Andersen 2013).",
    ];

    private static ImmutableArray<string> Caveats { get; } =
    [
        "The share within 12 months is a share among cases seen before the data lock; it is no latency distribution and must not be used to shorten surveillance. "
            + "The hazard by band uses the exposure of everybody and has no such bias.",
        "The correction for right truncation takes the data lock as the only limit: cases lost to follow-up or to death before diagnosis are not restored.",
        "1 − Kaplan–Meier is shown as the wrong answer: it treats the dead as if they could still fall ill and so overstates the probability.",
        "A patient without any follow-up after infusion is at risk on day 0 only. Values after the last time seen are not given.",
    ];

    private static IEnumerable<Estimate> Quantiles(OnsetCases cases, double level)
    {
        var observed = new bool[cases.Days.Length];
        Array.Fill(observed, true);
        var curve = KaplanMeier.EstimateDays(cases.Days, observed);
        foreach (
            var (p, id, name) in new[]
            {
                (0.25, "lower-quartile", "lower quartile"),
                (0.5, "median", "median"),
                (0.75, "upper-quartile", "upper quartile"),
            }
        )
        {
            var label = $"Days to onset among cases, {name} (as reported)";
            if (cases.Days.Length == 0)
            {
                yield return Estimates.NoData($"onset-days-{id}", label, Unit.Days, "There is no secondary T-cell malignancy.");
                continue;
            }

            var q = curve.Quantile(p, level, ProbabilityTransform.LogLog);
            yield return Estimates.Value(
                new($"onset-days-{id}", label, "Not corrected for right truncation."),
                q.Estimate.Time,
                Unit.Days,
                "Sample quantile; interval by inverting log(−log) limits",
                q is { Lower.Reached: true, Upper.Reached: true }
                    ? [Estimates.Named("Brookmeyer–Crowley", level, new Interval(q.Lower.Time, q.Upper.Time))]
                    : []
            );
        }
    }

    private static double? Overall(OnsetBands bands) =>
        bands.PersonYears.Sum() is > 0 and var years ? bands.Events.Sum() / years * 100_000 : null;

    private static string Answer(Estimate share, Estimate corrected, Estimate test, ImmutableArray<Estimate> incidence, double level)
    {
        if (share.Status != EstimateStatus.Estimated)
            return "No secondary T-cell malignancy was seen in this cohort, so there is no onset to describe; the hazard by time since infusion has upper limits only.";
        var furthest = incidence.LastOrDefault(e => e.Status == EstimateStatus.Estimated);
        var truncation = corrected.Value is null
            ? ", which cannot be corrected for right truncation as none was seen later"
            : $", {Phrase.Quote(corrected)} corrected for right truncation";
        var hazard = test.Value is { } p
            ? $"a hazard that is the same at all times since infusion {(p < 1 - level ? "does not fit" : share.Denominator <= FewCases ? "cannot be told from others by" : "is compatible with")} these data ({Phrase.P(p)})"
            : "whether the hazard changes with time since infusion cannot be tested";
        var risk = furthest is { Value: { } value, Intervals: var limits }
            ? $"; with death competing {Phrase.Number(value * 10_000)} per 10,000"
                + (
                    limits is [var i, ..]
                        ? $" ({Phrase.Number(100 * level)} % CI {Phrase.Number(i.Lower * 10_000)} to {Phrase.Number(i.Upper * 10_000)})"
                        : string.Empty
                )
                + $" fall ill {furthest.Label[furthest.Label.LastIndexOf("at ", StringComparison.Ordinal)..].Replace("at ", "within ", StringComparison.Ordinal)}"
            : string.Empty;
        return $"Onset fell within 12 months in {Phrase.Quote(share)} of the cases seen{truncation}; {hazard}{risk}.";
    }
}
