namespace Longwatch.Statistics.Distributions;

/// <summary>The negative binomial distribution of a count by its mean and its dispersion: the variance is mean + dispersion × mean².</summary>
/// <remarks>
/// With dispersion 0 it is the Poisson distribution. Sums by the incomplete beta function (Abramowitz and Stegun 26.5.26). Checked against <c>dnbinom</c>
/// and <c>pnbinom</c> of R with size = 1/dispersion.
/// </remarks>
public static class NegativeBinomial
{
    /// <summary>P(X = k); 0 for negative k.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean or the dispersion is negative or not a number.</exception>
    public static double Probability(int k, double mean, double dispersion)
    {
        Check(mean, dispersion);
        if (dispersion == 0 || mean == 0)
            return Poisson.Probability(k, mean);
        if (k < 0)
            return 0;
        var size = 1 / dispersion;
        var success = 1 / (1 + (dispersion * mean));
        // dnbinom by Loader: size/(size + k) times the binomial probability of size "successes" in size + k.
        return size / (size + k) * Math.Exp(SaddlePoint.LogBinomial(size, size + k, success, dispersion * mean * success));
    }

    /// <summary>P(X ≤ k).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean or the dispersion is negative or not a number.</exception>
    public static double Cdf(int k, double mean, double dispersion)
    {
        Check(mean, dispersion);
        if (dispersion == 0 || mean == 0)
            return Poisson.Cdf(k, mean);
        var success = 1 / (1 + (dispersion * mean));
        return k < 0 ? 0 : BetaDistribution.Cdf(1 / dispersion, k + 1.0, success, dispersion * mean * success);
    }

    /// <summary>P(X &gt; k), accurate where it is small.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean or the dispersion is negative or not a number.</exception>
    public static double Survival(int k, double mean, double dispersion)
    {
        Check(mean, dispersion);
        if (dispersion == 0 || mean == 0)
            return Poisson.Survival(k, mean);
        var success = 1 / (1 + (dispersion * mean));
        return k < 0 ? 1 : BetaDistribution.Cdf(k + 1.0, 1 / dispersion, dispersion * mean * success, success);
    }

    /// <summary>
    /// The mean at which a count of <paramref name="count"/> or more has the given probability: the smallest mean that is detected with that probability
    /// when a detection needs so many events. With <c>count = x + 1</c> and <c>probability = level</c> it is the one-sided upper limit of the mean after x
    /// events.
    /// </summary>
    /// <param name="count">≥ 1.</param>
    /// <param name="probability">Strictly between 0 and 1.</param>
    /// <param name="dispersion">≥ 0; 0 is Poisson, where the mean is a quantile of the gamma distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>Poisson, 0.95: 2.996, 4.744, 6.296, 7.754 and 9.154 for 1 to 5 events, the printed tables.</remarks>
    public static double MeanReaching(int count, double probability, double dispersion)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(probability is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), "A probability of detection lies strictly between 0 and 1.");
        Check(0, dispersion);
        if (dispersion == 0)
            return GammaDistribution.Quantile(count, probability);
        var success = BetaDistribution.UpperQuantile(1 / dispersion, count, probability);
        return ((1 / success) - 1) / dispersion;
    }

    private static void Check(double mean, double dispersion)
    {
        if (!(mean >= 0))
            throw new ArgumentOutOfRangeException(nameof(mean), "The mean must not be negative.");
        if (!(dispersion >= 0))
            throw new ArgumentOutOfRangeException(nameof(dispersion), "The dispersion must not be negative.");
    }
}
