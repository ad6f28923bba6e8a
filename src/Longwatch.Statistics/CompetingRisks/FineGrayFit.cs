using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.CompetingRisks;

/// <summary>Whether a Fine–Gray regression could be fitted.</summary>
public enum FineGrayStatus
{
    Estimated,

    /// <summary>No event of the cause of interest: nothing says anything about the coefficients.</summary>
    NoEvents,

    /// <summary>A covariate is constant, or one follows from the others, among those at risk.</summary>
    Collinear,

    /// <summary>A combination of covariates separates those with the event from the rest: the likelihood grows without end.</summary>
    NoFiniteMaximum,

    /// <summary>The search did not settle.</summary>
    NotConverged,
}

/// <summary>One step of the cumulative subdistribution hazard.</summary>
/// <param name="Time">A time with at least one event of the cause.</param>
/// <param name="Hazard">Its rise for a subject whose covariates are all 0 (<c>bfitj</c> of <c>crr</c>).</param>
public readonly record struct SubdistributionStep(double Time, double Hazard);

/// <summary>One step of a predicted cumulative incidence.</summary>
public readonly record struct PredictedIncidence(double Time, double Incidence);

/// <summary>A fitted proportional subdistribution hazards regression.</summary>
/// <param name="Subjects">Subjects in the sample.</param>
/// <param name="Events">Events of the cause of interest.</param>
/// <param name="Competing">Events of other causes.</param>
/// <param name="Coefficients">Log subdistribution hazard ratios, in the order of the covariates; NaN when not estimated.</param>
/// <param name="Covariance">
/// The covariance to report: with <see cref="FineGrayMethod.EstimatedCensoring"/> the sandwich of Fine and Gray (1999), eq. 7 and 8; with
/// <see cref="FineGrayMethod.WeightedCox"/> the sandwich over subjects (<c>coxph</c> with <c>cluster(id)</c>). Empty when not estimated.
/// </param>
/// <param name="ModelCovariance">Inverse of minus the second derivative of the log pseudo-likelihood; too small, because weights are not counts.</param>
/// <param name="RowCovariance">
/// With <see cref="FineGrayMethod.WeightedCox"/>: the sandwich over the rows of the expanded data (<c>coxph</c> of them without <c>cluster</c>), for comparison only.
/// Otherwise empty.
/// </param>
/// <param name="LogLikelihood">Log pseudo-likelihood at the estimate.</param>
/// <param name="NullLogLikelihood">The same with all coefficients 0.</param>
/// <param name="Baseline">At covariates 0, ascending; empty when not estimated.</param>
public sealed record FineGrayFit(
    FineGrayStatus Status,
    int Subjects,
    int Events,
    int Competing,
    IReadOnlyList<double> Coefficients,
    double[,] Covariance,
    double[,] ModelCovariance,
    double[,] RowCovariance,
    double LogLikelihood,
    double NullLogLikelihood,
    IReadOnlyList<SubdistributionStep> Baseline
)
{
    /// <summary>Standard error of one coefficient; NaN when not estimated.</summary>
    public double StandardError(int column) => Status == FineGrayStatus.Estimated ? Math.Sqrt(Covariance[column, column]) : double.NaN;

    /// <summary>Two-sided Wald p value of one coefficient; NaN when not estimated.</summary>
    public double PValue(int column) =>
        Status == FineGrayStatus.Estimated
            ? 2 * NormalDistribution.Survival(Math.Abs(Coefficients[column]) / StandardError(column))
            : double.NaN;

    /// <summary>Wald interval of one coefficient; false when not estimated.</summary>
    /// <param name="level">Confidence level, for example 0.95.</param>
    public bool TryInterval(int column, double level, out Interval interval)
    {
        var half = ConfidenceLevel.Deviate(level) * StandardError(column);
        interval = Status == FineGrayStatus.Estimated ? new(Coefficients[column] - half, Coefficients[column] + half) : default;
        return Status == FineGrayStatus.Estimated;
    }

    /// <summary>Predicted incidence of the cause for one profile: 1 − exp(−Λ₀(t) exp(β′x)), at each step of <see cref="Baseline"/>.</summary>
    /// <param name="profile">One value for each covariate.</param>
    /// <exception cref="ArgumentException">The profile has another length than the coefficients.</exception>
    /// <exception cref="InvalidOperationException">There is no estimate.</exception>
    public IReadOnlyList<PredictedIncidence> Incidence(ReadOnlySpan<double> profile)
    {
        var ratio = Math.Exp(Predictor(profile));
        var steps = new PredictedIncidence[Baseline.Count];
        var hazard = 0.0;
        for (var k = 0; k < steps.Length; k++)
        {
            hazard += ratio * Baseline[k].Hazard;
            steps[k] = new(Baseline[k].Time, 1 - Math.Exp(-hazard));
        }

        return steps;
    }

    private double Predictor(ReadOnlySpan<double> profile)
    {
        if (Status != FineGrayStatus.Estimated)
            throw new InvalidOperationException($"There is nothing to predict from: {Status}.");
        if (profile.Length != Coefficients.Count)
            throw new ArgumentException($"{profile.Length} values but {Coefficients.Count} coefficients.", nameof(profile));
        var sum = 0.0;
        for (var j = 0; j < profile.Length; j++)
            sum += profile[j] * Coefficients[j];
        return sum;
    }
}
