using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.ScoreTests;

/// <summary>The cumulant generating function of a centred score, and its tails by the saddle point.</summary>
/// <remarks>In the fast form the persons without the marker are replaced by a normal variable of the same mean and variance.</remarks>
internal sealed class ScoreTail
{
    private readonly double[] effects;
    private readonly double[] means;
    private readonly double restVariance;
    private readonly double restMean;
    private readonly double tolerance;
    private readonly Interval range;

    public ScoreTail(double[] counted, double[] adjusted, double[] probabilities, ScoreTestOptions options, double variance)
    {
        tolerance = options.RootTolerance;
        var (effects, means) = (new List<double>(), new List<double>());
        double own = 0,
            ownMean = 0,
            lowest = 0,
            highest = 0;
        for (var i = 0; i < counted.Length; i++)
        {
            var (g, mu) = (adjusted[i], probabilities[i]);
            (lowest, highest) = (lowest + Math.Min(g, 0) - (g * mu), highest + Math.Max(g, 0) - (g * mu));
            if (options.Fast && counted[i] == 0)
                continue;
            effects.Add(g);
            means.Add(mu);
            own += mu * (1 - mu) * g * g;
            ownMean += mu * g;
        }

        (this.effects, this.means, range) = ([.. effects], [.. means], new(lowest, highest));
        // All scores are taken about their mean.
        (restMean, restVariance) = (-ownMean, options.Fast ? Math.Max(0, variance - own) : 0);
    }

    /// <summary>The t with K′(t) = score; infinite at or beyond the ends of what the score can be; null when it is not found.</summary>
    /// <remarks>Newton's method; a step that crosses the root by more than the last crossing is halved. The last step is not taken, as in SPAtest.</remarks>
    public double? Root(double score, int mostSteps)
    {
        if (score >= range.Upper || score <= range.Lower)
            return score > 0 ? double.PositiveInfinity : double.NegativeInfinity;
        var t = 0.0;
        var jump = double.PositiveInfinity;
        var (value, slope) = Slopes(t, score);
        for (var step = 0; step < mostSteps; step++)
        {
            var next = t - (value / slope);
            if (!double.IsFinite(next))
                return null;
            if (Math.Abs(next - t) < tolerance)
                return t;
            var (nextValue, nextSlope) = Slopes(next, score);
            if (Math.Sign(value) != Math.Sign(nextValue))
            {
                if (Math.Abs(next - t) > jump - tolerance)
                {
                    next = t + (Math.Sign(nextValue - value) * jump / 2);
                    (nextValue, nextSlope) = Slopes(next, score);
                    jump /= 2;
                }
                else
                    jump = Math.Abs(next - t);
            }

            (t, value, slope) = (next, nextValue, nextSlope);
        }

        return null;
    }

    /// <summary>Probability of a score at least as far out on its own side; null where the formula breaks down.</summary>
    public double? Probability(double t, double score)
    {
        // At the end of the range one configuration alone reaches it: every person with a positive effect a case, nobody else, or the reverse.
        if (double.IsInfinity(t))
            return Math.Exp(LogEnd(t > 0));
        var w = Math.Sign(t) * Math.Sqrt(2 * ((t * score) - Cumulants(t)));
        var v = t * Math.Sqrt(Slopes(t, score).Slope);
        var z = w + (Math.Log(v / w) / w);
        return double.IsFinite(z) ? NormalDistribution.Cdf(-Math.Abs(z)) : null;
    }

    private double LogEnd(bool upper)
    {
        if (restVariance > 0)
            return double.NegativeInfinity;
        var sum = 0.0;
        for (var i = 0; i < effects.Length; i++)
            if (effects[i] != 0)
                sum += effects[i] > 0 == upper ? Math.Log(means[i]) : Math.Log(1 - means[i]);
        return sum;
    }

    private double Cumulants(double t)
    {
        var sum = (restMean * t) + (restVariance * t * t / 2);
        for (var i = 0; i < effects.Length; i++)
        {
            var x = effects[i] * t;
            // ln(1 − µ + µ eˣ), without overflow.
            sum += x > 0 ? x + Math.Log(means[i] + ((1 - means[i]) * Math.Exp(-x))) : GammaFunctions.LogOnePlus(means[i] * Expm1(x));
        }

        return sum;
    }

    private (double Value, double Slope) Slopes(double t, double score)
    {
        var (first, second) = (restMean + (restVariance * t) - score, restVariance);
        for (var i = 0; i < effects.Length; i++)
        {
            var (g, mu) = (effects[i], means[i]);
            var e = Math.Exp(-Math.Abs(g * t));
            // The tilted probability of being a case, and its complement.
            var (p, q) = g * t > 0 ? (mu, (1 - mu) * e) : (mu * e, 1 - mu);
            (p, q) = (p / (p + q), q / (p + q));
            first += g * p;
            second += g * g * p * q;
        }

        return (first, second);
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;
}
