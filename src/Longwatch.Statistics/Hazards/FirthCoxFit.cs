namespace Longwatch.Statistics.Hazards;

/// <summary>A hazard regression by Firth's penalised likelihood.</summary>
/// <param name="AffectedColumns">Columns that depend on those before them; else empty.</param>
/// <param name="Coefficients">Log hazard ratios; NaN unless estimated.</param>
/// <param name="Covariance">Inverse of the information at the estimate; empty unless estimated. Wald intervals from it mislead where events are few: use the profile.</param>
/// <param name="NullLogLikelihood">Penalised, with all coefficients 0. It depends on the units of the columns; differences do not.</param>
/// <param name="LogLikelihood">Penalised, at the estimate.</param>
/// <param name="Intervals">Profile penalised-likelihood intervals of the log hazard ratios, infinite where the profile does not fall far enough; empty where not asked for.</param>
/// <param name="PValues">Penalised likelihood-ratio tests that one coefficient is 0, the penalty being that of all columns; empty where not asked for.</param>
public sealed record FirthCoxFit(
    CoxStatus Status,
    IReadOnlyList<int> AffectedColumns,
    IReadOnlyList<double> Coefficients,
    double[,] Covariance,
    double NullLogLikelihood,
    double LogLikelihood,
    IReadOnlyList<Interval> Intervals,
    IReadOnlyList<double> PValues,
    int Rows,
    int Events
)
{
    /// <summary>Penalised likelihood-ratio test that all coefficients are 0.</summary>
    public ChiSquaredTest LikelihoodRatioTest =>
        new(Status == CoxStatus.Estimated ? 2 * (LogLikelihood - NullLogLikelihood) : double.NaN, Coefficients.Count);

    /// <summary>Standard error of one log hazard ratio from the information; NaN unless estimated.</summary>
    public double StandardError(int column) => Status == CoxStatus.Estimated ? Math.Sqrt(Covariance[column, column]) : double.NaN;
}
