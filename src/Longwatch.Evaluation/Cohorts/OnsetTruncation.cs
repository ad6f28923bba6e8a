using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Onset;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>The onset share corrected for right truncation at the data lock: the nonparametric ratio and the parametric fits with their status.</summary>
internal static class OnsetTruncation
{
    private const string RatioId = "onset-corrected-nonparametric";
    private const string RatioLabel = "Onset within 12 months, of onsets up to the longest seen, corrected for right truncation";

    public static ImmutableArray<Estimate> Estimate(OnsetCases cases, double level)
    {
        var sample = cases.Truncated();
        return [Ratio(sample, level), .. Enum.GetValues<LatencyFamily>().Select(f => Fitted(TruncatedLikelihood.Fit(sample, f), level))];
    }

    /// <summary>Whether onset was looked for long enough, in enough cases.</summary>
    public static IEnumerable<AnalysisDiagnostic> Diagnostics(OnsetCases cases)
    {
        yield return Diagnose.AtLeast(
            "events",
            "Events",
            cases.Days.Length,
            2 * Diagnose.FewestExpected,
            "below, two parameters of a latency are hardly determined"
        );
        yield return Diagnose.AtLeast(
            "longest_onset_days",
            "Longest onset seen, in days",
            cases.Days.Length == 0 ? null : cases.Days.Max(),
            OnsetCases.EarlyDays + 1,
            "below, the share within 12 months is 1 whatever the truth"
        );
    }

    /// <summary>The naive and the corrected distribution side by side at each onset (thinned to at most 200 rows).</summary>
    public static ReportTable Table(OnsetCases cases)
    {
        var distribution = ReverseHazard.Estimate(cases.Truncated());
        var every = Math.Max(1, (distribution.Steps.Count + 199) / 200);
        var sorted = cases.Days.Order().ToArray();
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        for (var i = 0; i < distribution.Steps.Count; i++)
        {
            if (i % every != 0 && i != distribution.Steps.Count - 1)
                continue;
            var step = distribution.Steps[i];
            var naive = sorted.Count(d => d <= step.Time) / (double)sorted.Length;
            rows.Add(new([step.Time / CalendarTime.DaysPerMonth, "as reported", naive]));
            rows.Add(new([step.Time / CalendarTime.DaysPerMonth, "corrected for right truncation", step.Share]));
        }

        return new(
            "onset-distribution",
            "Distribution of onset among those with onset up to the longest seen, as reported and corrected for right truncation",
            [
                new("months", "Months from infusion to onset", 1),
                new("kind", "Distribution"),
                new("share", "Share with onset until then", 1, Percent: true),
            ],
            rows.ToImmutable()
        );
    }

    private static Estimate Ratio(RightTruncatedSample sample, double level)
    {
        if (sample.Count == 0)
            return Estimates.NoData(RatioId, RatioLabel, Unit.Probability, "There is no secondary T-cell malignancy.");
        var distribution = ReverseHazard.Estimate(sample);
        if (distribution.Horizon <= OnsetCases.EarlyDays)
            return Estimates.NotIdentified(
                RatioId,
                RatioLabel,
                Unit.Probability,
                "No onset was seen after 12 months, so the ratio is 1 whatever the truth."
            );
        var has = distribution.TryInterval(OnsetCases.EarlyDays, level, out var interval);
        return Estimates.Value(
            new(
                RatioId,
                RatioLabel,
                $"Relative to onsets within {Phrase.Number(distribution.Horizon / CalendarTime.DaysPerMonth)} months; later onsets cannot be known from cases."
            ),
            distribution.At(OnsetCases.EarlyDays),
            Unit.Probability,
            "Reverse-hazard product limit (Lagakos 1988), log(−log) interval",
            has ? [Estimates.Named("log(−log)", level, interval)] : []
        );
    }

    private static Estimate Fitted(TruncatedFit fit, double level)
    {
        var name = fit.Family switch
        {
            LatencyFamily.Exponential => "exponential",
            LatencyFamily.Weibull => "Weibull",
            LatencyFamily.LogNormal => "log-normal",
            _ => "log-logistic",
        };
        var (id, label) = ($"onset-corrected-{name.ToLowerInvariant()}", $"P(onset ≤ 12 months) if follow-up were endless, {name} latency");
        return fit.Status switch
        {
            TruncatedFitStatus.Estimated => Estimates.Value(
                new(
                    id,
                    label,
                    fit.SupportOfFiniteScale < ChiSquared.Quantile(1, level)
                        ? "Barely identified: latencies without end fit almost as well, so the interval is too short."
                        : null
                ),
                fit.Cumulative(OnsetCases.EarlyDays),
                Unit.Probability,
                "Maximum truncated likelihood; delta-method interval",
                [Estimates.Named("delta method", level, fit.CumulativeInterval(OnsetCases.EarlyDays, level))]
            ),
            TruncatedFitStatus.NotIdentified => Estimates.NotIdentified(id, label, Unit.Probability, $"Not identified: {fit.Reason}."),
            _ => Estimates.NoData(id, label, Unit.Probability, $"Not fitted: {fit.Reason}."),
        };
    }
}
