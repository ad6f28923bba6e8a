namespace Longwatch.Statistics.Numerics;

/// <summary>Newton's method that cannot leave a bracket: a step outside it, or one that does not shrink it, is replaced by bisection.</summary>
internal static class BracketedNewton
{
    private const int MostSteps = 200;

    /// <summary>The root of a monotone function that is known to change sign between the limits.</summary>
    /// <param name="function">Value and derivative.</param>
    /// <param name="start">First guess; moved inside the bracket.</param>
    /// <remarks>Ends when a step moves the root by less than two units in the last place.</remarks>
    public static double Solve(Func<double, (double Value, double Slope)> function, Interval bracket, double start, bool rising)
    {
        var (low, high) = (bracket.Lower, bracket.Upper);
        var x = start > low && start < high ? start : low + ((high - low) / 2);
        var last = double.PositiveInfinity;
        for (var i = 0; i < MostSteps; i++)
        {
            var (value, slope) = function(x);
            if (value == 0)
                return x;
            if (value > 0 == rising)
                high = x;
            else
                low = x;
            var next = x - (value / slope);
            var step = Math.Abs(next - x);
            if (!(next > low && next < high) || step > 0.5 * last)
            {
                if (step <= 4 * Math.BitIncrement(Math.Abs(x)) - 4 * Math.Abs(x))
                    return x;
                next = low + ((high - low) / 2);
                step = Math.Abs(next - x);
            }

            if (next == x || next <= low || next >= high)
                return x;
            last = step;
            x = next;
        }

        return x;
    }
}
