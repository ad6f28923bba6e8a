using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Statistics;
using Longwatch.Statistics.BiasAnalysis;
using Longwatch.Statistics.Confounding;
using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.Rates;
using Longwatch.Statistics.Standardisation;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>One ratio of a contrast, by one method.</summary>
/// <param name="Ratio">Null when it cannot be estimated; <paramref name="Status"/> then says why.</param>
/// <param name="Rows">Patients and cases it rests on.</param>
internal sealed record AdjustedRatioRow(string Method, string Adjusted, ContrastRows Rows, double? Ratio, Interval? Interval, string Status)
{
    public const string Estimated = "estimated";

    /// <summary>E-values of ratio and interval; null without a finite ratio.</summary>
    public ConfoundingStrength? Strength =>
        Ratio is { } r && r > 0 && double.IsFinite(r) && Interval is { } i && i.Contains(r) ? EValue.OfEstimate(r, i) : null;
}

/// <summary>What adjustment changes: one contrast crude, standardised, weighted and by hazard regression, on the same patients.</summary>
/// <param name="Weighting">Null when there is no propensity score.</param>
/// <param name="Balance">Standardised differences before and after weighting, in the order of the covariates used.</param>
internal sealed record AdjustmentMethods(
    AdjustedContrast Contrast,
    ImmutableArray<AdjustedRatioRow> Ratios,
    PropensityStatus Score,
    Positivity? Overlap,
    Weighting? Weighting,
    IReadOnlyList<StandardisedDifference> Balance
)
{
    /// <summary>Scores beyond it are counted as doubtful overlap.</summary>
    public const double OverlapBound = 0.05;

    public AdjustedRatioRow Crude => Ratios[0];

    public AdjustedRatioRow Adjusted => Ratios[^1];

    /// <summary>All methods on one contrast.</summary>
    /// <param name="budget">Covariates that the events carry, the exposure among them; null when nobody says how many events a covariate needs.</param>
    public static AdjustmentMethods Of(AdjustedContrast contrast, double? budget, double level)
    {
        var complete = contrast.CompleteRows;
        var sample = complete.Days.Length == 0 ? null : complete.Sample;
        var score = sample is null ? new(PropensityStatus.OneGroupEmpty, [], []) : PropensityScore.Fit(sample);
        var estimated = score.Status == PropensityStatus.Estimated && contrast.Used.Length > 0;
        var weighting = estimated ? BalancingWeights.Of(sample!, score.Scores, WeightTarget.Overlap) : null;
        var carried = budget is { } b ? Math.Clamp((int)b - 1, 0, contrast.Used.Length) : 0;
        return new(
            contrast,
            [
                RateRatioRow("crude rate ratio, everybody", contrast.Everybody, level),
                RateRatioRow("crude rate ratio, covariates recorded", complete, level),
                Standardised(contrast, complete, level),
                Weighted(contrast, complete, weighting, score.Status, level),
                Regression(contrast, complete, carried, budget, level),
            ],
            score.Status,
            estimated ? PropensityScore.Overlap(sample!, score.Scores, OverlapBound) : null,
            weighting,
            weighting is null ? [] : CovariateBalance.Of(sample!, weighting.Weights)
        );
    }

    /// <summary>Whether groups could be made alike, and how many patients that cost.</summary>
    public IEnumerable<AnalysisDiagnostic> Diagnostics()
    {
        var complete = Contrast.Complete.Length;
        yield return Diagnose.AtLeast(
            "fewest_events",
            "Cases in the group with fewer",
            Math.Min(Adjusted.Rows.Count(true, true), Adjusted.Rows.Count(false, true)),
            Diagnose.FewestExpected,
            "below, limits of large samples are doubtful"
        );
        yield return Diagnose.AtMost(
            "left_out",
            "Share of patients for whom a covariate is not recorded",
            Contrast.Everybody.Days.Length == 0 ? null : 1 - (complete / (double)Contrast.Everybody.Days.Length),
            Diagnose.MostLeftOut
        );
        yield return Diagnose.Known(
            "covariates_left_out",
            "Covariates that are not adjusted for at all",
            Contrast.Covariates.Count(c => c.LeftOut is not null)
        );
        yield return Diagnose.AtMost(
            "largest_difference",
            "Largest standardised difference of a covariate before adjustment",
            Balance.Count == 0 ? null : Balance.Max(b => Math.Abs(b.Unweighted)),
            Diagnose.LargestDifference,
            "above, the crude ratio compares unlike patients (overlap weights balance the means exactly)"
        );
        yield return Diagnose.AtLeast(
            "effective_share",
            "Effective over actual number of patients after weighting",
            Weighting is { } w && complete > 0 ? (w.EffectiveExposed + w.EffectiveUnexposed) / complete : null,
            0.5
        );
        yield return Diagnose.AtMost(
            "doubtful_overlap",
            $"Share of patients with a propensity score beyond {OverlapBound} of 0 or 1",
            Overlap is { } o && complete > 0 ? o.BeyondBound / (double)complete : null,
            Diagnose.MostLeftOut
        );
    }

    private static AdjustedRatioRow RateRatioRow(string method, ContrastRows rows, double level)
    {
        var (years1, years0) = (rows.Years(true), rows.Years(false));
        if (!(years1 > 0 && years0 > 0))
            return None(method, "nothing", rows, "a group has no person-time");
        var compared = RateRatio.Compare(new(rows.Count(true, true), years1), new(rows.Count(false, true), years0), level);
        return compared.Status == RateComparisonStatus.NoEvents ? None(method, "nothing", rows, "no case in either group")
            : double.IsFinite(compared.Ratio) ? new(method, "nothing", rows, compared.Ratio, compared.Exact, AdjustedRatioRow.Estimated)
            : new(method, "nothing", rows, null, null, "no case in the reference group: no upper limit");
    }

    /// <summary>Rates standardised to the person-time of both groups over the quarters of the first covariates.</summary>
    private static AdjustedRatioRow Standardised(AdjustedContrast contrast, ContrastRows rows, double level)
    {
        const string method = "standardised rate ratio";
        var used = contrast.Used;
        if (used.Length == 0)
            return None(method, "nothing", rows, "no covariate is recorded");
        var names = string.Join(", ", used.Take(2)) + " in two halves each";
        var strata = Strata(rows, Math.Min(2, used.Length));
        var count = strata.Length == 0 ? 0 : strata.Max() + 1;
        var standard = Enumerable.Range(0, count).Select(s => Years(rows, strata, s, null)).ToArray();
        var (first, second) = (Rate(true), Rate(false));
        if (first?.Status != DirectStatus.Estimated || second?.Status != DirectStatus.Estimated)
            return None(method, names, rows, "a stratum has no person-time in one of the groups");
        if (first.Events == 0 || second.Events == 0)
            return None(
                method,
                names,
                rows,
                $"{first.Events} cases against {second.Events}: a group without a case has no standardised ratio"
            );
        var ratio = first.Adjusted / second.Adjusted;
        var error = Math.Sqrt((first.Variance / first.Adjusted / first.Adjusted) + (second.Variance / second.Adjusted / second.Adjusted));
        return new(method, names, rows, ratio, Interval.AboutRatio(ratio, error, level), AdjustedRatioRow.Estimated);

        StandardisedRate? Rate(bool exposed)
        {
            var parts = Enumerable
                .Range(0, count)
                .Select(s => new StandardStratum(
                    rows.Events.Where((e, i) => e && rows.Exposed[i] == exposed && strata[i] == s).Count(),
                    Years(rows, strata, s, exposed),
                    standard[s]
                ))
                .ToArray();
            return count == 0 ? null : DirectStandardisation.Rate(parts, level);
        }
    }

    private static AdjustedRatioRow Weighted(
        AdjustedContrast contrast,
        ContrastRows rows,
        Weighting? weighting,
        PropensityStatus score,
        double level
    )
    {
        const string method = "overlap-weighted hazard ratio, robust";
        var names = string.Join(", ", contrast.Used);
        if (weighting is null)
            return None(method, names.Length == 0 ? "nothing" : names, rows, Without(contrast, score));
        var data = new CoxData([Array.ConvertAll(rows.Exposed, e => e ? 1.0 : 0)], rows.Days, rows.Events)
        {
            Weights = [.. weighting.Weights],
        };
        var fit = Cox.Fit(data);
        if (fit.Status != CoxStatus.Estimated)
            return None(method, names, rows, Words(fit.Status));
        var ratio = Math.Exp(fit.Coefficients[0]);
        return new(
            method,
            names,
            rows,
            ratio,
            Interval.AboutRatio(ratio, RobustVariance.Of(data, fit).StandardError(0), level),
            AdjustedRatioRow.Estimated
        );
    }

    private static AdjustedRatioRow Regression(AdjustedContrast contrast, ContrastRows rows, int carried, double? budget, double level)
    {
        const string method = "adjusted cause-specific hazard ratio (Cox, death censors)";
        var names = carried == 0 ? "nothing" : string.Join(", ", contrast.Used.Take(carried));
        if (budget is null)
            return None(method, names, rows, "the assumptions do not say how many events a covariate needs");
        if (budget < 1)
            return None(method, names, rows, $"{rows.Count(true, true) + rows.Count(false, true)} cases carry no covariate");
        var data = new CoxData([Array.ConvertAll(rows.Exposed, e => e ? 1.0 : 0), .. rows.Columns(carried)], rows.Days, rows.Events);
        var fit = Cox.Fit(data);
        if (fit.Status == CoxStatus.Estimated)
            return new(method, names, rows, Math.Exp(fit.Coefficients[0]), fit.HazardRatioInterval(0, level), AdjustedRatioRow.Estimated);
        if (fit.Status != CoxStatus.MonotoneLikelihood)
            return None(method, names, rows, Words(fit.Status));
        var firth = FirthCox.FitWithProfile(data, level);
        if (firth.Status != CoxStatus.Estimated)
            return None(method, names, rows, Words(firth.Status));
        var limits = new Interval(Math.Exp(firth.Intervals[0].Lower), Math.Exp(firth.Intervals[0].Upper));
        return new(method, names, rows, Math.Exp(firth.Coefficients[0]), limits, "estimated by Firth's penalty: a group has no case");
    }

    /// <summary>Why there are no weights; only where there are none.</summary>
    public string WhyNotWeighted => Without(Contrast, Score);

    private static string Without(AdjustedContrast contrast, PropensityStatus score) =>
        contrast.Used.Length == 0 ? "no covariate is recorded"
        : score == PropensityStatus.OneGroupEmpty ? "a group is empty"
        : score == PropensityStatus.Separated ? "the covariates tell the groups apart completely: nobody to compare with"
        : "covariates depend on one another";

    public static string Words(CoxStatus status) =>
        status switch
        {
            CoxStatus.Estimated => AdjustedRatioRow.Estimated,
            CoxStatus.NoEvents => "no case",
            CoxStatus.Collinear => "nobody, or everybody, is exposed, or covariates depend on one another",
            CoxStatus.MonotoneLikelihood => "a group has no case: the ratio has no finite estimate",
            _ => "the fit did not converge",
        };

    private static AdjustedRatioRow None(string method, string adjusted, ContrastRows rows, string why) =>
        new(method, adjusted, rows, null, null, why);

    /// <summary>Number of the stratum of each patient: above or at most the median of each of the first covariates.</summary>
    private static int[] Strata(ContrastRows rows, int covariates)
    {
        var strata = new int[rows.Days.Length];
        for (var j = 0; j < covariates; j++)
        {
            var sorted = Array.ConvertAll(rows.Covariates, r => r[j]);
            Array.Sort(sorted);
            // A cut that leaves people on both sides, also for a covariate of 0 and 1.
            var cut = sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
            if (sorted.Length > 0 && cut == sorted[0])
                cut = sorted.First(v => v > cut);
            for (var i = 0; i < strata.Length; i++)
                strata[i] += (rows.Covariates[i][j] >= cut ? 1 : 0) << j;
        }

        return strata;
    }

    private static double Years(ContrastRows rows, int[] strata, int stratum, bool? exposed) =>
        rows.Days.Where((_, i) => strata[i] == stratum && (exposed is null || rows.Exposed[i] == exposed)).Sum() / CalendarTime.DaysPerYear;
}
