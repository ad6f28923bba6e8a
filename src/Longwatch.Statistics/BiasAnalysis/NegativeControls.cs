using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.BiasAnalysis;

/// <summary>A log risk, rate, odds or hazard ratio and its standard error, &gt; 0.</summary>
public readonly record struct LogRatioEstimate(double LogRatio, double StandardError);

/// <summary>Whether the systematic error could be estimated.</summary>
public enum SystematicErrorStatus
{
    Estimated,

    /// <summary>The controls vary no more than by chance: the likelihood is largest without a spread of the systematic error; its mean is still estimated.</summary>
    NoSpread,

    /// <summary>Fewer than two controls: mean and spread cannot be told apart.</summary>
    TooFew,
}

/// <summary>Distribution of the systematic error of a study design: Normal(mean, spread²) on the log scale.</summary>
/// <param name="Status">When too few, mean and spread are 0.</param>
/// <param name="Mean">Mean systematic error of the log ratio; 0 for a design without bias.</param>
/// <param name="Spread">Standard deviation between controls.</param>
/// <param name="NegativeLogLikelihood">At the maximum.</param>
/// <param name="Controls">Number of negative controls.</param>
public sealed record SystematicError(SystematicErrorStatus Status, double Mean, double Spread, double NegativeLogLikelihood, int Controls);

/// <summary>An estimate calibrated by negative controls.</summary>
/// <param name="LogRatio">Estimate minus mean systematic error.</param>
/// <param name="StandardError">Of random and systematic error together.</param>
/// <param name="P">Two-sided calibrated p value of no effect.</param>
/// <param name="Interval">Of the ratio (not of its logarithm).</param>
public readonly record struct CalibratedRatio(double LogRatio, double StandardError, double P, Interval Interval);

/// <summary>
/// Empirical calibration: outcomes that the exposure cannot cause show how far estimates of this design lie from the truth, beyond chance.
/// </summary>
/// <remarks>
/// Each control's log ratio is Normal(μ, σ² + se²); maximum likelihood, σ ≥ 0. For a given σ the mean is a weighted mean; the profile score of σ² is bracketed
/// on a grid and bisected, and the best of its maxima is taken. The calibrated interval supposes that the systematic error is as large where there is an effect.
/// Sources: Schuemie et al. (2014) Stat Med 33:209; (2018) PNAS 115:2571. Checked against a Newton fit in R (H04): 1e-9 relative.
/// </remarks>
public static class NegativeControls
{
    private const int GridSteps = 400;

    /// <summary>Fits the systematic error; controls without an estimate (no event) must be left out and counted by the caller.</summary>
    /// <exception cref="ArgumentException">An estimate is not finite or a standard error not positive.</exception>
    public static SystematicError Fit(ReadOnlySpan<LogRatioEstimate> controls)
    {
        for (var i = 0; i < controls.Length; i++)
            Check(controls[i]);
        if (controls.Length < 2)
            return new(SystematicErrorStatus.TooFew, 0, 0, 0, controls.Length);
        var data = controls.ToArray();
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var control in data)
            (least, most) = (Math.Min(least, control.LogRatio), Math.Max(most, control.LogRatio));

        var (best, variance) = (NegativeLogLikelihood(data, 0), 0.0);
        // The maximum lies below the squared range: beyond it every term of the score is negative.
        var reach = Math.Max((most - least) * (most - least), double.Epsilon);
        var before = Score(data, 0);
        for (var step = 1; step <= GridSteps; step++)
        {
            // Quadratic spacing: fine near 0, where small spreads lie.
            var (from, to) = (At(step - 1), At(step));
            var after = Score(data, to);
            if (before > 0 && after <= 0)
            {
                var found = SignChange.Bisect(v => Score(data, v), new(from, to), rising: false);
                var value = NegativeLogLikelihood(data, found);
                if (value < best)
                    (best, variance) = (value, found);
            }

            before = after;
        }

        return new(
            variance > 0 ? SystematicErrorStatus.Estimated : SystematicErrorStatus.NoSpread,
            Mean(data, variance),
            Math.Sqrt(variance),
            best,
            data.Length
        );

        double At(int step) => reach * step / GridSteps * step / GridSteps;
    }

    /// <summary>Calibrates an estimate of the same design.</summary>
    /// <exception cref="ArgumentException">The estimate is not finite, its error not positive, or the systematic error was not estimated.</exception>
    public static CalibratedRatio Calibrate(LogRatioEstimate estimate, SystematicError error, double level)
    {
        Check(estimate);
        if (error.Status == SystematicErrorStatus.TooFew)
            throw new ArgumentException("Fewer than two negative controls calibrate nothing.", nameof(error));
        var centre = estimate.LogRatio - error.Mean;
        var spread = Math.Sqrt((error.Spread * error.Spread) + (estimate.StandardError * estimate.StandardError));
        var half = ConfidenceLevel.Deviate(level) * spread;
        return new(
            centre,
            spread,
            2 * NormalDistribution.Cdf(-Math.Abs(centre) / spread),
            new(Math.Exp(centre - half), Math.Exp(centre + half))
        );
    }

    private static void Check(LogRatioEstimate estimate)
    {
        if (!double.IsFinite(estimate.LogRatio) || !(estimate.StandardError > 0 && double.IsFinite(estimate.StandardError)))
            throw new ArgumentException("A log ratio is finite and its standard error positive.", nameof(estimate));
    }

    private static double Mean(LogRatioEstimate[] data, double variance)
    {
        double sum = 0,
            weights = 0;
        foreach (var d in data)
        {
            var weight = 1 / (variance + (d.StandardError * d.StandardError));
            sum += weight * d.LogRatio;
            weights += weight;
        }

        return sum / weights;
    }

    /// <summary>Derivative of the profile log likelihood with respect to the variance.</summary>
    private static double Score(LogRatioEstimate[] data, double variance)
    {
        var mean = Mean(data, variance);
        var score = 0.0;
        foreach (var d in data)
        {
            var weight = 1 / (variance + (d.StandardError * d.StandardError));
            var distance = d.LogRatio - mean;
            score += 0.5 * weight * ((weight * distance * distance) - 1);
        }

        return score;
    }

    private static double NegativeLogLikelihood(LogRatioEstimate[] data, double variance)
    {
        var mean = Mean(data, variance);
        var sum = 0.0;
        foreach (var d in data)
        {
            var total = variance + (d.StandardError * d.StandardError);
            sum += 0.5 * (Math.Log(2 * Math.PI * total) + ((d.LogRatio - mean) * (d.LogRatio - mean) / total));
        }

        return sum;
    }
}
