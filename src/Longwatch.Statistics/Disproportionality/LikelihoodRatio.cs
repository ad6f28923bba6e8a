using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>Logarithms of likelihood ratios of one pair, 0 where it is not reported more than the rest: what the likelihood-ratio tests take the maximum of.</summary>
public static class LikelihoodRatio
{
    /// <summary>Binomial form of Huang: the drug's share of the event's reports against its share of all others.</summary>
    /// <remarks>
    /// a ln p + b ln q − (a + b) ln p0 with p = a/(a + c), q = b/(b + d), p0 = (a + b)/N, where p &gt; q. Huang, Zalkikar and Tiwari (2011)
    /// J Am Stat Assoc 106:1230. Checked against the closed form in R and pvLRT's table (E04): 1e-9.
    /// </remarks>
    public static double Huang(TwoByTwo table) => Huang(table.Both, table.Event, table.Drug, table.Total);

    /// <summary>Poisson form: a count against its expectation, n ln(n/E) − n + E where n &gt; E.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the expectation negative or not finite.</exception>
    /// <remarks>Chakraborty et al. (2022), pvLRT. Checked against it (E04): 1e-9.</remarks>
    public static double Poisson(double count, double expected)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!(expected >= 0 && double.IsFinite(expected)))
            throw new ArgumentOutOfRangeException(nameof(expected), expected, "An expected count is finite and not negative.");
        return count <= expected ? 0 : (count * Math.Log(count / expected)) - count + expected;
    }

    /// <summary>The binomial form from margins.</summary>
    /// <param name="n">Reports of the pair.</param>
    /// <param name="row">Of the event.</param>
    /// <param name="column">Of the drug.</param>
    internal static double Huang(double n, double row, double column, double total)
    {
        // n/row > (column − n)/(total − row), without division.
        if (n * (total - row) <= (column - n) * row || n == 0)
            return 0;
        var others = column - n;
        // ln(p/p0) and ln(q/p0): the parts by p0 drop out of the sum. Both quotients can be near 1, where the distance from 1 keeps the digits.
        var excess = (n * total) - (row * column);
        var sum = n * GammaFunctions.LogOnePlus(excess / (row * column));
        return others == 0 ? sum : Math.Max(0, sum + (others * GammaFunctions.LogOnePlus(-excess / (column * (total - row)))));
    }
}
