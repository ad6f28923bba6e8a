using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Prediction;

/// <summary>Which measures of calibration could be made.</summary>
public enum CalibrationStatus
{
    /// <summary>All.</summary>
    Estimated,

    /// <summary>Only events or only non-events, or nobody: what compares the two is NaN.</summary>
    OneOutcomeOnly,

    /// <summary>A prediction of exactly 0 or 1 has no logit: what rests on logits is NaN.</summary>
    CertainPrediction,

    /// <summary>The predictions do not vary, or separate events from non-events: slope and what rests on it are NaN.</summary>
    NoSlope,
}

/// <summary>Agreement of predicted probabilities with what happened.</summary>
/// <param name="Brier">Mean squared difference.</param>
/// <param name="ScaledBrier">1 − Brier over that of the share of events: 0 no use, 1 perfect.</param>
/// <param name="InTheLarge">Intercept when the slope is held at 1: above 0 when events are more frequent than predicted.</param>
/// <param name="InTheLargeError">Its standard error.</param>
/// <param name="Intercept">Of the logistic recalibration.</param>
/// <param name="Slope">Of the logistic recalibration: below 1 when predictions are too extreme.</param>
/// <param name="SlopeError">Its standard error.</param>
/// <param name="C">Area under the ROC curve.</param>
/// <param name="NagelkerkeR2">Of the recalibrated predictions.</param>
/// <param name="Discrimination">D = (likelihood-ratio χ² of the recalibrated predictions − 1)/n.</param>
/// <param name="DiscriminationP">P of that χ² on 1 degree of freedom.</param>
/// <param name="Unreliability">U = (χ² for intercept 0 and slope 1 − 2)/n.</param>
/// <param name="UnreliabilityP">P of that χ² on 2 degrees of freedom.</param>
/// <param name="LargestError">Emax: largest distance of the prediction from the smooth of what happened, over the persons.</param>
/// <param name="NinetiethError">E90: its 90th percentile.</param>
/// <param name="MeanError">Eavg, the integrated calibration index (Austin and Steyerberg 2019), with lowess as the smooth.</param>
/// <param name="SpiegelhalterZ">Of the Brier score against its expectation.</param>
/// <param name="SpiegelhalterP">Two-sided.</param>
public sealed record CalibrationMeasures(
    CalibrationStatus Status,
    int Persons,
    int Events,
    double Brier,
    double ScaledBrier,
    double InTheLarge,
    double InTheLargeError,
    double Intercept,
    double Slope,
    double SlopeError,
    double C,
    double NagelkerkeR2,
    double Discrimination,
    double DiscriminationP,
    double Unreliability,
    double UnreliabilityP,
    double LargestError,
    double NinetiethError,
    double MeanError,
    double SpiegelhalterZ,
    double SpiegelhalterP
)
{
    /// <summary>Somers' D: 2 (C − ½).</summary>
    public double Somers => 2 * (C - 0.5);

    /// <summary>Q = D − U.</summary>
    public double Quality => Discrimination - Unreliability;
}

