using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Onset;

/// <summary>Families of latency distributions.</summary>
public enum LatencyFamily
{
    Exponential,
    Weibull,
    LogNormal,
    LogLogistic,
}

/// <summary>The standard distribution of z = (log x − location) / scale for one family, with what Newton's method needs of it.</summary>
/// <remarks>Derivatives of log g (density) and of the reverse hazard r = g / G, where r′ = r (∂log g − r).</remarks>
internal static class StandardForm
{
    public static double Cumulative(LatencyFamily family, double z) =>
        family switch
        {
            LatencyFamily.LogNormal => NormalDistribution.Cdf(z),
            LatencyFamily.LogLogistic => 1 / (1 + Math.Exp(-z)),
            _ => -GammaFunctions.ExpMinusOne(-Math.Exp(z)),
        };

    public static double LogDensity(LatencyFamily family, double z) =>
        family switch
        {
            LatencyFamily.LogNormal => -0.5 * ((z * z) + Math.Log(2 * Math.PI)),
            LatencyFamily.LogLogistic => -Math.Abs(z) - (2 * GammaFunctions.LogOnePlus(Math.Exp(-Math.Abs(z)))),
            _ => z - Math.Exp(z),
        };

    public static double Slope(LatencyFamily family, double z) =>
        family switch
        {
            LatencyFamily.LogNormal => -z,
            LatencyFamily.LogLogistic => 1 - (2 / (1 + Math.Exp(-z))),
            _ => 1 - Math.Exp(z),
        };

    public static double Curvature(LatencyFamily family, double z) =>
        family switch
        {
            LatencyFamily.LogNormal => -1,
            LatencyFamily.LogLogistic => -2 * Math.Exp(-Math.Abs(z)) / Math.Pow(1 + Math.Exp(-Math.Abs(z)), 2),
            _ => -Math.Exp(z),
        };

    /// <summary>log G(z), also far in the left tail.</summary>
    public static double LogCumulative(LatencyFamily family, double z) =>
        family switch
        {
            LatencyFamily.LogNormal => z > -30
                ? Math.Log(Cumulative(family, z))
                : LogDensity(family, z) - Math.Log(-z) - Math.Log(MillsContinuedFraction(z)),
            LatencyFamily.LogLogistic => z > 0 ? -GammaFunctions.LogOnePlus(Math.Exp(-z)) : z - GammaFunctions.LogOnePlus(Math.Exp(z)),
            _ => z < -30 ? z - (Math.Exp(z) / 2) : GammaFunctions.LogOneMinusExp(-Math.Exp(z)),
        };

    /// <summary>g(z) / G(z).</summary>
    public static double ReverseHazard(LatencyFamily family, double z) =>
        family switch
        {
            LatencyFamily.LogNormal => Math.Exp(LogDensity(family, z) - LogCumulative(family, z)),
            LatencyFamily.LogLogistic => 1 / (1 + Math.Exp(z)),
            _ => z < -30 ? 1
            : z > 6.5 ? 0
            : Math.Exp(z) / GammaFunctions.ExpMinusOne(Math.Exp(z)),
        };

    /// <summary>The factor q(z) ≥ 1 with Φ(z) = φ(z) / (−z q(z)) for z &lt; −30: continued fraction of Laplace (Abramowitz and Stegun 26.2.14).</summary>
    private static double MillsContinuedFraction(double z)
    {
        var x = -z;
        var tail = x;
        for (var k = 30; k >= 1; k--)
            tail = x + (k / tail);
        return tail / x;
    }
}
