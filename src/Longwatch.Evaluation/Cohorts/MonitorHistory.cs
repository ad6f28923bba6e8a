using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>One monitor over the months of a cohort.</summary>
/// <param name="Name">As readers see it.</param>
/// <param name="Path">Null: the monitor cannot be set up, and <paramref name="Promise"/> says why.</param>
/// <param name="Promise">What the monitor promises about false alarms, in words.</param>
internal sealed record Monitor(string Id, string Name, MonitorPath? Path, string Promise)
{
    /// <summary>The statistic over its threshold, so that monitors can share an axis; null where that is no number.</summary>
    public double? Relative(int month) =>
        Path is { Threshold: > 0 } path && double.IsFinite(path.Statistic[month]) ? path.Statistic[month] / path.Threshold : null;
}

/// <summary>What the monitors would have shown against one background.</summary>
internal sealed record MonitorHistory(ExpectedCases Background, SurveillanceSeries Series, ImmutableArray<Monitor> Monitors)
{
    public const string MaxSprtName = "MaxSPRT";
    public const string EProcessName = "E-process";
    public const string CusumName = "CUSUM";

    public static MonitorHistory Of(ExpectedCases background, int[] cases, double[] expected, SequentialChoices choices, double alpha)
    {
        var series = SurveillanceSeries.Of([.. cases.Select((n, m) => new SurveillancePeriod(m, n, expected[m]))]);
        var sprt = SurveillanceHistory.MaxSprt(series, choices.MinimumCases, alpha);
        return new(
            background,
            series,
            [
                new("maxsprt", MaxSprtName, sprt.Path, Promise(sprt.Boundary, choices)),
                new(
                    "e-process",
                    EProcessName,
                    SurveillanceHistory.EProcess(series, choices.Mixture, alpha),
                    $"false alarm ever, however long the watch: at most {Report.Phrase.Percent(alpha)} %"
                ),
                Cusum(series, choices),
            ]
        );
    }

    /// <summary>Whether there is enough to watch.</summary>
    public IEnumerable<(string Analysis, AnalysisDiagnostic Diagnostic)> Diagnostics()
    {
        foreach (var monitor in Monitors)
        {
            var analysis = $"sequential-by-{monitor.Id}";
            yield return (
                analysis,
                Diagnose.AtLeast(
                    "expected",
                    "Cases expected at the data lock, quoted background",
                    Series.Expected[^1],
                    1,
                    "below, so few cases signal that each must be sure"
                )
            );
            yield return (
                analysis,
                new(
                    "threshold",
                    "Threshold of the monitor (0: any excess with enough cases signals)",
                    monitor.Path?.Threshold,
                    "one: without it nothing can signal",
                    monitor.Path is not null
                )
            );
        }
    }

    private static Monitor Cusum(SurveillanceSeries series, SequentialChoices choices)
    {
        var mean = series.Expected[^1] / series.Periods.Length;
        if (PoissonCusum.Design(mean, choices.CusumRatio, choices.CusumRunLength) is not { } chart)
            return new("cusum", CusumName, null, "no threshold: too few cases are expected in a month for so long a run length");
        var threshold = (double)chart.Threshold / chart.Scale;
        var bound = PoissonCusum.FalseAlarmBound([.. series.Periods.Select(p => p.Expected)], choices.CusumRatio, threshold);
        return new(
            "cusum",
            CusumName,
            SurveillanceHistory.Cusum(series, choices.CusumRatio, threshold),
            $"{Report.Phrase.Number(PoissonCusum.AverageRunLength(chart, mean))} months on average to a false alarm at the mean month; "
                + $"in these months at most {Report.Phrase.Percent(Math.Min(1, bound))} %"
        );
    }

    private static string Promise(MaxSprtBoundary boundary, SequentialChoices choices) =>
        boundary.CriticalValue is null
            ? $"no boundary: {choices.MinimumCases} cases are rarer than the wanted probability ({Report.Phrase.Percent(boundary.Attained)} %), so that any excess with so many signals"
            : $"false alarm by the data lock: {Report.Phrase.Percent(boundary.Attained)} %";
}
