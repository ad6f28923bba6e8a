using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Proportions;

/// <summary>Interval for a proportion whose trials are not independent: beta-binomial counts.</summary>
public static class OverdispersedInterval
{
    /// <summary>
    /// Equal-tailed posterior interval under Jeffreys' prior after <paramref name="x"/> of <paramref name="n"/> trials count as n / (1 + (n − 1) ρ) independent
    /// ones; the lower limit is 0 when x = 0, the upper limit is 1 when x = n.
    /// </summary>
    /// <param name="correlation">ρ: correlation between two trials, in [0, 1); the variance of a beta-binomial count is n p q (1 + (n − 1) ρ).</param>
    /// <exception cref="ArgumentOutOfRangeException">The counts are not 0 ≤ x ≤ n, n ≥ 1, or the correlation or the level is out of its range.</exception>
    /// <remarks>With ρ = 0 it is <see cref="ProportionInterval.Jeffreys"/>.</remarks>
    public static Interval Jeffreys(int x, int n, double correlation, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(x, n);
        if (!(correlation is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(correlation), "A correlation between trials lies in [0, 1).");
        var tail = ConfidenceLevel.Tail(level);
        var inflation = 1 + ((n - 1) * correlation);
        var (a, b) = ((x / inflation) + 0.5, ((n - x) / inflation) + 0.5);
        return new(x == 0 ? 0 : BetaDistribution.Quantile(a, b, tail), x == n ? 1 : BetaDistribution.UpperQuantile(a, b, tail));
    }
}
