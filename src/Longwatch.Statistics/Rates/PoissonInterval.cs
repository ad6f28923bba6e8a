using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Rates;

/// <summary>Two-sided intervals for the mean of a Poisson count x ≥ 0, on the scale of the count: divide by person-time or by the expected count.</summary>
/// <remarks>All throw <see cref="ArgumentOutOfRangeException"/> for a negative count and for a level outside (0, 1).</remarks>
public static class PoissonInterval
{
    /// <summary>Garwood (1936), the exact central interval; coverage is never below the level.</summary>
    /// <remarks>Checked against <c>qchisq</c> and <c>exactci</c> (A01), counts 0 to 5,000: 1e-12 relative.</remarks>
    public static Interval Garwood(int x, double level)
    {
        var tail = Check(x, level);
        return new(x == 0 ? 0 : GammaDistribution.Quantile(x, tail), GammaDistribution.UpperQuantile(x + 1.0, tail));
    }

    /// <summary>Mid-P: half the probability of the observed count is left out of each tail.</summary>
    /// <remarks>Checked against roots found in R with a tolerance of 1e-13 (A01): 1e-11 relative.</remarks>
    public static Interval MidP(int x, double level)
    {
        var tail = Check(x, level);
        return new(x == 0 ? 0 : MidPLimit(x, tail, lower: true), MidPLimit(x, tail, lower: false));
    }

    /// <summary>Equal-tailed posterior interval under Jeffreys' prior; the lower limit is 0 when x = 0.</summary>
    /// <remarks>Checked against <c>qgamma</c> (A01): 1e-12 relative.</remarks>
    public static Interval Jeffreys(int x, double level)
    {
        var tail = Check(x, level);
        return new(x == 0 ? 0 : GammaDistribution.Quantile(x + 0.5, tail), GammaDistribution.UpperQuantile(x + 0.5, tail));
    }

    /// <summary>Byar's approximation as in <c>epitools::pois.byar</c>: both limits from x + ½; the lower limit can fall just below 0 at x = 0 and is cut there.</summary>
    /// <remarks>Checked against <c>epitools</c> (A01): 1e-12 relative.</remarks>
    public static Interval Byar(int x, double level)
    {
        var z = -NormalDistribution.Quantile(Check(x, level));
        var m = x + 0.5;
        return new(Math.Max(0, Limit(-z)), Limit(z));

        double Limit(double z)
        {
            var root = 1 - (1 / (9 * m)) + (z / 3 / Math.Sqrt(m));
            return m * root * root * root;
        }
    }

    /// <summary>Blaker (2000): the means not rejected by Blaker's exact test. Lies inside Garwood's; coverage is never below the level; nested in the level.</summary>
    /// <remarks>Checked against <c>exactci::poisson.exact(tsmethod = "blaker")</c> (A01): 1e-5 relative, its own tolerance; against sums over a fine grid.</remarks>
    public static Interval Blaker(int x, double level) => Accepted(FarTail.ByTail, x, level);

    /// <summary>Sterne (1954): the means not rejected by the minimum-likelihood test. Coverage is never below the level; a higher level may give a shorter side.</summary>
    /// <remarks>Checked against <c>exactci::poisson.exact(tsmethod = "minlike")</c> (A01): 1e-5 relative, its own tolerance; against sums over a fine grid.</remarks>
    public static Interval MinimumLikelihood(int x, double level) => Accepted(FarTail.ByProbability, x, level);

    private static readonly CountFamily family = new(
        (k, y) => Poisson.Cdf(k, Math.Exp(y)),
        (k, y) => Poisson.Survival(k, Math.Exp(y)),
        int.MaxValue,
        (j, k) => (GammaFunctions.LogGamma(k + 1.0) - GammaFunctions.LogGamma(j + 1.0)) / (k - j)
    );

    private static Interval Accepted(FarTail rule, int x, double level)
    {
        var alpha = 2 * Check(x, level);
        return new(
            Math.Exp(AcceptabilityInterval.Lower(family, rule, x, alpha)),
            Math.Exp(AcceptabilityInterval.Upper(family, rule, x, alpha))
        );
    }

    private static double MidPLimit(int x, double tail, bool lower)
    {
        var logTail = Math.Log(tail);
        var y = BracketedNewton.Solve(
            y =>
            {
                var mean = Math.Exp(y);
                var at = Poisson.Probability(x, mean);
                var mass = (lower ? Poisson.Survival(x, mean) : Poisson.Cdf(x - 1, mean)) + (at / 2);
                if (mass == 0)
                    return (double.NegativeInfinity, 1);
                var slope = (at + Poisson.Probability(x - 1, mean)) / 2 * mean;
                return (GammaDistribution.LogRatio(mass, tail, logTail), (lower ? slope : -slope) / mass);
            },
            new Interval(-700, 700),
            Math.Log(x + 0.5) + (lower ? -1 : 1),
            rising: lower
        );
        return Math.Exp(y);
    }

    private static double Check(int x, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        return ConfidenceLevel.Tail(level);
    }
}
