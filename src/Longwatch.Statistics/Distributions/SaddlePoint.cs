namespace Longwatch.Statistics.Distributions;

/// <summary>Poisson and binomial probabilities without cancellation, also for real-valued counts.</summary>
/// <remarks>Loader, C. (2000), Fast and accurate computation of binomial probabilities; the same form as in R's <c>dbinom</c> and <c>dpois</c>.</remarks>
internal static class SaddlePoint
{
    /// <summary>ln of m^x e^−m / Γ(x+1), for x ≥ 0 and m ≥ 0.</summary>
    public static double LogPoisson(double x, double mean)
    {
        if (mean == 0)
            return x == 0 ? 0 : double.NegativeInfinity;
        if (x == 0)
            return -mean;
        return -GammaFunctions.StirlingError(x) - Deviance(x, mean) - GammaFunctions.HalfLogTwoPi - (0.5 * Math.Log(x));
    }

    /// <summary>ln of Γ(n+1) / (Γ(x+1) Γ(n−x+1)) p^x q^(n−x), for real 0 ≤ x ≤ n and q = 1 − p given apart so that neither loses digits.</summary>
    public static double LogBinomial(double x, double n, double p, double q)
    {
        if (p == 0)
            return x == 0 ? 0 : double.NegativeInfinity;
        if (q == 0)
            return x == n ? 0 : double.NegativeInfinity;
        if (x == 0)
            return n * LogOf(q, p);
        if (x == n)
            return n * LogOf(p, q);
        var y = n - x;
        return GammaFunctions.StirlingError(n)
            - GammaFunctions.StirlingError(x)
            - GammaFunctions.StirlingError(y)
            - Deviance(x, n * p)
            - Deviance(y, n * q)
            + (0.5 * (Math.Log(n / x) - Math.Log(y)))
            - GammaFunctions.HalfLogTwoPi;
    }

    private static double LogOf(double p, double complement) => p > 0.5 ? GammaFunctions.LogOnePlus(-complement) : Math.Log(p);

    /// <summary>x ln(x/m) + m − x ≥ 0.</summary>
    internal static double Deviance(double x, double mean)
    {
        var difference = x - mean;
        if (Math.Abs(difference) >= 0.1 * (x + mean))
            return (x * Math.Log(x / mean)) + mean - x;
        var v = difference / (x + mean);
        var sum = difference * v;
        var term = 2 * x * v;
        for (var j = 3; ; j += 2)
        {
            term *= v * v;
            var next = sum + (term / j);
            if (next == sum)
                return sum;
            sum = next;
        }
    }
}
