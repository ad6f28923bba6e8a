using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>One effect of a <see cref="ReportTrend"/> as a ratio.</summary>
/// <param name="Ratio">Of reporting rates; NaN when not estimated.</param>
/// <param name="Interval">Wald on the log scale, standard errors widened by over-dispersion.</param>
/// <param name="P">Two-sided, Wald.</param>
public readonly record struct TrendRatio(double Ratio, Interval Interval, double P);

/// <summary>Report counts over time that may step up or down at a date, for example when a regulator's warning stimulates reports.</summary>
/// <param name="Status">Whether it could be fitted: all counts 0, or none on one side of the date, leave no finite maximum.</param>
/// <param name="Slope">Change of the rate per period before and after alike.</param>
/// <param name="Step">Change of the level at the date; NaN when no date was given.</param>
/// <param name="SlopeChange">Change of the slope after the date, as a ratio per period; NaN unless asked for.</param>
/// <param name="Dispersion">Pearson's; standard errors are widened by its root where it is above 1. NaN without degrees of freedom.</param>
/// <param name="Fitted">Expected count of each period; empty unless estimated.</param>
/// <remarks>
/// Segmented Poisson regression with the reports of all drugs (or the exposure) of a period as offset: Wagner et al. (2002) J Clin Pharm Ther 27:299.
/// Checked against R's <c>glm(family = quasipoisson)</c>: 1e-8.
/// </remarks>
public sealed record ReportTrend(
    RegressionStatus Status,
    TrendRatio Slope,
    TrendRatio Step,
    TrendRatio SlopeChange,
    double Dispersion,
    IReadOnlyList<double> Fitted
)
{
    private static readonly TrendRatio none = new(double.NaN, new(double.NaN, double.NaN), double.NaN);

    /// <summary>Fits the series.</summary>
    /// <param name="counts">Reports of the pair in consecutive periods, ≥ 0.</param>
    /// <param name="offsets">Reports in all (or exposure) of the periods, &gt; 0.</param>
    /// <param name="step">First period after the date; null for a trend without a step. Between 1 and the number of periods less 1.</param>
    /// <param name="slopeChanges">Let the slope change at the date too.</param>
    /// <param name="level">Strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a count or offset is out of its range, or the step is.</exception>
    public static ReportTrend Fit(ReadOnlySpan<int> counts, ReadOnlySpan<double> offsets, int? step, bool slopeChanges, double level)
    {
        var deviate = ConfidenceLevel.Deviate(level);
        if (counts.Length != offsets.Length)
            throw new ArgumentException($"{counts.Length} counts but {offsets.Length} offsets.", nameof(offsets));
        if (step is { } first && (first < 1 || first >= counts.Length))
            throw new ArgumentOutOfRangeException(nameof(step), first, "The step lies inside the series.");
        if (slopeChanges && step is null)
            throw new ArgumentException("A slope changes at a date: a step is needed.", nameof(slopeChanges));

        var design = new double[counts.Length][];
        for (var t = 0; t < design.Length; t++)
        {
            // Time is counted from the date, so that the step is the change of level at it.
            double time = t - (step ?? 0),
                after = t >= step ? 1 : 0;
            design[t] =
                step is null ? [1, time]
                : slopeChanges ? [1, time, after, after * time]
                : [1, time, after];
        }

        double[] values = [.. counts],
            exposures = offsets.ToArray();
        if (step is { } date && (counts[..date].IndexOfAnyExcept(0) < 0 || counts[date..].IndexOfAnyExcept(0) < 0))
            return new(RegressionStatus.NoFiniteMaximum, none, none, none, double.NaN, []);
        var fit = PoissonRegression.Fit(design, values, exposures);
        if (fit.Status != RegressionStatus.Estimated)
            return new(fit.Status, none, none, none, double.NaN, []);
        var widening = fit.Dispersion > 1 ? Math.Sqrt(fit.Dispersion) : 1;
        return new(
            fit.Status,
            Ratio(1),
            step is null ? none : Ratio(2),
            slopeChanges ? Ratio(3) : none,
            fit.Dispersion,
            [.. design.Select((row, t) => exposures[t] * Math.Exp(row.Zip(fit.Coefficients).Sum(pair => pair.First * pair.Second)))]
        );

        TrendRatio Ratio(int column)
        {
            var (value, error) = (fit.Coefficients[column], fit.StandardError(column) * widening);
            return new(
                Math.Exp(value),
                new(Math.Exp(value - (deviate * error)), Math.Exp(value + (deviate * error))),
                2 * NormalDistribution.Survival(Math.Abs(value) / error)
            );
        }
    }
}
