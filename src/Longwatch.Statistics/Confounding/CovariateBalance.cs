namespace Longwatch.Statistics.Confounding;

/// <summary>How far apart the groups are in one covariate, in pooled standard deviations of the unweighted groups.</summary>
/// <param name="Unweighted">Mean of the exposed minus mean of the unexposed; ±∞ when a covariate is constant in both groups at different values.</param>
/// <param name="Weighted">The same of the weighted means, over the same standard deviation, so that the two can be compared.</param>
public readonly record struct StandardisedDifference(double Unweighted, double Weighted);

/// <summary>Balance of covariates between exposed and unexposed.</summary>
/// <remarks>
/// Below 0.1 is commonly called balanced: Austin (2009) Stat Med 28:3083, which also gives the pooled standard deviation √((v₁ + v₀)/2). Checked against R on
/// <c>lalonde</c> (H02): 1e-9 relative.
/// </remarks>
public static class CovariateBalance
{
    /// <summary>One difference per covariate.</summary>
    /// <param name="weights">One per person, ≥ 0; each group needs a positive sum.</param>
    /// <exception cref="ArgumentException">Numbers differ, a weight is negative, or a group has no weight.</exception>
    public static IReadOnlyList<StandardisedDifference> Of(ExposedSample sample, IReadOnlyList<double> weights)
    {
        sample.CheckLength(weights.Count, nameof(weights));
        var differences = new StandardisedDifference[sample.Columns];
        for (var column = 0; column < differences.Length; column++)
        {
            var (exposed, unexposed) = (Moments(sample, weights, column, true), Moments(sample, weights, column, false));
            var deviation = Math.Sqrt((exposed.Variance + unexposed.Variance) / 2);
            differences[column] = new(
                Over(exposed.Mean - unexposed.Mean, deviation),
                Over(exposed.Weighted - unexposed.Weighted, deviation)
            );
        }

        return differences;

        static double Over(double difference, double deviation) => difference == 0 ? 0 : difference / deviation;
    }

    private static (double Mean, double Variance, double Weighted) Moments(
        ExposedSample sample,
        IReadOnlyList<double> weights,
        int column,
        bool group
    )
    {
        double sum = 0,
            weighted = 0,
            weight = 0;
        var n = 0;
        for (var i = 0; i < sample.Count; i++)
        {
            if (sample.Exposed[i] != group)
                continue;
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException($"Weight {i} is {weights[i]}; it must be finite and not negative.", nameof(weights));
            var x = sample.Covariates[i][column];
            (n, sum, weighted, weight) = (n + 1, sum + x, weighted + (weights[i] * x), weight + weights[i]);
        }

        if (!(weight > 0))
            throw new ArgumentException("A group has no weight.", nameof(weights));
        var mean = sum / n;
        var squares = 0.0;
        for (var i = 0; i < sample.Count; i++)
            if (sample.Exposed[i] == group)
                squares += (sample.Covariates[i][column] - mean) * (sample.Covariates[i][column] - mean);
        return (mean, n > 1 ? squares / (n - 1) : 0, weighted / weight);
    }
}
