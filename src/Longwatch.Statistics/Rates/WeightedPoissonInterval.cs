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
        var tail = ConfidenceLevel.Tail(level);
        if (!(sum >= 0))
            throw new ArgumentOutOfRangeException(nameof(sum), "A sum of counts is not negative.");
        if (!(sumOfSquares >= 0))
            throw new ArgumentOutOfRangeException(nameof(sumOfSquares), "A variance is not negative.");
        if (!(greatestWeight > 0))
            throw new ArgumentOutOfRangeException(nameof(greatestWeight), "A weight is positive.");
        if (!(dispersion >= 0))
            throw new ArgumentOutOfRangeException(nameof(dispersion), "The dispersion must not be negative.");
        var variance = sumOfSquares + (dispersion * sum * sum);
        var lower = sum == 0 ? 0 : variance / sum * GammaDistribution.Quantile(sum * sum / variance, tail);
        var (next, nextVariance) = (sum + greatestWeight, variance + (greatestWeight * greatestWeight));
        return new(lower, nextVariance / next * GammaDistribution.UpperQuantile(next * next / nextVariance, tail));
    }
}
