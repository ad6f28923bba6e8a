using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Confounding;

/// <summary>Whether an outcome model could be fitted.</summary>
public enum OutcomeStatus
{
    Estimated,

    /// <summary>Nobody, or everybody, is exposed.</summary>
    OneGroupEmpty,

    /// <summary>No event, or nobody without: there is nothing to model.</summary>
    NoContrast,

    /// <summary>The covariates separate those with from those without the event.</summary>
    Separated,

    /// <summary>Covariates depend on one another or do not vary.</summary>
    Collinear,
}

/// <summary>Risks of everybody if all were exposed and if none were.</summary>
/// <param name="Status">Unless estimated, figures are 0 and intervals 0 to ∞.</param>
/// <param name="IfExposed">Mean risk with everybody exposed.</param>
/// <param name="IfUnexposed">Mean risk with nobody exposed.</param>
/// <param name="DifferenceError">Standard error of the difference, delta method, the covariates taken as fixed.</param>
/// <param name="LogRatioError">Standard error of the log ratio, alike.</param>
/// <param name="Difference">Interval of the difference.</param>
/// <param name="Ratio">Interval of the ratio.</param>
public sealed record StandardisedRisks(
    OutcomeStatus Status,
    double IfExposed,
    double IfUnexposed,
    double DifferenceError,
    double LogRatioError,
    Interval Difference,
    Interval Ratio
)
{
    public double RiskDifference => IfExposed - IfUnexposed;

    public double RiskRatio => Status == OutcomeStatus.Estimated ? IfExposed / IfUnexposed : 0;
}

/// <summary>An estimate that is right when either the exposure model or the outcome model is.</summary>
/// <param name="Status">Unless estimated, figures are 0 and the interval is −∞ to ∞.</param>
/// <param name="RiskDifference">Augmented inverse-probability-weighted difference.</param>
/// <param name="StandardError">From the influence curve: √(Σ(ψ − mean)²)/n.</param>
public sealed record DoublyRobust(OutcomeStatus Status, double RiskDifference, double StandardError, Interval Interval);

/// <summary>Standardisation over the covariates by a logistic model of the outcome (the parametric g-formula), and its augmentation by weights.</summary>
/// <remarks>
/// Robins (1986); Hernán and Robins (2020) chapters 13 and 15; Robins, Rotnitzky and Zhao (1994) JASA 89:846. The model is exposure + covariates, without
/// products. Checked against R <c>glm</c> and closed forms on <c>lalonde</c> (H02): 1e-9 relative.
/// </remarks>
public static class OutcomeStandardisation
{
    /// <summary>Standardised risks.</summary>
    /// <param name="events">One per person.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    public static StandardisedRisks Risks(ExposedSample sample, IReadOnlyList<bool> events, double level)
    {
        var z = ConfidenceLevel.Deviate(level);
        var model = Model(sample, events);
        var open = new Interval(0, double.PositiveInfinity);
        if (model.Status != OutcomeStatus.Estimated)
            return new(model.Status, 0, 0, 0, 0, open, open);

        var columns = sample.Columns + 2;
        var (gradient1, gradient0) = (new double[columns], new double[columns]);
        double risk1 = 0,
            risk0 = 0;
        for (var i = 0; i < sample.Count; i++)
        {
            var (p1, p0) = (model.With[i], model.Without[i]);
            var (slope1, slope0) = (p1 * (1 - p1) / sample.Count, p0 * (1 - p0) / sample.Count);
            risk1 += p1 / sample.Count;
            risk0 += p0 / sample.Count;
            gradient1[0] += slope1;
            gradient0[0] += slope0;
            gradient1[1] += slope1;
            for (var j = 0; j < sample.Columns; j++)
            {
                gradient1[j + 2] += slope1 * sample.Covariates[i][j];
                gradient0[j + 2] += slope0 * sample.Covariates[i][j];
            }
        }

        var (difference, ratio) = (new double[columns], new double[columns]);
        for (var j = 0; j < columns; j++)
            (difference[j], ratio[j]) = (gradient1[j] - gradient0[j], (gradient1[j] / risk1) - (gradient0[j] / risk0));
        var (error, logError) = (Math.Sqrt(Form(model.Covariance, difference)), Math.Sqrt(Form(model.Covariance, ratio)));
        var factor = Math.Exp(z * logError);
        return new(
            OutcomeStatus.Estimated,
            risk1,
            risk0,
            error,
            logError,
            new(risk1 - risk0 - (z * error), risk1 - risk0 + (z * error)),
            new(risk1 / risk0 / factor, risk1 / risk0 * factor)
        );
    }

