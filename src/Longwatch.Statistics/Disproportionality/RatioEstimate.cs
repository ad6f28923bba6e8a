namespace Longwatch.Statistics.Disproportionality;

/// <summary>Whether a ratio of two shares or odds is a number.</summary>
public enum RatioStatus
{
    Estimated,

    /// <summary>Nothing was seen on the upper side: the ratio is 0, and a Wald interval says nothing (0 to infinity).</summary>
    Zero,

    /// <summary>Nothing was seen on the lower side: the ratio is infinite, and a Wald interval says nothing (0 to infinity).</summary>
    Infinite,

    /// <summary>0 by 0, or an empty group: there is no ratio; the value is NaN.</summary>
    Undefined,
}

/// <summary>A ratio with its interval.</summary>
/// <param name="Value">0, positive, infinite, or NaN, as the status says.</param>
/// <param name="Interval">Wald interval on the log scale; 0 to infinity unless estimated.</param>
public readonly record struct RatioEstimate(RatioStatus Status, double Value, Interval Interval)
{
    internal static RatioEstimate Of(double upper, double lower, double logVariance, double deviate)
    {
        if (!(upper > 0 && lower > 0))
            return Unestimated(upper, lower);
        var value = upper / lower;
        var factor = Math.Exp(deviate * Math.Sqrt(logVariance));
        return new(RatioStatus.Estimated, value, new(value / factor, value * factor));
    }

    private static RatioEstimate Unestimated(double upper, double lower)
    {
        var all = new Interval(0, double.PositiveInfinity);
        return upper == 0 && lower > 0 ? new(RatioStatus.Zero, 0, all)
            : upper > 0 && lower == 0 ? new(RatioStatus.Infinite, double.PositiveInfinity, all)
            : new(RatioStatus.Undefined, double.NaN, all);
    }
}
