using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Sequential;

/// <summary>Anytime-valid monitoring of a share, such as the transgene-positive among those tested, against a null value.</summary>
/// <remarks>
/// Both processes are martingales with mean 1 under the null hypothesis and depend on the outcomes through their counts alone. Signal at 1/α or more.
/// Source: Krichevsky and Trofimov (1981) IEEE Trans Inf Theory 27:199–207; Ville (1939); Waudby-Smith and Ramdas (2024) J R Stat Soc B 86:1–27.
/// Checked against (F03) recursions in R; mean 1 under the null hypothesis by enumeration.
/// </remarks>
public static class BernoulliEProcess
{
    /// <summary>ln E of the Krichevsky–Trofimov mixture: the share's likelihood mixed over Beta(½, ½), against the null share. Two-sided.</summary>
    /// <param name="positive">Positive outcomes so far, 0 ≤ positive ≤ all.</param>
    /// <param name="all">Outcomes so far.</param>
    /// <param name="nullShare">Share under the null hypothesis, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double LogKrichevskyTrofimov(int positive, int all, double nullShare)
    {
        Check(positive, all, nullShare);
        var negative = all - positive;
        return GammaFunctions.LogBeta(positive + 0.5, negative + 0.5)
            - GammaFunctions.LogBeta(0.5, 0.5)
            - (positive * Math.Log(nullShare))
            - (negative * GammaFunctions.LogOnePlus(-nullShare));
    }

    /// <summary>ln of the wealth after betting a fixed stake on each outcome: Π (1 + λ(x − p₀)).</summary>
    /// <param name="positive">Positive outcomes so far, 0 ≤ positive ≤ all.</param>
    /// <param name="all">Outcomes so far.</param>
    /// <param name="nullShare">p₀, strictly between 0 and 1.</param>
    /// <param name="stake">λ, strictly between −1/(1 − p₀) and 1/p₀; positive bets on a larger share.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double LogBetting(int positive, int all, double nullShare, double stake)
    {
        Check(positive, all, nullShare);
        if (!(stake * (1 - nullShare) > -1 && stake * nullShare < 1))
            throw new ArgumentOutOfRangeException(nameof(stake), stake, "The stake must lie strictly between −1/(1 − p₀) and 1/p₀.");
        return (positive * GammaFunctions.LogOnePlus(stake * (1 - nullShare)))
            + ((all - positive) * GammaFunctions.LogOnePlus(-stake * nullShare));
    }

    private static void Check(int positive, int all, double nullShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(positive);
        ArgumentOutOfRangeException.ThrowIfLessThan(all, positive);
        if (!(nullShare is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(nullShare), nullShare, "The null share lies strictly between 0 and 1.");
    }
}
