namespace Longwatch.Statistics.Distributions;

/// <summary>The standard normal distribution.</summary>
/// <remarks>
/// Within two standard deviations the series 26.2.11 of Abramowitz and Stegun, beyond them the continued fraction 26.2.14, so that tails down to
/// 1e-300 keep their relative accuracy. Checked against mpmath (S01): relative error below 1e-13 everywhere, quantiles below 1e-14.
/// </remarks>
internal static class NormalDistribution
{
    private const double InverseRootTwoPi = 0.39894228040143267794;

    /// <summary>The density at x, accurate in the tails: the rounding of x² is made good.</summary>
    public static double Density(double x)
    {
        var square = x * x;
        var lost = Math.FusedMultiplyAdd(x, x, -square);
        return InverseRootTwoPi * Math.Exp(-square / 2) * (1 - (lost / 2));
    }

    /// <summary>P(X ≤ x).</summary>
    public static double Cdf(double x)
    {
        if (double.IsInfinity(x))
            return x > 0 ? 1 : 0;
        if (x > 0)
            return x <= 2 ? 0.5 + Central(x) : 1 - Tail(x);
        return x >= -2 ? 0.5 - Central(-x) : Tail(-x);
    }

    /// <summary>P(X &gt; x), accurate where it is small.</summary>
    public static double Survival(double x) => Cdf(-x);

    /// <summary>The x with P(X ≤ x) = p.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in [0, 1].</exception>
    public static double Quantile(double p)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p));
        if (p > 0.5)
            return -Quantile(1 - p);
        if (p == 0)
            return double.NegativeInfinity;
        if (p == 0.5)
            return 0;
        var logP = Math.Log(p);
        var t = Math.Sqrt(-2 * logP);
        var x = -(
            t - ((2.515517 + (0.802853 * t) + (0.010328 * t * t)) / (1 + (1.432788 * t) + (0.189269 * t * t) + (0.001308 * t * t * t)))
        );
        for (var i = 0; i < 4; i++)
        {
            var cdf = Cdf(x);
            x -= GammaFunctions.LogOnePlus((cdf - p) / p) * cdf / Density(x);
        }

        return x;
    }

    /// <summary>P(0 &lt; X ≤ x) for 0 ≤ x ≤ 2.</summary>
    private static double Central(double x)
    {
        var (sum, term) = (x, x);
        for (var k = 3; term > sum * 1e-17; k += 2)
            sum += term *= x * x / k;
        return Density(x) * sum;
    }

    /// <summary>P(X &gt; x) for x &gt; 2; the continued fraction of Mills' ratio from the back, deep enough for x = 2.</summary>
    private static double Tail(double x)
    {
        if (x > 40)
            return 0;
        var fraction = x;
        for (var k = x < 5 ? 150 : 60; k >= 1; k--)
            fraction = x + (k / fraction);
        return Density(x) / fraction;
    }
}
