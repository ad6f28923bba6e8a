using MathNet.Numerics.RootFinding;

namespace Longwatch.Statistics.Numerics;

/// <summary>Where a function changes sign between two points: Brent's method, and plain bisection where that does not end or is not wanted.</summary>
/// <remarks>
/// A profile may jump by a rounding error of its quadrature where the number of nodes changes. Brent's method as shipped asks for a value near 0 and never
/// finds one at such a jump; the sign still changes there, and bisection finds the place.
/// </remarks>
internal static class SignChange
{
    private const int MostSteps = 500;

    /// <summary>The place between two points at whose values the function has opposite signs.</summary>
    /// <param name="accuracy">Width at which the search ends.</param>
    public static double Find(Func<double, double> function, double one, double other, double accuracy)
    {
        var bracket = new Interval(Math.Min(one, other), Math.Max(one, other));
        return Brent.TryFindRoot(function, bracket.Lower, bracket.Upper, accuracy, MostSteps, out var root)
            ? root
            : Bisect(function, bracket, rising: function(bracket.Lower) < 0, accuracy);
    }

    /// <summary>Halves the bracket of a monotone function; at a function that does not change sign it ends at the limit nearest to a change.</summary>
    /// <param name="accuracy">Width of the bracket, relative where its lower limit is beyond ±1; 0 for as narrow as numbers allow.</param>
    public static double Bisect(Func<double, double> function, Interval bracket, bool rising, double accuracy = 0)
    {
        var (lower, upper) = (bracket.Lower, bracket.Upper);
        while (upper - lower > accuracy * Math.Max(1, Math.Abs(lower)))
        {
            var middle = lower + ((upper - lower) / 2);
            if (middle <= lower || middle >= upper)
                break;
            if (function(middle) > 0 == rising)
                upper = middle;
            else
                lower = middle;
        }

        return lower + ((upper - lower) / 2);
    }
}
