using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Hazards;

/// <summary>How events at one and the same time are put into the partial likelihood.</summary>
public enum CoxTies
{
    /// <summary>Efron (1977): the average over the orders in which they may have happened. Near the exact likelihood at the cost of Breslow's.</summary>
    Efron,

    /// <summary>Breslow (1974): each against the whole risk set.</summary>
    Breslow,

    /// <summary>Time is discrete: the conditional logistic likelihood of who failed among those at risk (Cox 1972).</summary>
    Exact,
}

/// <summary>Whether a hazard regression could be fitted, and if not, why.</summary>
public enum CoxStatus
{
    /// <summary>The maximum was found.</summary>
    Estimated,

    /// <summary>No row ends with an event: nothing can be compared.</summary>
    NoEvents,

    /// <summary>A column is constant in every risk set, or a combination of those before it; <see cref="CoxFit.AffectedColumns"/> says which.</summary>
    Collinear,

    /// <summary>The likelihood rises without end along the affected columns (a group without any event, for example): see <see cref="FirthCox"/>.</summary>
    MonotoneLikelihood,

    /// <summary>The maximum was not reached in the steps allowed.</summary>
    NotConverged,
}

/// <summary>How a hazard regression is made.</summary>
/// <param name="Ties">Treatment of equal event times.</param>
/// <param name="Threads">Most threads used, 0 for all processors. The result has the same bits whatever the number.</param>
public sealed record CoxOptions(CoxTies Ties = CoxTies.Efron, int Threads = 0)
{
    /// <summary>Efron's treatment of ties, all processors.</summary>
    public static CoxOptions Default { get; } = new();
}

/// <summary>A chi-squared test.</summary>
/// <param name="Statistic">The statistic; NaN where the test cannot be made.</param>
public readonly record struct ChiSquaredTest(double Statistic, int DegreesOfFreedom)
{
    /// <summary>Upper tail probability of the statistic; NaN where the test cannot be made, 1 without any degree of freedom.</summary>
    public double PValue =>
        double.IsNaN(Statistic) ? double.NaN
        : DegreesOfFreedom == 0 ? 1
        : ChiSquared.Survival(DegreesOfFreedom, Math.Max(0, Statistic));
}

/// <summary>A fitted hazard regression.</summary>
/// <param name="AffectedColumns">Columns that depend on those before them, or along which the likelihood rises without end; else empty.</param>
/// <param name="Coefficients">Log hazard ratios in the order of the columns; NaN unless estimated.</param>
/// <param name="Covariance">Inverse of the observed information; empty unless estimated.</param>
/// <param name="NullLogLikelihood">Log partial likelihood with all coefficients 0 (offsets kept); 0 without events.</param>
/// <param name="LogLikelihood">At the estimate; for a monotone likelihood the limit as far as it was followed; else the one of the null model.</param>
/// <param name="ScoreTest">All coefficients 0 by the score at 0; exists also for a monotone likelihood. For one binary column: the log-rank test.</param>
/// <param name="Rows">Rows with a weight above 0.</param>
/// <param name="Events">Events among them, each counted once.</param>
/// <param name="Steps">Newton steps taken.</param>
public sealed record CoxFit(
    CoxStatus Status,
    CoxTies Ties,
    IReadOnlyList<int> AffectedColumns,
    IReadOnlyList<double> Coefficients,
    double[,] Covariance,
    double NullLogLikelihood,
    double LogLikelihood,
    ChiSquaredTest ScoreTest,
    ChiSquaredTest WaldTest,
    int Rows,
    int Events,
    int Steps
)
{
    /// <summary>Likelihood-ratio test that all coefficients are 0. Valid also for a monotone likelihood.</summary>
    public ChiSquaredTest LikelihoodRatioTest =>
        Status is CoxStatus.Estimated or CoxStatus.MonotoneLikelihood
            ? new(2 * (LogLikelihood - NullLogLikelihood), Coefficients.Count)
            : new(double.NaN, Coefficients.Count);

    /// <summary>Standard error of one log hazard ratio from the information; NaN unless estimated.</summary>
    public double StandardError(int column) => Status == CoxStatus.Estimated ? Math.Sqrt(Covariance[column, column]) : double.NaN;

    /// <summary>Wald interval of one hazard ratio; both limits NaN unless estimated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not strictly between 0 and 1.</exception>
    public Interval HazardRatioInterval(int column, double level)
    {
        var reach = ConfidenceLevel.Deviate(level) * StandardError(column);
        return new(Math.Exp(Coefficients[column] - reach), Math.Exp(Coefficients[column] + reach));
    }
}
