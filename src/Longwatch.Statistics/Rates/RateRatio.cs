using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Statistics.Rates;

/// <summary>A count of events and the exposure (person-time, patients, or expected events) that gave it.</summary>
/// <param name="Events">≥ 0.</param>
/// <param name="Exposure">&gt; 0, any unit.</param>
public readonly record struct EventRate(int Events, double Exposure)
{
    public double Rate => Events / Exposure;
}

/// <summary>Comparison of two Poisson rates.</summary>
/// <param name="Status">Without any event nothing can be compared: the ratio is then NaN, the interval 0 to ∞, the p values 1.</param>
/// <param name="Ratio">First rate over second; ∞ when only the second has no event.</param>
/// <param name="Exact">Central exact interval of the ratio; it agrees with <paramref name="CentralP"/>.</param>
/// <param name="CentralP">Twice the smaller tail, at most 1.</param>
/// <param name="MinimumLikelihoodP">Sum over the counts that are no more probable than the observed one; what <c>poisson.test</c> in R prints.</param>
/// <param name="MidP">Twice the smaller tail with half the probability of the observed count, at most 1.</param>
/// <param name="BlakerP">The smaller tail and the largest other tail that does not exceed it.</param>
public sealed record RateComparison(
    RateComparisonStatus Status,
    double Ratio,
    Interval Exact,
    double CentralP,
    double MinimumLikelihoodP,
    double MidP,
    double BlakerP
);

/// <summary>Which test of the ratio of two rates is inverted to an interval.</summary>
public enum RateRatioInterval
{
    /// <summary>Twice the smaller tail: Clopper–Pearson's limits.</summary>
    Central,

    /// <summary>Half the probability of the observed count left out of each tail.</summary>
    MidP,

    /// <summary>Blaker's test.</summary>
    Blaker,

    /// <summary>The minimum-likelihood test, whose p value <c>poisson.test</c> in R prints.</summary>
    MinimumLikelihood,
}

/// <summary>Whether two rates could be compared.</summary>
public enum RateComparisonStatus
{
    Estimated,

    /// <summary>Neither group has an event.</summary>
    NoEvents,
}

/// <summary>Exact comparison of two Poisson rates, conditional on the total count.</summary>
public static class RateRatio
{
    /// <summary>Two counts are called equally probable within this relative difference, as in R.</summary>
    private const double Tolerance = 1 + 1e-7;

    /// <summary>Given the total, the first count is binomial with probability t1 ρ / (t1 ρ + t2), ρ the ratio of the rates.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, an exposure is not positive and finite, or the level is outside (0, 1).</exception>
    /// <remarks>
    /// Przyborowski and Wilenski (1940). Cost: one probability per possible split of the total for the minimum-likelihood p.
    /// Checked against <c>poisson.test</c> and <c>exactci::poisson.exact</c> (A03): 1e-11 relative.
    /// </remarks>
    public static RateComparison Compare(EventRate first, EventRate second, double level)
    {
        Check(first);
        Check(second);
        ConfidenceLevel.Tail(level);
        var total = first.Events + second.Events;
        if (total == 0)
            return new(RateComparisonStatus.NoEvents, double.NaN, new(0, double.PositiveInfinity), 1, 1, 1, 1);

        var exposures = first.Exposure + second.Exposure;
        var (p, x) = (first.Exposure / exposures, first.Events);
        var (below, at, above) = (Binomial.Cdf(x - 1, total, p), Binomial.Probability(x, total, p), Binomial.Survival(x, total, p));
        return new(
            RateComparisonStatus.Estimated,
            second.Events == 0 ? double.PositiveInfinity : first.Rate / second.Rate,
            Odds(ProportionInterval.ClopperPearson(x, total, level), second.Exposure / first.Exposure),
            Math.Min(1, 2 * Math.Min(below + at, at + above)),
            MinimumLikelihood(x, total, p),
            Math.Min(1, 2 * (Math.Min(below, above) + (at / 2))),
            BlakerP(x, total, p)
        );
    }

    /// <summary>Interval of the ratio first over second by any of the four tests; 0 to ∞ without an event.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As <see cref="Compare"/>, or the method is unknown.</exception>
    /// <remarks>
    /// The interval of the binomial share of the first count, turned into a ratio. Checked against <c>exactci::poisson.exact</c> (A03): central 1e-11; the
    /// others within 1e-4 of the share, which is the peer's own grid.
    /// </remarks>
    public static Interval IntervalOf(EventRate first, EventRate second, double level, RateRatioInterval method)
    {
        Check(first);
        Check(second);
        ConfidenceLevel.Tail(level);
        var (x, total) = (first.Events, first.Events + second.Events);
        if (total == 0)
            return new(0, double.PositiveInfinity);
        var share = method switch
        {
            RateRatioInterval.Central => ProportionInterval.ClopperPearson(x, total, level),
            RateRatioInterval.MidP => ProportionInterval.MidP(x, total, level),
            RateRatioInterval.Blaker => ProportionInterval.Blaker(x, total, level),
            RateRatioInterval.MinimumLikelihood => ProportionInterval.Sterne(x, total, level),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown interval."),
        };
        return Odds(share, second.Exposure / first.Exposure);
    }

    private static Interval Odds(Interval share, double exposures) =>
        new(
            share.Lower / (1 - share.Lower) * exposures,
            share.Upper == 1 ? double.PositiveInfinity : share.Upper / (1 - share.Upper) * exposures
        );

    private static double BlakerP(int x, int total, double p)
    {
        var (lower, upper) = (Binomial.Cdf(x, total, p), Binomial.Survival(x - 1, total, p));
        var near = Math.Min(lower, upper);
        // The far tail grows by one count at a time until the next would exceed the near one.
        var (inside, outside) = lower < upper ? (x, total + 1) : (-1, x);
        while (outside - inside > 1)
        {
            var k = inside + ((outside - inside) / 2);
            var far = lower < upper ? Binomial.Survival(k - 1, total, p) : Binomial.Cdf(k, total, p);
            (inside, outside) = far <= near * Tolerance == lower < upper ? (inside, k) : (k, outside);
        }

        return Math.Min(1, near + (lower < upper ? Binomial.Survival(outside - 1, total, p) : Binomial.Cdf(inside, total, p)));
    }

    private static double MinimumLikelihood(int x, int total, double p)
    {
        var limit = Binomial.Probability(x, total, p) * Tolerance;
        var sum = 0.0;
        for (var k = 0; k <= total; k++)
        {
            var probability = Binomial.Probability(k, total, p);
            if (probability <= limit)
                sum += probability;
        }

        return Math.Min(1, sum);
    }

    private static void Check(EventRate rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate.Events, nameof(rate));
        if (!(rate.Exposure > 0 && double.IsFinite(rate.Exposure)))
            throw new ArgumentOutOfRangeException(nameof(rate), "The exposure must be positive and finite.");
    }
}
