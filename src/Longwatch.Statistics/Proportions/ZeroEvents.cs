using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Proportions;

/// <summary>One-sided upper limits when no event was seen. They are not the upper limits of two-sided intervals, which are larger (3.69/n against 3.00/n).</summary>
/// <remarks>Checked against closed forms in R (A02): 1e-12 relative.</remarks>
internal static class ZeroEvents
{
    /// <summary>Largest proportion not rejected by 0 of n at one-sided level: 1 − (1 − level)^(1/n).</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1, or the level is outside (0, 1).</exception>
    public static double UpperProportion(int n, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return -GammaFunctions.ExpMinusOne(LogTail(level) / n);
    }

    /// <summary>Largest rate not rejected by no event in the given exposure at one-sided level: −ln(1 − level) / exposure.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The exposure is not positive, or the level is outside (0, 1).</exception>
    public static double UpperRate(double exposure, double level)
    {
        if (!(exposure > 0))
            throw new ArgumentOutOfRangeException(nameof(exposure));
        return -LogTail(level) / exposure;
    }

    /// <summary>The rule of three: −ln(1 − level) rounded to two digits, over the exposure; 3/n at 95 %, 4.61/n at 99 %.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The exposure is not positive, or the level is outside (0, 1).</exception>
    /// <remarks>Hanley and Lippman-Hand (1983) JAMA 249:1743.</remarks>
    public static double RuleOfThree(double exposure, double level) =>
        exposure > 0 ? Math.Round(-LogTail(level), 2) / exposure : throw new ArgumentOutOfRangeException(nameof(exposure));

    private static double LogTail(double level) =>
        level is > 0 and < 1 ? GammaFunctions.LogOnePlus(-level) : throw new ArgumentOutOfRangeException(nameof(level));
}
