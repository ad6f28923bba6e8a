using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Hazards;

/// <summary>The variance of log hazard ratios that holds also where rows of a cluster depend on one another, or weights are not counts.</summary>
/// <param name="Covariance">Σ over clusters of the outer product of their summed, weighted dfbeta.</param>
/// <param name="WaldTest">All coefficients 0, with this covariance; NaN where it is singular (fewer clusters than columns).</param>
/// <param name="Clusters">Number of clusters.</param>
/// <remarks>
/// Lin and Wei (1989) J Am Stat Assoc 84:1074. With few clusters it is too small: do not trust it below about 30.
/// Checked against R survival 3.5-3 <c>coxph(cluster = )</c> and <c>robust = TRUE</c> on <c>lung</c> and <c>nwtco</c> (B04, G04): 1e-9.
/// </remarks>
public sealed record RobustVariance(double[,] Covariance, ChiSquaredTest WaldTest, int Clusters)
{
    /// <summary>By the clusters of the data; without any, each row is a cluster.</summary>
    /// <exception cref="ArgumentException">The fit is not an estimate, of other data, or made with exact ties.</exception>
    public static RobustVariance Of(CoxData data, CoxFit fit)
    {
        var moved = CoxResiduals.Dfbeta(data, fit);
        var (cluster, clusters) = data.Clusters is null ? (null, data.Rows) : CoxSample.Number(data.Clusters);
        var sums = new double[moved.Length][];
        for (var j = 0; j < moved.Length; j++)
        {
            sums[j] = new double[clusters];
            for (var i = 0; i < data.Rows; i++)
                sums[j][cluster?[i] ?? (data.Clusters is null ? i : 0)] += (data.Weights?[i] ?? 1) * moved[j][i];
        }

        var covariance = new double[moved.Length, moved.Length];
        for (var j = 0; j < moved.Length; j++)
        for (var k = 0; k <= j; k++)
        {
            var sum = 0.0;
            for (var c = 0; c < clusters; c++)
                sum += sums[j][c] * sums[k][c];
            covariance[j, k] = covariance[k, j] = sum;
        }

        var statistic = moved.Length == 0 ? 0 : Positive.Factor(covariance)?.InverseForm([.. fit.Coefficients]) ?? double.NaN;
        return new(covariance, new(statistic, moved.Length), clusters);
    }

    /// <summary>Standard error of one log hazard ratio.</summary>
    public double StandardError(int column) => Math.Sqrt(Covariance[column, column]);
}
