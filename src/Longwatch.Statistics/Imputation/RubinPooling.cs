using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Imputation;

/// <summary>One quantity pooled over the imputed data sets.</summary>
/// <param name="Estimate">Mean of the estimates.</param>
/// <param name="Within">Mean of their variances.</param>
/// <param name="Between">Variance among them.</param>
/// <param name="Total">Within + (1 + 1/m) Between.</param>
/// <param name="DegreesOfFreedom">Barnard and Rubin's, never more than those of complete data.</param>
/// <param name="RelativeIncrease">(1 + 1/m) Between/Within: of the variance, by what is missing; infinite without variance within.</param>
/// <param name="MissingShare">λ: share of the variance that comes from what is missing.</param>
/// <param name="MissingInformation">fmi: the same with allowance for the finite number of imputations.</param>
/// <param name="P">That the quantity is 0, two-sided, by Student's t; NaN when there is no variance at all.</param>
public readonly record struct PooledEstimate(
    double Estimate,
    double Within,
    double Between,
    double Total,
    double DegreesOfFreedom,
    double RelativeIncrease,
    double MissingShare,
    double MissingInformation,
    Interval Interval,
    double P
)
{
    /// <summary>Root of the total variance.</summary>
    public double StandardError => Math.Sqrt(Total);
}

/// <summary>Joint test that several pooled quantities are all 0 (Li, Raghunathan and Rubin's D1).</summary>
/// <param name="RelativeIncrease">Mean relative increase of the variance by what is missing.</param>
/// <param name="P">From F; NaN, as the statistic, when the mean covariance is singular.</param>
public readonly record struct PooledTest(
    double Statistic,
    int NumeratorFreedom,
    double DenominatorFreedom,
    double RelativeIncrease,
    double P
);

/// <summary>Rubin's rules: one answer from the analyses of several imputed data sets.</summary>
/// <remarks>
/// Rubin (1987); Barnard and Rubin (1999) Biometrika 86:948; Li, Raghunathan and Rubin (1991) J Am Stat Assoc 86:1065. Checked against <c>mice::pool</c> and D1 (G11): 1e-9.
/// </remarks>
public static class RubinPooling
{
    /// <summary>As in mice: a smaller share of missing information counts as this, so that degrees of freedom stay finite.</summary>
    private const double LeastShare = 1e-4;

    /// <summary>Pools one quantity.</summary>
    /// <param name="estimates">One per imputation, at least 2; on a scale where they are about normal (log odds, not odds).</param>
    /// <param name="variances">Squared standard errors.</param>
    /// <param name="completeFreedom">Residual degrees of freedom had nothing been missing; infinite for large samples.</param>
    /// <param name="level">Of the interval.</param>
    /// <exception cref="ArgumentException">Fewer than two imputations, different lengths, or a number out of its range.</exception>
    public static PooledEstimate Pool(ReadOnlySpan<double> estimates, ReadOnlySpan<double> variances, double completeFreedom, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        var m = estimates.Length;
        if (m < 2 || variances.Length != m)
            throw new ArgumentException(
                $"{m} estimates and {variances.Length} variances; two or more of each are needed.",
                nameof(estimates)
            );
        if (!(completeFreedom > 0))
            throw new ArgumentException("The degrees of freedom of complete data are positive.", nameof(completeFreedom));
        double mean = 0,
            within = 0,
            between = 0;
        for (var i = 0; i < m; i++)
        {
            if (!double.IsFinite(estimates[i]) || !(variances[i] >= 0 && double.IsFinite(variances[i])))
                throw new ArgumentException($"Imputation {i} has no finite estimate with a variance.", nameof(estimates));
            (mean, within) = (mean + (estimates[i] / m), within + (variances[i] / m));
        }

        foreach (var estimate in estimates)
            between += (estimate - mean) * (estimate - mean) / (m - 1);
        var extra = (1 + (1.0 / m)) * between;
        var total = within + extra;
        var share = total == 0 ? 0 : extra / total;
        var freedom = Freedom(m, Math.Max(LeastShare, share), completeFreedom);
        var increase = extra == 0 ? 0 : extra / within;
        var half = -StudentT.Quantile(freedom, tail) * Math.Sqrt(total);
        return new(
            mean,
            within,
            between,
            total,
            freedom,
            increase,
            share,
            double.IsInfinity(increase) ? 1 : (increase + (2 / (freedom + 3))) / (increase + 1),
            new(mean - half, mean + half),
            total == 0 ? double.NaN : 2 * StudentT.Cdf(freedom, -Math.Abs(mean) / Math.Sqrt(total))
        );
    }

    /// <summary>Tests that several quantities are all 0.</summary>
    /// <param name="estimates">One array per imputation, at least 2, all of one length.</param>
    /// <param name="covariances">Of the same quantities, one matrix per imputation.</param>
    /// <exception cref="ArgumentException">Fewer than two imputations, or shapes that do not match.</exception>
    public static PooledTest Test(IReadOnlyList<double[]> estimates, IReadOnlyList<double[,]> covariances)
    {
        var m = estimates.Count;
        if (m < 2 || covariances.Count != m)
            throw new ArgumentException("Two or more imputations are needed, each with a covariance.", nameof(estimates));
        var k = estimates[0].Length;
        if (k == 0 || estimates.Any(e => e.Length != k) || covariances.Any(c => c.GetLength(0) != k || c.GetLength(1) != k))
            throw new ArgumentException("All imputations need the same number of quantities.", nameof(estimates));
        var (mean, within) = (new double[k], new double[k, k]);
        for (var i = 0; i < m; i++)
        for (var a = 0; a < k; a++)
        {
            mean[a] += estimates[i][a] / m;
            for (var b = 0; b < k; b++)
                within[a, b] += covariances[i][a, b] / m;
        }

        if (Positive.Factor(within) is not { } factor)
            return new(double.NaN, k, double.NaN, double.NaN, double.NaN);
        // The trace of between × within⁻¹ is the mean of quadratic forms of the deviations.
        var trace = 0.0;
        var deviation = new double[k];
        foreach (var estimate in estimates)
        {
            for (var a = 0; a < k; a++)
                deviation[a] = estimate[a] - mean[a];
            trace += factor.InverseForm(deviation) / (m - 1);
        }

        var increase = (1 + (1.0 / m)) * trace / k;
        var statistic = factor.InverseForm(mean) / (k * (1 + increase));
        double t = k * (m - 1);
        var freedom = t > 4 ? 4 + ((t - 4) * Square(1 + ((1 - (2 / t)) / increase))) : t * (1 + (1.0 / k)) * Square(1 + (1 / increase)) / 2;
        var p = double.IsInfinity(freedom)
            ? ChiSquared.Survival(k, k * statistic)
            : BetaDistribution.Cdf(
                freedom / 2,
                k / 2.0,
                freedom / (freedom + (k * statistic)),
                k * statistic / (freedom + (k * statistic))
            );
        return new(statistic, k, freedom, increase, p);
    }

    private static double Freedom(int m, double share, double complete)
    {
        var old = (m - 1) / (share * share);
        if (double.IsInfinity(complete))
            return old;
        var observed = (complete + 1) / (complete + 3) * complete * (1 - share);
        return old * observed / (old + observed);
    }

    private static double Square(double x) => x * x;
}
