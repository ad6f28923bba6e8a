using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;
using Longwatch.Statistics.Rates;

namespace Longwatch.Statistics.Proportions;

/// <summary>Two-sided intervals for a proportion from x events in n independent trials, 0 ≤ x ≤ n, n ≥ 1.</summary>
/// <remarks>All throw <see cref="ArgumentOutOfRangeException"/> for counts outside that range and for a level outside (0, 1).</remarks>
public static class ProportionInterval
{
    /// <summary>Clopper and Pearson (1934): both tails hold at most (1 − level)/2; coverage is never below the level.</summary>
    /// <remarks>Checked against <c>binom.test</c> (D01): 1e-12 relative.</remarks>
    public static Interval ClopperPearson(int x, int n, double level)
    {
        var tail = Check(x, n, level);
        return new(
            x == 0 ? 0 : BetaDistribution.Quantile(x, n - x + 1.0, tail),
            x == n ? 1 : BetaDistribution.UpperQuantile(x + 1.0, n - x, tail)
        );
    }

    /// <summary>
    /// Equal-tailed posterior interval under Jeffreys' prior Beta(½, ½), with the modification of Brown, Cai and DasGupta (2001): the lower limit is 0 when
    /// x = 0, the upper limit is 1 when x = n.
    /// </summary>
    /// <remarks>Checked against <c>qbeta</c> with that modification (D01): 1e-12 relative.</remarks>
    public static Interval Jeffreys(int x, int n, double level)
    {
        var tail = Check(x, n, level);
        return new(
            x == 0 ? 0 : BetaDistribution.Quantile(x + 0.5, n - x + 0.5, tail),
            x == n ? 1 : BetaDistribution.UpperQuantile(x + 0.5, n - x + 0.5, tail)
        );
    }

    /// <summary>Wilson (1927) score interval, without continuity correction.</summary>
    /// <remarks>Checked against <c>prop.test(correct = FALSE)</c> (D01): 1e-12 relative.</remarks>
    public static Interval Wilson(int x, int n, double level)
    {
        var z = -NormalDistribution.Quantile(Check(x, n, level));
        var share = (double)x / n;
        var square = z * z / n;
        var centre = (share + (square / 2)) / (1 + square);
        var half = z / (1 + square) * Math.Sqrt((share * (1 - share) / n) + (square / (4 * n)));
        return new(x == 0 ? 0 : centre - half, x == n ? 1 : centre + half);
    }

    /// <summary>Mid-P: as Clopper–Pearson, but half the probability of the observed count is left out of each tail. Shorter; coverage is the level on average.</summary>
    /// <remarks>Checked against roots found in R with a tolerance of 1e-13 (D01): 1e-11 relative.</remarks>
    public static Interval MidP(int x, int n, double level)
    {
        var tail = Check(x, n, level);
        return new(x == 0 ? 0 : MidPLower(x, n, tail), x == n ? 1 : 1 - MidPLower(n - x, n, tail));
    }

    /// <summary>Equal-tailed posterior interval under the uniform prior.</summary>
    /// <remarks>Checked against <c>qbeta</c> (D01): 1e-12 relative.</remarks>
    public static Interval Uniform(int x, int n, double level)
    {
        var tail = Check(x, n, level);
        return new(BetaDistribution.Quantile(x + 1.0, n - x + 1.0, tail), BetaDistribution.UpperQuantile(x + 1.0, n - x + 1.0, tail));
    }

    /// <summary>Wilson's interval with continuity correction (Newcombe 1998, method 4), the correction at most |x/n − ½| as in R.</summary>
    /// <remarks>Checked against <c>prop.test</c> (D01): 1e-12 relative.</remarks>
    public static Interval WilsonCorrected(int x, int n, double level)
    {
        var z = -NormalDistribution.Quantile(Check(x, n, level));
        var share = (double)x / n;
        var correction = Math.Min(0.5, Math.Abs(x - (n / 2.0)));
        return new(x == 0 ? 0 : Math.Max(0, Limit(-1)), x == n ? 1 : Math.Min(1, Limit(1)));

        double Limit(int side)
        {
            var shifted = share + (side * correction / n);
            var square = z * z / (2.0 * n);
            var root = z * Math.Sqrt((shifted * (1 - shifted) / n) + (z * z / (4.0 * n * n)));
            return (shifted + square + (side * root)) / (1 + (2 * square));
        }
    }

    /// <summary>Blaker (2000): the proportions not rejected by Blaker's exact test. Lies inside Clopper–Pearson's; nested in the level.</summary>
    /// <remarks>Checked against <c>exactci::binom.exact(tsmethod = "blaker")</c> (D01): within its grid of 1e-4; against sums over a fine grid.</remarks>
    public static Interval Blaker(int x, int n, double level) => Accepted(FarTail.ByTail, x, n, level);

    /// <summary>Sterne (1954): the proportions not rejected by the minimum-likelihood test.</summary>
    /// <remarks>Checked against <c>exactci::binom.exact(tsmethod = "minlike")</c> (D01): within its grid of 1e-4; against sums over a fine grid.</remarks>
    public static Interval Sterne(int x, int n, double level) => Accepted(FarTail.ByProbability, x, n, level);

    private static Interval Accepted(FarTail rule, int x, int n, double level)
    {
        var alpha = 2 * Check(x, n, level);
        var family = new CountFamily(
            (k, y) => k >= n ? 1 : BetaDistribution.Cdf(n - k, k + 1.0, Logistic(-y), Logistic(y)),
            (k, y) => k < 0 ? 1 : BetaDistribution.Cdf(k + 1.0, n - k, Logistic(y), Logistic(-y)),
            n,
            (j, k) =>
                (
                    GammaFunctions.LogGamma(k + 1.0)
                    + GammaFunctions.LogGamma(n - k + 1.0)
                    - GammaFunctions.LogGamma(j + 1.0)
                    - GammaFunctions.LogGamma(n - j + 1.0)
                ) / (k - j)
        );
        return new(
            Logistic(AcceptabilityInterval.Lower(family, rule, x, alpha)),
            Logistic(AcceptabilityInterval.Upper(family, rule, x, alpha))
        );

        static double Logistic(double y) => 1 / (1 + Math.Exp(-y));
    }

    /// <summary>The p at which P(X &gt; x) + ½ P(X = x) is the tail, found on the logit scale; x ≥ 1.</summary>
    private static double MidPLower(int x, int n, double tail)
    {
        var logTail = Math.Log(tail);
        var start = (x + 0.5) / (n + 1);
        var logit = BracketedNewton.Solve(
            y =>
            {
                var (p, q) = (1 / (1 + Math.Exp(-y)), 1 / (1 + Math.Exp(y)));
                var at = Math.Exp(SaddlePoint.LogBinomial(x, n, p, q));
                var above = x == n ? 0 : BetaDistribution.Cdf(x + 1.0, n - x, p, q);
                var mass = above + (at / 2);
                if (mass == 0)
                    return (double.NegativeInfinity, 1);
                // n p q b(k; n−1, p) in terms of b(x; n, p): (n − x) p for k = x, x q for k = x − 1.
                var slope = at * (((n - x) * p) + (x * q)) / 2;
                return (GammaDistribution.LogRatio(mass, tail, logTail), slope / mass);
            },
            new Interval(-700, 700),
            Math.Log(start / (1 - start)) - 1,
            rising: true
        );
        return 1 / (1 + Math.Exp(-logit));
    }

    private static double Check(int x, int n, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(x, n);
        return ConfidenceLevel.Tail(level);
    }
}
