using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Clones;

/// <summary>One clone in one sample.</summary>
/// <param name="Time">Any unit; slopes and doubling times are per that unit.</param>
/// <param name="Count">Independent units (cells, distinct fragments, UMIs) of the clone, 0 ≤ count ≤ total.</param>
/// <param name="Total">The same of all clones of the sample, &gt; 0.</param>
public readonly record struct CloneCount(double Time, int Count, int Total);

/// <summary>How a clone's share changes with time.</summary>
/// <param name="Poisson">Intercept and slope of the logarithm of the share (log-linear in the count, exposure = total).</param>
/// <param name="QuasiError">Standard error of that slope times the root of the dispersion: NaN with two samples.</param>
/// <param name="Logit">Intercept and slope of the log odds.</param>
/// <param name="Firth">The same by Firth's method: finite also when the clone is absent from some samples.</param>
/// <param name="FirthP">Penalised likelihood-ratio test that the slope is 0. It takes the counts to be binomial: with over-dispersion it is too small.</param>
/// <param name="QuasiP">Two-sided test of the Poisson slope with the dispersion estimated (never taken below 1) and Student's t; NaN with two samples.</param>
/// <param name="DoublingTime">ln 2 over the Poisson slope: negative is the time to halve; NaN without a slope.</param>
/// <param name="LastShare">Share in the last sample.</param>
/// <param name="LastInterval">Its Clopper–Pearson interval.</param>
public sealed record TrajectoryFit(
    RegressionFit Poisson,
    double QuasiError,
    RegressionFit Logit,
    RegressionFit Firth,
    double FirthP,
    double QuasiP,
    double DoublingTime,
    double LastShare,
    Interval LastInterval
)
{
    /// <summary>Slope of the logarithm of the share per unit of time; by Firth's method when the maximum-likelihood one is not finite.</summary>
    public double Slope => Poisson.Status == RegressionStatus.Estimated ? Poisson.Coefficients[1] : Firth.Coefficients[1];
}

/// <summary>Growth of one clone over the samples of one person.</summary>
public static class CloneTrajectory
{
    /// <summary>Fits the share of a clone over time.</summary>
    /// <param name="samples">At least two different times; order does not matter.</param>
    /// <param name="level">Of the interval of the last share.</param>
    /// <exception cref="ArgumentException">Fewer than two times, a count out of range, or a time that is not finite.</exception>
    /// <remarks>Checked against <c>glm</c> and <c>logistf</c> in R (I04): 1e-9 relative.</remarks>
    public static TrajectoryFit Fit(IReadOnlyList<CloneCount> samples, double level)
    {
        Check(samples);
        var design = samples.Select(s => new[] { 1, s.Time }).ToList();
        var counts = samples.Select(s => (double)s.Count).ToList();
        var totals = samples.Select(s => (double)s.Total).ToList();
        var poisson = PoissonRegression.Fit(design, counts, totals);
        var estimated = poisson.Status == RegressionStatus.Estimated;
        var error = estimated ? poisson.StandardError(1) : double.NaN;
        var freedom = samples.Count - 2;
        var quasiP = double.NaN;
        if (estimated && freedom > 0)
        {
            var t = Math.Abs(poisson.Coefficients[1]) / (error * Math.Sqrt(Math.Max(1, poisson.Dispersion)));
            quasiP = 2 * StudentT.Cdf(freedom, -t);
        }

        var last = samples.OrderBy(s => s.Time).Last();
        return new(
            poisson,
            error * Math.Sqrt(poisson.Dispersion),
            LogisticRegression.Fit(design, counts, totals),
            LogisticRegression.Firth(design, counts, totals),
            LogisticRegression.FirthP(design, counts, totals, 1),
            quasiP,
            estimated ? Math.Log(2) / poisson.Coefficients[1] : double.NaN,
            (double)last.Count / last.Total,
            ProportionInterval.ClopperPearson(last.Count, last.Total, level)
        );
    }

    /// <summary>Exact one-sided test that a clone holds more than a share of its population: P(X ≥ count) if it held just that share.</summary>
    /// <param name="share">Between 0 and 1, for example 0.2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Count, total or share out of range.</exception>
    /// <remarks>Checked against <c>binom.test(alternative = "greater")</c> in R (I04): 1e-9 relative.</remarks>
    public static double DominanceP(int count, int total, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, total);
        return Binomial.Survival(count - 1, total, share);
    }

    private static void Check(IReadOnlyList<CloneCount> samples)
    {
        if (samples.Any(s => s.Count < 0 || s.Count > s.Total || s.Total < 1 || !double.IsFinite(s.Time)))
            throw new ArgumentException("A count lies between 0 and a positive total, at a finite time.", nameof(samples));
        if (samples.Select(s => s.Time).Distinct().Take(2).Count() < 2)
            throw new ArgumentException("Samples of at least two times are needed.", nameof(samples));
    }
}
