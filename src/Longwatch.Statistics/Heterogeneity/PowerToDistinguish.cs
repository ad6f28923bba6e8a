using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Power to see that one group has a higher rate than all others, with a given total number of events.</summary>
public static class PowerToDistinguish
{
    /// <summary>
    /// Probability that the exact conditional test finds the group's count too large at one-sided level <paramref name="alpha"/> when its rate is
    /// <paramref name="ratio"/> times the rate of the others.
    /// </summary>
    /// <param name="total">Events in all groups, ≥ 0.</param>
    /// <param name="share">Share of the exposure that is the group's, in (0, 1).</param>
    /// <param name="ratio">&gt; 0, finite.</param>
    /// <param name="alpha">One-sided; 0.025 is the half of a two-sided test at 0.05 that looks at excess.</param>
    /// <remarks>
    /// Given the total the count is binomial with probability share under equal rates, and k·share/(k·share + 1 − share) under ratio k.
    /// Checked against R (<c>pbinom</c>): for 38 events and shares 5/10/20/30 % it is 15/24/38/50 % for a two-fold and 42/64/82/90 % for a
    /// three-fold rate, at alpha 0.025.
    /// </remarks>
    public static double OfExcess(int total, double share, double ratio, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        if (share is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share));
        if (!(ratio > 0 && double.IsFinite(ratio)))
            throw new ArgumentOutOfRangeException(nameof(ratio));
        if (alpha is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha));
        return Binomial.Survival(Critical(total, share, alpha) - 1, total, ratio * share / ((ratio * share) + 1 - share));
    }

    /// <summary>Smallest count that the test calls too large; total + 1 when none is.</summary>
    public static int Critical(int total, double share, double alpha)
    {
        var (low, high) = (0, total + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Binomial.Survival(middle - 1, total, share) <= alpha)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
