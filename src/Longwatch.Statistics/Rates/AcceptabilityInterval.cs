using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Rates;

/// <summary>A family of discrete distributions of a count with one parameter that moves it upwards, such as Poisson with mean e^y.</summary>
/// <param name="Cdf">P(X ≤ k) at parameter y.</param>
/// <param name="Survival">P(X &gt; k) at parameter y.</param>
/// <param name="Largest">Largest possible count; <see cref="int.MaxValue"/> without one.</param>
/// <param name="EquallyProbable">The y at which two different counts have the same probability.</param>
internal sealed record CountFamily(
    Func<int, double, double> Cdf,
    Func<int, double, double> Survival,
    int Largest,
    Func<int, int, double> EquallyProbable
);

/// <summary>How the far tail of a two-sided exact test is chosen.</summary>
internal enum FarTail
{
    /// <summary>Blaker (2000): the largest far tail whose probability does not exceed that of the observed tail.</summary>
    ByTail,

    /// <summary>Sterne (1954), "minimum likelihood": the counts that are no more probable than the observed one.</summary>
    ByProbability,
}

/// <summary>
/// The smallest interval that holds every parameter not rejected by a two-sided exact test whose far tail is chosen by the data. Exact to rounding, without a
/// grid: the p value is a sum of two tails that jumps only where the far tail gains or loses a count.
/// </summary>
/// <remarks>
/// Upwards of the estimate the observed tail is {X ≤ x} and the far one {X ≥ k}. While k stays the p value first falls and then rises, and it drops where k
/// passes to k + 1. Let k be the last whose piece ends above α: the limit is that end, or lies on the falling part of the next piece. Downwards alike.
/// Sources: Blaker (2000) Can J Stat 28:783; Sterne (1954) Biometrika 41:275; Fay (2010) Biostatistics 11:373. The set of accepted parameters may have gaps;
/// the interval closes them.
/// </remarks>
internal static class AcceptabilityInterval
{
    private static readonly Interval everywhere = new(-700, 700);

    /// <summary>Upper limit of y; <see cref="double.PositiveInfinity"/> when x is the largest possible count.</summary>
    public static double Upper(CountFamily family, FarTail rule, int x, double alpha)
    {
        if (x == family.Largest)
            return double.PositiveInfinity;
        double Near(double y) => family.Cdf(x, y);
        double P(int k, double y) => Near(y) + (k > family.Largest ? 0 : family.Survival(k - 1, y));
        double End(int k) =>
            k > family.Largest ? everywhere.Upper
            : rule == FarTail.ByProbability ? family.EquallyProbable(x, k)
            : SignChange.Bisect(y => family.Survival(k - 1, y) - Near(y), everywhere, rising: true);

        // By doubling, then halving: where the observed tail alone leaves no room. At the end of the first piece the p value is 1.
        var room = alpha * Room(rule);
        var (low, high) = (x + 1, x + 1);
        for (var step = 1; high <= family.Largest && Near(End(high)) > room; step *= 2)
            (low, high) = (high, (int)Math.Min(high + (long)step, family.Largest + 1L));
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Near(End(middle)) > room ? (middle, high) : (low, middle);
        }

        var last = low;
        while (last > x + 1 && !(P(last, End(last)) > alpha))
            last--;
        var end = End(last);
        return P(last + 1, end) > alpha ? SignChange.Bisect(y => P(last + 1, y) - alpha, new(end, End(last + 1)), rising: false) : end;
    }

    /// <summary>Lower limit of y; <see cref="double.NegativeInfinity"/> when nothing was counted.</summary>
    public static double Lower(CountFamily family, FarTail rule, int x, double alpha)
    {
        if (x == 0)
            return double.NegativeInfinity;
        double Near(double y) => family.Survival(x - 1, y);
        double P(int j, double y) => Near(y) + (j < 0 ? 0 : family.Cdf(j, y));
        double End(int j) =>
            j < 0 ? everywhere.Lower
            : rule == FarTail.ByProbability ? family.EquallyProbable(j, x)
            : SignChange.Bisect(y => Near(y) - family.Cdf(j, y), everywhere, rising: true);

        var room = alpha * Room(rule);
        var (low, high) = (-1, x - 1);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Near(End(middle)) > room ? (low, middle) : (middle, high);
        }

        var first = high;
        while (first < x - 1 && !(P(first, End(first)) > alpha))
            first++;
        var end = End(first);
        return P(first - 1, end) > alpha ? SignChange.Bisect(y => P(first - 1, y) - alpha, new(End(first - 1), end), rising: true) : end;
    }

    /// <summary>
    /// Share of α below which the observed tail cannot lie at the last end that is accepted. By tails the two are equal there; by probability the far one is
    /// longer, yet never a hundredfold.
    /// </summary>
    private static double Room(FarTail rule) => rule == FarTail.ByTail ? 0.5 : 0.01;
}
