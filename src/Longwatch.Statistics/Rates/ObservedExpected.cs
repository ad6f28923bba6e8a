using Longwatch.Statistics.BiasAnalysis;
using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Rates;

/// <summary>An observed count against the count expected at a background rate.</summary>
/// <param name="Ratio">Observed over expected (SIR).</param>
/// <param name="Garwood">Exact interval of the ratio, the expected count taken as known.</param>
/// <param name="UpperP">P(X ≥ observed) at the expected mean.</param>
/// <param name="UpperMidP">The same with half the probability of the observed count.</param>
/// <param name="TwoSidedP">Twice the smaller tail, at most 1.</param>
/// <param name="AttributableFraction">1 − 1/ratio among the observed; 0 where the ratio is at most 1.</param>
/// <param name="Excess">Observed minus expected, in events.</param>
/// <param name="ConfoundingStrength">
/// E-value (VanderWeele and Ding 2017): the weakest association, as a risk ratio with exposure and with outcome, by which an unmeasured confounder could
/// alone explain the ratio. 1 when the ratio is 1.
/// </param>
/// <param name="ConfoundingStrengthOfLimit">The same for the limit of the interval that is nearer to 1; 1 when the interval holds 1.</param>
public sealed record ObservedExpectedRatio(
    double Ratio,
    Interval Garwood,
    double UpperP,
    double UpperMidP,
    double TwoSidedP,
    double AttributableFraction,
    double Excess,
    double ConfoundingStrength,
    double ConfoundingStrengthOfLimit
);

/// <summary>The background rate at which an observed count stops being remarkable, in events per unit of exposure.</summary>
/// <param name="WhereRatioIsOne">The background that would produce exactly the observed count.</param>
/// <param name="WhereLowerLimitIsOne">Below this background the lower limit of observed over expected stays above 1.</param>
public readonly record struct BreakEvenBackground(double WhereRatioIsOne, double WhereLowerLimitIsOne);

/// <summary>Observed against expected, indirect standardisation.</summary>
/// <remarks>Checked against closed forms in R over a grid of follow-up and background (A06): 1e-9 relative, the p values down to 1e-71.</remarks>
public static class ObservedExpected
{
    /// <summary>The ratio with everything that is usually asked about it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, the expected count is not positive, or the level is outside (0, 1).</exception>
    public static ObservedExpectedRatio Compare(int observed, double expected, double level)
    {
        if (!(expected > 0 && double.IsFinite(expected)))
            throw new ArgumentOutOfRangeException(nameof(expected), "The expected count must be positive.");
        var interval = PoissonInterval.Garwood(observed, level).Scale(1 / expected);
        var ratio = observed / expected;
        var at = Poisson.Probability(observed, expected);
        var upper = Poisson.Survival(observed - 1, expected);
        var nearer =
            interval.Lower > 1 ? interval.Lower
            : interval.Upper < 1 ? interval.Upper
            : 1;
        return new(
            ratio,
            interval,
            upper,
            Poisson.Survival(observed, expected) + (at / 2),
            Math.Min(1, 2 * Math.Min(upper, Poisson.Cdf(observed, expected))),
            ratio > 1 ? 1 - (1 / ratio) : 0,
            observed - expected,
            EValue.OfRatio(ratio),
            EValue.OfRatio(nearer)
        );
    }

    /// <summary>The background rates at which the ratio, and its lower limit, are 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, the exposure is not positive, or the level is outside (0, 1).</exception>
    public static BreakEvenBackground BreakEven(int observed, double exposure, double level)
    {
        if (!(exposure > 0))
            throw new ArgumentOutOfRangeException(nameof(exposure));
        return new(observed / exposure, PoissonInterval.Garwood(observed, level).Lower / exposure);
    }
}
