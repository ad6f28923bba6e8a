using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Confounding;

/// <summary>Weighted means of the outcome in the two groups; for outcomes of 0 and 1 they are risks.</summary>
/// <param name="OfExposed">Weighted mean of the exposed.</param>
/// <param name="OfUnexposed">Weighted mean of the unexposed.</param>
/// <param name="RobustVariance">Of the difference, HC0.</param>
/// <param name="CorrectedVariance">Of the difference, HC1.</param>
/// <param name="Interval">Of the difference, normal with the corrected variance.</param>
public sealed record WeightedMeans(double OfExposed, double OfUnexposed, double RobustVariance, double CorrectedVariance, Interval Interval)
{
    public double Difference => OfExposed - OfUnexposed;
}

/// <summary>
/// The Horvitz–Thompson difference, whose weights are not normalised: it need not lie between −1 and 1 and moves when a constant is added to the outcome. Shown to
/// be compared with the normalised difference, never to be quoted.
/// </summary>
/// <param name="Difference">Σ over the exposed of y/e, minus Σ over the unexposed of y/(1 − e), over n.</param>
/// <param name="SumOfExposed">Sum of the weights of the exposed over n; 1 when the weights add up as they should.</param>
/// <param name="SumOfUnexposed">The same of the unexposed.</param>
public readonly record struct UnnormalisedDifference(double Difference, double SumOfExposed, double SumOfUnexposed)
{
    /// <summary>True when a sum of weights is more than a twentieth away from 1: the difference then says more of the weights than of the outcome.</summary>
    public bool Flagged => Math.Abs(SumOfExposed - 1) > 0.05 || Math.Abs(SumOfUnexposed - 1) > 0.05;
}

/// <summary>Differences of weighted means.</summary>
/// <remarks>
/// The variance takes the weights as known; for weights of the whole population by an estimated score it is conservative (Lunceford and Davidian (2004) Stat
/// Med 23:2937). Checked against R <c>lm</c>, <c>sandwich</c> and closed forms on <c>lalonde</c> (H02): 1e-9 relative.
/// </remarks>
public static class WeightedDifference
{
    /// <summary>Normalised (Hájek) weighted means and their difference.</summary>
    /// <exception cref="ArgumentException">Numbers differ, a group has no weight, an outcome is not finite, or a weight is negative.</exception>
    public static WeightedMeans Means(ExposedSample sample, IReadOnlyList<double> outcomes, IReadOnlyList<double> weights, double level)
    {
        var z = ConfidenceLevel.Deviate(level);
        sample.CheckLength(outcomes.Count, nameof(outcomes));
        var design = new double[sample.Count][];
        for (var i = 0; i < design.Length; i++)
            design[i] = [1, sample.Exposed[i] ? 1 : 0];
        var fit = WeightedRegression.LeastSquares(design, outcomes, weights);
        if (fit.Status != RegressionStatus.Estimated)
            throw new ArgumentException("A group has no weight.", nameof(weights));
        var (base0, difference) = (fit.Coefficients[0], fit.Coefficients[1]);
        var corrected = fit.RobustCorrected.Length > 0 ? fit.RobustCorrected[1, 1] : fit.Robust[1, 1];
        var half = z * Math.Sqrt(corrected);
        return new(base0 + difference, base0, fit.Robust[1, 1], corrected, new(difference - half, difference + half));
    }

    /// <summary>The difference with weights 1/e and 1/(1 − e) over n, not normalised.</summary>
    /// <exception cref="ArgumentException">Numbers differ, a group is empty, or a score is 0 or 1.</exception>
    public static UnnormalisedDifference HorvitzThompson(ExposedSample sample, IReadOnlyList<double> outcomes, IReadOnlyList<double> scores)
    {
        sample.CheckLength(outcomes.Count, nameof(outcomes));
        var weights = BalancingWeights.Of(sample, scores, WeightTarget.Everybody).Weights;
        double difference = 0,
            exposed = 0,
            unexposed = 0;
        for (var i = 0; i < sample.Count; i++)
        {
            difference += (sample.Exposed[i] ? 1 : -1) * weights[i] * outcomes[i];
            exposed += sample.Exposed[i] ? weights[i] : 0;
            unexposed += sample.Exposed[i] ? 0 : weights[i];
        }

        return new(difference / sample.Count, exposed / sample.Count, unexposed / sample.Count);
    }
}