    /// <summary>Augmented inverse-probability weighting with the same outcome model.</summary>
    /// <param name="events">One per person.</param>
    /// <param name="scores">In (0, 1).</param>
    /// <exception cref="ArgumentException">The numbers differ, or a score is 0 or 1.</exception>
    public static DoublyRobust Augmented(ExposedSample sample, IReadOnlyList<bool> events, IReadOnlyList<double> scores, double level)
    {
        var z = ConfidenceLevel.Deviate(level);
        sample.CheckLength(scores.Count, nameof(scores));
        foreach (var score in scores)
            if (!(score is > 0 and < 1))
                throw new ArgumentException("A score lies strictly between 0 and 1.", nameof(scores));
        var model = Model(sample, events);
        if (model.Status != OutcomeStatus.Estimated)
            return new(model.Status, 0, 0, new(double.NegativeInfinity, double.PositiveInfinity));
        var influence = new double[sample.Count];
        var mean = 0.0;
        for (var i = 0; i < influence.Length; i++)
        {
            var (y, e, p1, p0) = (events[i] ? 1 : 0, scores[i], model.With[i], model.Without[i]);
            influence[i] = p1 - p0 + (sample.Exposed[i] ? (y - p1) / e : -(y - p0) / (1 - e));
            mean += influence[i] / influence.Length;
        }

        var squares = 0.0;
        foreach (var value in influence)
            squares += (value - mean) * (value - mean);
        var error = Math.Sqrt(squares) / influence.Length;
        return new(OutcomeStatus.Estimated, mean, error, new(mean - (z * error), mean + (z * error)));
    }

    private static (OutcomeStatus Status, double[] With, double[] Without, double[,] Covariance) Model(
        ExposedSample sample,
        IReadOnlyList<bool> events
    )
    {
        sample.CheckLength(events.Count, nameof(events));
        var outcomes = Array.ConvertAll([.. events], e => e ? 1.0 : 0);
        if (!sample.HasBoth)
            return (OutcomeStatus.OneGroupEmpty, [], [], new double[0, 0]);
        if (Array.TrueForAll(outcomes, y => y == outcomes[0]))
            return (OutcomeStatus.NoContrast, [], [], new double[0, 0]);
        var fit = LogisticRegression.Fit(
            sample.Design(i => sample.Exposed[i] ? 1 : 0),
            outcomes,
            [.. Enumerable.Repeat(1.0, outcomes.Length)]
        );
        if (fit.Status != RegressionStatus.Estimated)
            return (fit.Status == RegressionStatus.Singular ? OutcomeStatus.Collinear : OutcomeStatus.Separated, [], [], new double[0, 0]);
        return (OutcomeStatus.Estimated, At(1), At(0), fit.Covariance);

        double[] At(double exposure) =>
            Array.ConvertAll(sample.Design(_ => exposure), row => WeightedRegression.Expit(WeightedRegression.Dot(row, fit.Coefficients)));
    }

    private static double Form(double[,] matrix, double[] vector)
    {
        var sum = 0.0;
        for (var i = 0; i < vector.Length; i++)
        for (var j = 0; j < vector.Length; j++)
            sum += vector[i] * matrix[i, j] * vector[j];
        return sum;
    }
}
