using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Hazards;

/// <summary>Firth's penalty, half the logarithm of the determinant of the information, and its derivatives: O(rows × p²).</summary>
/// <remarks>
/// Its derivative by b_j is ½ tr(V ∂I/∂b_j) with V = I⁻¹. With Breslow's ties ∂I/∂b_j is the third central moment over the risk set, so that
/// tr = Σ_t h E[(x − m)ᵀ V (x − m) (x − m)_j]. Multiplied out and summed over rows before times, with z = xᵀ V x, v the events expected of a row and
/// c = Σ (h/R) m over the times at which it is at risk: Σ_i [v z x_j − r z c_j − 2 r x_j (xᵀ V c)] + 2 Σ_t h m_j (mᵀ V m).
/// </remarks>
internal sealed class FirthPenalty
{
    private readonly CoxSample sample;
    private readonly PartialLikelihood likelihood;
    private readonly double[] cumulative;

    public FirthPenalty(CoxSample sample)
    {
        this.sample = sample;
        likelihood = new PartialLikelihood(sample, CoxTies.Breslow);
        cumulative = new double[sample.Groups * sample.Width];
    }

    /// <summary>The penalised likelihood with its score, and the information without the penalty; null where not finite or the information is singular.</summary>
    public LikelihoodPoint? Evaluate(double[] coefficients)
    {
        if (likelihood.Evaluate(coefficients) is not { } plain || Positive.Factor(plain.Information) is not { } factor)
            return null;
        var (score, slope) = (new double[sample.Width], Slope(factor.Inverse()));
        for (var j = 0; j < score.Length; j++)
            score[j] = plain.Score[j] + (slope[j] / 2);
        var point = plain with { LogLikelihood = plain.LogLikelihood + (factor.LogDeterminant / 2), Score = score };
        return point.IsFinite ? point : null;
    }

    private double[] Slope(double[,] inverse)
    {
        var width = sample.Width;
        var (slope, mean, product) = (new double[width], new double[width], new double[width]);
        for (var k = 0; k < sample.Groups; k++)
        {
            var (risk, weight) = (likelihood.Sums.AtRisk[k], sample.DeathWeight[k]);
            for (var j = 0; j < width; j++)
            {
                mean[j] = likelihood.Sums.AtRiskX[(k * likelihood.Sums.Stride) + j] / risk;
                cumulative[(k * width) + j] =
                    (weight / risk * mean[j]) + (k > sample.StratumFirst[k] ? cumulative[((k - 1) * width) + j] : 0);
            }

            var form = Multiply(inverse, mean, mean, product);
            for (var j = 0; j < width; j++)
                slope[j] += 2 * weight * mean[j] * form;
        }

        AddRows(inverse, slope);
        return slope;
    }

    private void AddRows(double[,] inverse, double[] slope)
    {
        var width = sample.Width;
        var (x, c, product) = (new double[width], new double[width], new double[width]);
        for (var k = 0; k < sample.Groups; k++)
        for (var i = sample.Start(k); i < sample.End(k); i++)
        {
            var entry = sample.EntryGroup is { } groups && groups[i] >= sample.StratumFirst[k] ? groups[i] : -1;
            for (var j = 0; j < width; j++)
            {
                x[j] = sample.Columns[j][i];
                c[j] = cumulative[(k * width) + j] - (entry < 0 ? 0 : cumulative[(entry * width) + j]);
            }

            var z = Multiply(inverse, x, x, product);
            var cross = 0.0;
            for (var j = 0; j < width; j++)
                cross += product[j] * c[j];
            var (risk, expected) = (likelihood.Sums.Risk[i], likelihood.Expected[i]);
            for (var j = 0; j < width; j++)
                slope[j] += (expected * z * x[j]) - (risk * z * c[j]) - (2 * risk * x[j] * cross);
        }
    }

    /// <summary>leftᵀ matrix right; <paramref name="product"/> receives matrix × right.</summary>
    private static double Multiply(double[,] matrix, double[] left, double[] right, double[] product)
    {
        var form = 0.0;
        for (var j = 0; j < left.Length; j++)
        {
            var sum = 0.0;
            for (var k = 0; k < right.Length; k++)
                sum += matrix[j, k] * right[k];
            product[j] = sum;
            form += left[j] * sum;
        }

        return form;
    }
}
