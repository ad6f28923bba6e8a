using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Distributions;

/// <summary>The beta distribution: the regularised incomplete beta function and its inverse.</summary>
/// <remarks>
/// Continued fraction (Abramowitz and Stegun 26.5.8, Lentz's method) times a binomial probability in saddle-point form; the inverse is Newton's method
/// for the logarithm of the smaller tail as a function of logit x, inside a bracket. Checked against mpmath (S01) in all tails, parameters 0.5 to 42,463:
/// relative error below 1e-13. MathNet 5's inverse is not used: it stops at an absolute tolerance (measured: 4e-12 relative for Beta(38, 42,463)).
/// </remarks>
internal static class BetaDistribution
{
    /// <summary>P(X ≤ x), the regularised incomplete beta function I_x(a, b).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not positive, or x is not in [0, 1].</exception>
    public static double Cdf(double a, double b, double x) => Cdf(a, b, x, 1 - x);

    /// <summary>P(X &gt; x), accurate where it is small.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not positive, or x is not in [0, 1].</exception>
    public static double Survival(double a, double b, double x) => Cdf(b, a, 1 - x, x);

    /// <summary>The x with P(X ≤ x) = p.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not positive, or <paramref name="p"/> is not in [0, 1].</exception>
    public static double Quantile(double a, double b, double p) => p <= 0.5 ? Invert(a, b, p).X : Invert(b, a, 1 - p).Complement;

    /// <summary>The x with P(X &gt; x) = q: no digits are lost where q is small.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not positive, or <paramref name="q"/> is not in [0, 1].</exception>
    public static double UpperQuantile(double a, double b, double q) => q <= 0.5 ? Invert(b, a, q).Complement : Invert(a, b, 1 - q).X;

    /// <summary>I_x(a, b) with 1 − x given apart, so that neither end loses digits.</summary>
    internal static double Cdf(double a, double b, double x, double complement)
    {
        if (!(a > 0))
            throw new ArgumentOutOfRangeException(nameof(a));
        if (!(b > 0))
            throw new ArgumentOutOfRangeException(nameof(b));
        if (!(x >= 0 && complement >= 0))
            throw new ArgumentOutOfRangeException(nameof(x));
        if (x == 0)
            return 0;
        if (complement == 0)
            return 1;
        return x <= (a + 1) / (a + b + 2) ? Fraction(a, b, x, complement) : 1 - Fraction(b, a, complement, x);
    }

    private static (double X, double Complement) Invert(double a, double b, double tail)
    {
        if (!(tail >= 0 && tail <= 1))
            throw new ArgumentOutOfRangeException(nameof(tail), "A probability lies between 0 and 1.");
        if (tail == 0)
            return (0, 1);
        var logTail = Math.Log(tail);
        var y = BracketedNewton.Solve(
            y =>
            {
                var (x, c) = Logistic(y);
                var mass = Cdf(a, b, x, c);
                return mass == 0
                    ? (double.NegativeInfinity, 1)
                    : (GammaDistribution.LogRatio(mass, tail, logTail), DensityTimesXAndComplement(a, b, x, c) / mass);
            },
            new Interval(-745, 745),
            Start(a, b, tail, logTail),
            rising: true
        );
        var (x, complement) = Logistic(y);
        // ln x holds an absolute, not a relative error: one Newton step in the smaller of x and 1 − x itself.
        var slope = DensityTimesXAndComplement(a, b, x, complement);
        if (slope > 0)
        {
            var step = (Cdf(a, b, x, complement) - tail) / slope;
            x *= 1 - (step * complement);
            complement *= 1 + (step * Logistic(y).X);
        }

        return (x, complement);
    }

    /// <summary>Logit of a first guess: normal approximation on the logit scale, or the leading term of the lower tail.</summary>
    private static double Start(double a, double b, double tail, double logTail)
    {
        var leading = (logTail + Math.Log(a) + GammaFunctions.LogBeta(a, b)) / a;
        if (leading < -3)
            return leading - GammaFunctions.LogOnePlus(-Math.Exp(leading));
        var normal = Math.Log(a / b) + (NormalDistribution.Quantile(tail) * Math.Sqrt((1 / a) + (1 / b)));
        return Math.Clamp(normal, -700, 700);
    }

    private static (double X, double Complement) Logistic(double y)
    {
        var e = Math.Exp(-Math.Abs(y));
        var (small, large) = (e / (1 + e), 1 / (1 + e));
        return y < 0 ? (small, large) : (large, small);
    }

    /// <summary>x (1 − x) f(x).</summary>
    private static double DensityTimesXAndComplement(double a, double b, double x, double complement) =>
        a / (a + b) * b * Math.Exp(SaddlePoint.LogBinomial(a, a + b, x, complement));

    private static double Fraction(double a, double b, double x, double complement)
    {
        const double tiny = 1e-300;
        var c = 1.0;
        var d = Away(1 - ((a + b) * x / (a + 1)));
        d = 1 / d;
        var h = d;
        for (var m = 1; m < 100_000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Away(1 + (even * d));
            c = Away(1 + (even / c));
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Away(1 + (odd * d));
            c = Away(1 + (odd / c));
            var factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 1e-16)
                break;
        }

        return DensityTimesXAndComplement(a, b, x, complement) / a * h;

        static double Away(double v) => Math.Abs(v) < tiny ? tiny : v;
    }
}
