namespace Longwatch.Statistics.Random;

/// <content>Random variates made from the uniform numbers of the sequence. All methods are exact in distribution up to rounding.</content>
public sealed partial class Philox
{
    /// <summary>Exponential with mean 1; multiply by the mean, or divide by the rate.</summary>
    public double NextExponential() => -Math.Log(NextDouble());

    /// <summary>Normal with mean 0 and standard deviation 1 (Box and Muller 1958; the second number of each pair is not kept).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Gamma with the given shape and scale 1.</summary>
    /// <param name="shape">Finite and positive.</param>
    /// <remarks>Source: Marsaglia and Tsang (2000) ACM Trans Math Softw 26:363–372; shapes below 1 by their section 6.</remarks>
    public double NextGamma(double shape)
    {
        if (!(shape > 0 && double.IsFinite(shape)))
            throw new ArgumentOutOfRangeException(nameof(shape), shape, "The shape must be finite and positive.");
        if (shape < 1)
            return NextGamma(shape + 1) * Math.Pow(NextDouble(), 1 / shape);

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var root = 1 + (c * x);
            if (root <= 0)
                continue;
            var v = root * root * root;
            if (Math.Log(NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }

    /// <summary>Beta with the given parameters, both finite and positive.</summary>
    public double NextBeta(double alpha, double beta)
    {
        var a = NextGamma(alpha);
        return a / (a + NextGamma(beta));
    }

    /// <summary>Poisson with the given mean.</summary>
    /// <param name="mean">Finite, not negative, at most 10^9.</param>
    /// <remarks>
    /// Means of at most 12 by inversion; larger ones are first reduced by a gamma-distributed arrival time
    /// (Ahrens and Dieter (1974) Computing 12:223–246, algorithm PG), O(log mean).
    /// </remarks>
    public int NextPoisson(double mean)
    {
        if (!(mean is >= 0 and <= 1e9))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean must lie between 0 and 10^9.");
        var count = 0;
        while (mean > 12)
        {
            var arrivals = (int)(mean * 0.875);
            var time = NextGamma(arrivals);
            if (time > mean)
                return count + NextBinomial(arrivals - 1, mean / time);
            count += arrivals;
            mean -= time;
        }

        var remaining = NextDouble();
        var term = Math.Exp(-mean);
        for (var k = 0; ; k++)
        {
            // Once terms fall below the spacing of the remainder no further k can absorb it.
            if (remaining < term || (k > mean && term < 1e-18))
                return count + k;
            remaining -= term;
            term *= mean / (k + 1);
        }
    }

    /// <summary>Binomial: successes in <paramref name="trials"/> independent trials.</summary>
    /// <remarks>Few expected successes by inversion; otherwise halved by the median order statistic, which is beta distributed (Devroye 1986, X.4.3).</remarks>
    public int NextBinomial(int trials, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        CheckProbability(probability);
        if (probability > 0.5)
            return trials - NextBinomial(trials, 1 - probability);

        var count = 0;
        while (trials * probability > 12)
        {
            var middle = (trials / 2) + 1;
            var median = NextBeta(middle, trials + 1 - middle);
            if (median <= probability)
            {
                count += middle;
                trials -= middle;
                probability = Math.Clamp((probability - median) / (1 - median), 0, 1);
            }
            else
            {
                trials = middle - 1;
                probability /= median;
            }

            if (probability > 0.5)
                return count + NextBinomial(trials, probability);
        }

        var remaining = NextDouble();
        var odds = probability / (1 - probability);
        var term = Math.Exp(trials * Math.Log(1 - probability));
        for (var k = 0; k < trials; k++)
        {
            if (remaining < term)
                return count + k;
            remaining -= term;
            term *= odds * (trials - k) / (k + 1);
        }

        return count + trials;
    }

    /// <summary>Index drawn with probability proportional to its weight.</summary>
    /// <param name="weights">Finite, not negative, with a positive sum.</param>
    public int NextCategory(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        var last = -1;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException($"Weight at index {i} is {weights[i]}; it must be finite and not negative.", nameof(weights));
            sum += weights[i];
            if (weights[i] > 0)
                last = i;
        }

        if (last < 0)
            throw new ArgumentException("No weight is positive.", nameof(weights));
        var target = NextDouble() * sum;
        for (var i = 0; i < last; i++)
        {
            target -= weights[i];
            if (target < 0)
                return i;
        }

        return last;
    }

    private static void CheckProbability(double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
    }
}
