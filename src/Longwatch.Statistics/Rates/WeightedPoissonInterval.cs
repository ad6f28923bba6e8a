using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Rates;

/// <summary>Interval for the mean of a weighted sum of independent Poisson counts, for example read bases where each fragment brings several.</summary>
public static class WeightedPoissonInterval
{
    /// <summary>The gamma interval of Fay and Feuer (1997), with variance beyond Poisson added.</summary>
    /// <param name="sum">The observed weighted sum, ≥ 0.</param>
    /// <param name="sumOfSquares">The sum of squared weights over the observed events: its variance if counts are Poisson, ≥ 0.</param>
    /// <param name="greatestWeight">The greatest weight an event could have had, &gt; 0; decides the upper limit when nothing was seen.</param>
    /// <param name="dispersion">Extra variance as a share of the squared sum (negative binomial); 0 for Poisson.</param>
    /// <param name="level">Of confidence, in (0, 1).</param>
    /// <returns>On the scale of the sum. With equal weights and no dispersion it is Garwood's interval times the weight.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>Fay MP, Feuer EJ. Statistics in Medicine 1997;16:791-801. Checked against <see cref="PoissonInterval.Garwood"/> for equal weights.</remarks>
    public static Interval FayFeuer(double sum, double sumOfSquares, double greatestWeight, double dispersion, double level)
    {
        Check(sum, sumOfSquares, greatestWeight, dispersion);
        return Gamma(sum, sumOfSquares + (dispersion * sum * sum), greatestWeight, greatestWeight * greatestWeight, level);
    }

    /// <summary>
    /// Tiwari's modification of the gamma interval: the one event more that the upper limit allows for is spread evenly over all strata instead of put where its
    /// weight is greatest. Shorter where weights differ much; coverage can fall slightly below the level.
    /// </summary>
    /// <param name="meanWeight">Mean over the strata of the weight of one event, &gt; 0.</param>
    /// <param name="meanSquaredWeight">Mean over the strata of its square, &gt; 0.</param>
    /// <inheritdoc cref="FayFeuer" path="/param[@name='sum' or @name='sumOfSquares' or @name='level']"/>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>Tiwari RC, Clegg LX, Zou Z. Stat Methods Med Res 2006;15:547-569. The lower limit is that of Fay and Feuer.</remarks>
    public static Interval Tiwari(double sum, double sumOfSquares, double meanWeight, double meanSquaredWeight, double level)
    {
        Check(sum, sumOfSquares, meanWeight, 0);
        if (!(meanSquaredWeight > 0))
            throw new ArgumentOutOfRangeException(nameof(meanSquaredWeight), "A squared weight is positive.");
        return Gamma(sum, sumOfSquares, meanWeight, meanSquaredWeight, level);
    }

    private static Interval Gamma(double sum, double variance, double more, double moreVariance, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        var lower = sum == 0 ? 0 : variance / sum * GammaDistribution.Quantile(sum * sum / variance, tail);
        var (next, nextVariance) = (sum + more, variance + moreVariance);
        return new(lower, nextVariance / next * GammaDistribution.UpperQuantile(next * next / nextVariance, tail));
    }

    private static void Check(double sum, double sumOfSquares, double weight, double dispersion)
    {
        if (!(sum >= 0))
            throw new ArgumentOutOfRangeException(nameof(sum), "A sum of counts is not negative.");
        if (!(sumOfSquares >= 0))
            throw new ArgumentOutOfRangeException(nameof(sumOfSquares), "A variance is not negative.");
        if (!(weight > 0))
            throw new ArgumentOutOfRangeException(nameof(weight), "A weight is positive.");
        if (!(dispersion >= 0))
            throw new ArgumentOutOfRangeException(nameof(dispersion), "The dispersion must not be negative.");
    }
}
