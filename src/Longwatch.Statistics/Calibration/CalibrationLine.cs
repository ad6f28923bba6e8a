using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Calibration;

/// <summary>A straight line fitted by least squares to standards of known x, read backwards: from a measured y to x.</summary>
/// <param name="Count">Standards, ≥ 3.</param>
/// <param name="ResidualError">Standard deviation of the residuals, with Count − 2 degrees of freedom.</param>
/// <param name="SquaredCorrelation">r²: share of the variance of y that the line explains.</param>
public sealed record CalibrationLine(
    int Count,
    double Intercept,
    double Slope,
    double SlopeError,
    double ResidualError,
    double SquaredCorrelation,
    double MeanX,
    double SumOfSquaresX
)
{
    /// <summary>Fits the line.</summary>
    /// <exception cref="ArgumentException">Different lengths, fewer than three points, a value that is not finite, or all x equal.</exception>
    /// <remarks>Checked against <c>lm</c> of R: 1e-12 relative.</remarks>
    public static CalibrationLine Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException("Every x needs a y.", nameof(y));
        if (x.Length < 3)
            throw new ArgumentException("A line with an error needs three points or more.", nameof(x));
        var (meanX, meanY) = (Mean(x, nameof(x)), Mean(y, nameof(y)));
        var (sxx, sxy, syy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            (sxx, sxy, syy) = (sxx + (dx * dx), sxy + (dx * dy), syy + (dy * dy));
        }

        if (sxx == 0)
            throw new ArgumentException("All x are equal: no line can be fitted.", nameof(x));
        var slope = sxy / sxx;
        var residual = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var error = y[i] - meanY - (slope * (x[i] - meanX));
            residual += error * error;
        }

        var deviation = Math.Sqrt(residual / (x.Length - 2));
        return new(
            x.Length,
            meanY - (slope * meanX),
            slope,
            deviation / Math.Sqrt(sxx),
            deviation,
            syy == 0 ? 0 : 1 - (residual / syy),
            meanX,
            sxx
        );
    }

    /// <summary>The x at which the line has this y.</summary>
    public double Invert(double y) => (y - Intercept) / Slope;

    /// <summary>
    /// Interval for the x of a sample from the mean of its measurements: the x whose prediction interval holds that mean (Fieller's theorem).
    /// </summary>
    /// <param name="y">Mean of the sample's measurements.</param>
    /// <param name="replicates">How many they are, ≥ 1.</param>
    /// <returns>Null when the slope is not significant at this level: then no finite interval exists.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No replicate, or a level outside (0, 1).</exception>
    /// <remarks>Draper NR, Smith H. Applied Regression Analysis, 3.2. Checked against roots of <c>predict.lm</c> intervals in R: 1e-9.</remarks>
    public Interval? InverseInterval(double y, int replicates, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        var t = -StudentT.Quantile(Count - 2, ConfidenceLevel.Tail(level));
        var ratio = t * ResidualError / Slope;
        var g = ratio * ratio / SumOfSquaresX;
        if (!(g < 1))
            return null;
        var away = Invert(y) - MeanX;
        var half = Math.Abs(ratio) * Math.Sqrt((away * away / SumOfSquaresX) + ((1 - g) * ((1.0 / replicates) + (1.0 / Count))));
        return new(MeanX + ((away - half) / (1 - g)), MeanX + ((away + half) / (1 - g)));
    }

    private static double Mean(ReadOnlySpan<double> values, string name)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += double.IsFinite(value) ? value : throw new ArgumentException("A value is not finite.", name);
        return sum / values.Length;
    }
}
