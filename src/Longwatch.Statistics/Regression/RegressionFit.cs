namespace Longwatch.Statistics.Regression;

/// <summary>Whether a regression could be fitted.</summary>
public enum RegressionStatus
{
    /// <summary>The maximum was found.</summary>
    Estimated,

    /// <summary>Columns of the design depend on one another, or there are fewer rows than columns.</summary>
    Singular,

    /// <summary>No finite maximum: the data separate (logistic), or all counts are zero.</summary>
    NoFiniteMaximum,

    /// <summary>The search did not settle within its steps; nothing is known about the maximum.</summary>
    NotConverged,
}

/// <summary>A fitted regression.</summary>
/// <param name="Coefficients">In the order of the columns; NaN when not estimated.</param>
/// <param name="Covariance">Inverse of the Fisher information at the estimate; empty when not estimated.</param>
/// <param name="LogLikelihood">Without the part that does not depend on the coefficients; for Firth's method the penalised one.</param>
/// <param name="Deviance">Twice the distance to the saturated model.</param>
/// <param name="Dispersion">Pearson's statistic over the residual degrees of freedom; NaN without any.</param>
public sealed record RegressionFit(
    RegressionStatus Status,
    IReadOnlyList<double> Coefficients,
    double[,] Covariance,
    double LogLikelihood,
    double Deviance,
    double Dispersion
)
{
    /// <summary>Standard error of one coefficient, without regard to over-dispersion.</summary>
    public double StandardError(int column) => Status == RegressionStatus.Estimated ? Math.Sqrt(Covariance[column, column]) : double.NaN;

    internal static RegressionFit None(RegressionStatus status, int columns) =>
        new(status, [.. Enumerable.Repeat(double.NaN, columns)], new double[0, 0], double.NaN, double.NaN, double.NaN);
}
