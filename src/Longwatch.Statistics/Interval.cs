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
}
