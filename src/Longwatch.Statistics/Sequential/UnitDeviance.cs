using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Sequential;

/// <summary>Where the Poisson deviance reaches a height: the two roots of x − 1 − ln x = y, that is of the likelihood ratio as a function of the expected count.</summary>
internal static class UnitDeviance
{
    private static readonly double smallest = Math.Log(double.Epsilon);

    /// <summary>The root in (0, 1]; 0 where it is too small for a number.</summary>
    /// <param name="y">≥ 0.</param>
    public static double LowerRoot(double y)
    {
        if (y == 0)
            return 1;
        // For u = ln x: u ≥ −1 − y, and u ≤ 0.
        var u = BracketedNewton.Solve(u => At(u, y), new(-1 - y, 0), y < 1 ? -Math.Sqrt(2 * y) : -1 - y + Math.Exp(-1 - y), rising: false);
        return u < smallest ? 0 : Math.Exp(u);
    }

    /// <summary>The root in [1, ∞).</summary>
    /// <param name="y">≥ 0, finite.</param>
    public static double UpperRoot(double y)
    {
        if (y == 0)
            return 1;
        var widest = Math.Min(Math.Sqrt(2 * y), 709);
        var u = BracketedNewton.Solve(u => At(u, y), new(0, widest), y < 1 ? widest / (1 + (widest / 6)) : Math.Log(1 + y), rising: true);
        return Math.Exp(u);
    }

    private static (double Value, double Slope) At(double u, double y) => (Height(u) - y, GammaFunctions.ExpMinusOne(u));

    /// <summary>eᵘ − 1 − u without cancellation near 0.</summary>
    private static double Height(double u)
    {
        if (Math.Abs(u) > 0.5)
            return Math.Exp(u) - 1 - u;
        var (sum, term) = (0.0, u);
        for (var k = 2; ; k++)
        {
            term *= u / k;
            var next = sum + term;
            if (next == sum)
                return sum;
            sum = next;
        }
    }
}
