namespace Longwatch.Statistics.Distributions;

/// <summary>The beta-binomial distribution: k events in n trials whose probability is Beta(a, b) distributed.</summary>
internal static class BetaBinomial
{
    /// <summary>P(X = k); 0 outside 0 … n.</summary>
    /// <param name="a">≥ 0. With a = 0 and b &gt; 0 all mass is at 0, the limit for a → 0 (a posterior after no event under Haldane's prior).</param>
    /// <param name="b">≥ 0. With b = 0 and a &gt; 0 all mass is at n.</param>
    /// <exception cref="ArgumentException">n, a or b is negative, or a = b = 0: that distribution of the probability is improper.</exception>
    /// <remarks>Checked against closed forms in R (D02): relative error below 1e-12.</remarks>
    public static double Probability(int k, int n, double a, double b)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(a);
        ArgumentOutOfRangeException.ThrowIfNegative(b);
        if (a == 0 && b == 0)
            throw new ArgumentException("Beta(0, 0) is improper: it predicts nothing.", nameof(a));
        if (k < 0 || k > n)
            return 0;
        if (a == 0)
            return k == 0 ? 1 : 0;
        if (b == 0)
            return k == n ? 1 : 0;
        return Math.Exp(GammaFunctions.LogChoose(n, k) + GammaFunctions.LogBeta(k + a, n - k + b) - GammaFunctions.LogBeta(a, b));
    }
}
