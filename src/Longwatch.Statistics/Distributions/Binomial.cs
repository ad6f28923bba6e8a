namespace Longwatch.Statistics.Distributions;

/// <summary>The binomial distribution of k events in n trials.</summary>
/// <remarks>Probability in saddle-point form, sums by the incomplete beta function (Abramowitz and Stegun 26.5.24).</remarks>
public static class Binomial
{
    /// <summary>P(X = k); 0 outside 0 … n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative, or p is not in [0, 1].</exception>
    public static double Probability(int k, int n, double p)
    {
        Check(n, p);
        return k < 0 || k > n ? 0 : Math.Exp(SaddlePoint.LogBinomial(k, n, p, 1 - p));
    }

    /// <summary>P(X ≤ k).</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative, or p is not in [0, 1].</exception>
    public static double Cdf(int k, int n, double p)
    {
        Check(n, p);
        return k < 0 ? 0
            : k >= n ? 1
            : BetaDistribution.Cdf(n - k, k + 1.0, 1 - p, p);
    }

    /// <summary>P(X &gt; k).</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative, or p is not in [0, 1].</exception>
    public static double Survival(int k, int n, double p)
    {
        Check(n, p);
        return k < 0 ? 1
            : k >= n ? 0
            : BetaDistribution.Cdf(k + 1.0, n - k, p, 1 - p);
    }

    private static void Check(int n, double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), "A probability lies between 0 and 1.");
    }
}
