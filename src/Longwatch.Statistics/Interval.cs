namespace Longwatch.Statistics;

/// <summary>Two limits of one quantity, lower first. <c>default</c> is the point 0.</summary>
public readonly record struct Interval(double Lower, double Upper)
{
    public double Width => Upper - Lower;

    /// <summary>True from the lower to the upper limit, both included; false for a value that is not a number.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>Both limits times a positive factor: a change of unit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not a number.</exception>
    public Interval Scale(double factor) =>
        factor >= 0 ? new(Lower * factor, Upper * factor) : throw new ArgumentOutOfRangeException(nameof(factor));

    /// <summary>Normal interval: value ± z·error.</summary>
    /// <param name="error">Standard error, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The error is negative or not a number, or the level outside (0, 1).</exception>
    public static Interval About(double value, double error, double level)
    {
        if (!(error >= 0))
            throw new ArgumentOutOfRangeException(nameof(error), "A standard error is not negative.");
        var half = ConfidenceLevel.Deviate(level) * error;
        return new(value - half, value + half);
    }

    /// <summary>Normal interval of a ratio on the scale of its logarithm: ratio × e^(±z·error).</summary>
    /// <param name="logError">Standard error of the log ratio, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not positive, the error negative, or the level outside (0, 1).</exception>
    public static Interval AboutRatio(double ratio, double logError, double level)
    {
        if (!(ratio > 0))
            throw new ArgumentOutOfRangeException(nameof(ratio), "A ratio is positive.");
        if (!(logError >= 0))
            throw new ArgumentOutOfRangeException(nameof(logError), "A standard error is not negative.");
        var factor = Math.Exp(ConfidenceLevel.Deviate(level) * logError);
        return new(ratio / factor, ratio * factor);
    }
}
