using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Hazards;

/// <summary>Chi-squared statistics from a score or an estimate and a matrix.</summary>
internal static class CoxTests
{
    /// <summary>scoreᵀ information⁻¹ score; NaN where the information is singular.</summary>
    public static ChiSquaredTest Score(double[] score, double[,] information) =>
        new(score.Length == 0 ? 0 : Positive.Factor(information)?.InverseForm(score) ?? double.NaN, score.Length);

    /// <summary>estimateᵀ information estimate.</summary>
    public static ChiSquaredTest Wald(double[] estimate, double[,] information)
    {
        var sum = 0.0;
        for (var j = 0; j < estimate.Length; j++)
        for (var k = 0; k < estimate.Length; k++)
            sum += estimate[j] * information[j, k] * estimate[k];
        return new(sum, estimate.Length);
    }

    /// <summary>Null where the matrix is not positive definite.</summary>
    public static double[,]? Inverse(double[,] matrix) => matrix.Length == 0 ? new double[0, 0] : Positive.Factor(matrix)?.Inverse();
}