/// <summary>Whether predicted risks are as high as the risks.</summary>
/// <remarks>
/// Cox (1958); Harrell, Lee and Mark (1996) Stat Med 15:361; Van Calster et al. (2019) BMC Med 17:230. Checked against <c>rms::val.prob</c>, <c>glm</c> and
/// closed forms (G09): 1e-8.
/// </remarks>
public static class RiskCalibration
{
    /// <summary>All measures at once.</summary>
    /// <param name="predicted">Probabilities in 0 … 1, made without these persons or corrected for having seen them.</param>
    /// <param name="observed">What happened, one per person.</param>
    /// <exception cref="ArgumentException">Lengths differ or a prediction is not in 0 … 1.</exception>
    public static CalibrationMeasures Measure(ReadOnlySpan<double> predicted, ReadOnlySpan<bool> observed)
    {
        if (predicted.Length != observed.Length)
            throw new ArgumentException($"{predicted.Length} predictions for {observed.Length} persons.", nameof(predicted));
        var n = predicted.Length;
        var (p, y) = (predicted.ToArray(), new double[n]);
        double squares = 0,
            excess = 0,
            excessVariance = 0;
        for (var i = 0; i < n; i++)
        {
            if (!(p[i] >= 0 && p[i] <= 1))
                throw new ArgumentException($"Prediction {i} is {p[i]}, not between 0 and 1.", nameof(predicted));
            y[i] = observed[i] ? 1 : 0;
            squares += (y[i] - p[i]) * (y[i] - p[i]);
            excess += (y[i] - p[i]) * (1 - (2 * p[i]));
            excessVariance += (1 - (2 * p[i])) * (1 - (2 * p[i])) * p[i] * (1 - p[i]);
        }

        var events = (int)y.Sum();
        var share = (double)events / n;
        var brier = squares / n;
        var z = excess / Math.Sqrt(excessVariance);
        var errors = Errors(p, y);
        var measures = new CalibrationMeasures(
            CalibrationStatus.Estimated,
            n,
            events,
            brier,
            events == 0 || events == n ? double.NaN : 1 - (brier / (share * (1 - share))),
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            RocCurve.Area(p, observed, 0.95).Area,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            errors.Largest,
            errors.Ninetieth,
            errors.Mean,
            z,
            2 * NormalDistribution.Cdf(-Math.Abs(z))
        );
        if (events == 0 || events == n)
            return measures with { Status = CalibrationStatus.OneOutcomeOnly };
        return p.AsSpan().ContainsAny(0.0, 1.0)
            ? measures with
            {
                Status = CalibrationStatus.CertainPrediction,
            }
            : Recalibrated(measures, p, y);
    }

    private static CalibrationMeasures Recalibrated(CalibrationMeasures measures, double[] p, double[] y)
    {
        var n = p.Length;
        var (ones, logits) = (new double[n], new double[n]);
        var asPredicted = 0.0;
        for (var i = 0; i < n; i++)
        {
            (ones[i], logits[i]) = (1, Math.Log(p[i] / (1 - p[i])));
            asPredicted += y[i] == 1 ? Math.Log(p[i]) : Math.Log(1 - p[i]);
        }

        var inTheLarge = LogisticRegression.Fit(BinomialSample.FromColumns([ones], y, ones).WithOffset(logits));
        var fit = LogisticRegression.Fit(BinomialSample.FromColumns([ones, logits], y, ones));
        measures = measures with { InTheLarge = inTheLarge.Coefficients[0], InTheLargeError = inTheLarge.StandardError(0) };
        if (fit.Status != RegressionStatus.Estimated)
            return measures with { Status = CalibrationStatus.NoSlope };
        var share = (double)measures.Events / n;
        var constant = n * ((share * Math.Log(share)) + ((1 - share) * Math.Log(1 - share)));
        var (gain, misfit) = (2 * (fit.LogLikelihood - constant), 2 * (fit.LogLikelihood - asPredicted));
        return measures with
        {
            Intercept = fit.Coefficients[0],
            Slope = fit.Coefficients[1],
            SlopeError = fit.StandardError(1),
            NagelkerkeR2 = (1 - Math.Exp(-gain / n)) / (1 - Math.Exp(2 * constant / n)),
            Discrimination = (gain - 1) / n,
            DiscriminationP = ChiSquared.Survival(1, Math.Max(0, gain)),
            Unreliability = (misfit - 2) / n,
            UnreliabilityP = ChiSquared.Survival(2, Math.Max(0, misfit)),
        };
    }

    private static (double Largest, double Ninetieth, double Mean) Errors(double[] p, double[] y)
    {
        if (p.Length == 0)
            return (double.NaN, double.NaN, double.NaN);
        var (x, outcome) = ((double[])p.Clone(), (double[])y.Clone());
        var order = Enumerable.Range(0, p.Length).OrderBy(i => p[i]).ToArray();
        for (var i = 0; i < order.Length; i++)
            (x[i], outcome[i]) = (p[order[i]], y[order[i]]);
        var smooth = Lowess.Smooth(x, outcome);
        var (errors, sum) = (new double[x.Length], 0.0);
        for (var i = 0; i < x.Length; i++)
            sum += errors[i] = Math.Abs(x[i] - smooth[i]);
        Array.Sort(errors);
        var place = 0.9 * (errors.Length - 1);
        var (below, above) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return (errors[^1], errors[below] + ((place - below) * (errors[above] - errors[below])), sum / errors.Length);
    }
}
