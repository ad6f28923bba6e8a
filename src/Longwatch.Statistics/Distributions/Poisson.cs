namespace Longwatch.Statistics.Distributions;

/// <summary>The Poisson distribution.</summary>
/// <remarks>Probability in saddle-point form, sums by the incomplete gamma function (Abramowitz and Stegun 26.4.21).</remarks>
public static class Poisson
{
    /// <summary>P(X = k); 0 for negative k.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative or not a number.</exception>
    public static double Probability(int k, double mean)
    {
        Check(mean);
        return k < 0 ? 0 : Math.Exp(SaddlePoint.LogPoisson(k, mean));
    }

    /// <summary>P(X ≤ k).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative or not a number.</exception>
    public static double Cdf(int k, double mean)
    {
        Check(mean);
        return k < 0 ? 0 : GammaDistribution.Survival(k + 1.0, mean);
    }

    /// <summary>P(X &gt; k).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative or not a number.</exception>
    public static double Survival(int k, double mean)
    {
        Check(mean);
        return k < 0 ? 1 : GammaDistribution.Cdf(k + 1.0, mean);
    }

    private static void Check(double mean)
    {
        if (!(mean >= 0))
            throw new ArgumentOutOfRangeException(nameof(mean), "The mean must not be negative.");
    }
}
