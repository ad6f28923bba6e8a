using MathNet.Numerics.RootFinding;

namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>Where a function changes sign between two points: Brent's method, and plain bisection where that does not end.</summary>
/// <remarks>
/// A profile may jump by a rounding error of its quadrature where the number of nodes changes. Brent's method as shipped asks for a value near 0 and never
/// finds one at such a jump; the sign still changes there, and bisection finds the place.
/// </remarks>
internal static class SignChange
{
    private const int Halvings = 200;

    public static double Find(Func<double, double> function, double one, double other, double accuracy)
    {
        var (lower, upper) = (Math.Min(one, other), Math.Max(one, other));
        if (Brent.TryFindRoot(function, lower, upper, accuracy, 200, out var root))
            return root;
        var positive = function(lower) >= 0;
        for (var i = 0; i < Halvings && upper - lower > accuracy * Math.Max(1, Math.Abs(lower)); i++)
        {
            var middle = lower + ((upper - lower) / 2);
            if (function(middle) >= 0 == positive)
                lower = middle;
            else
                upper = middle;
        }

        return lower + ((upper - lower) / 2);
    }
}
