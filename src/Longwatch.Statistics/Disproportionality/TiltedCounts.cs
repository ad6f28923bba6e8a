using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>
/// The distribution of the first cell of a table of two by two given its margins (or of the sum of the first cells of several tables) for any odds ratio:
/// the weights at odds ratio 1, tilted by its power.
/// </summary>
internal sealed class TiltedCounts
{
    /// <summary>Two probabilities are equal within this relative difference, as in R.</summary>
    public const double Tie = 1 + 1e-7;

    /// <summary>Logarithms of odds ratios that are looked at.</summary>
    private const double Furthest = 700;

    private readonly double[] logWeights;

    private TiltedCounts(long first, double[] logWeights) => (First, this.logWeights) = (first, logWeights);

    /// <summary>Smallest count possible.</summary>
    public long First { get; }

    public long Last => First + logWeights.Length - 1;

    public static TiltedCounts Of(TwoByTwo table)
    {
        int drug = table.Drug,
            events = table.Event,
            others = table.Total - drug;
        var first = Math.Max(0, events - others);
        var weights = new double[Math.Min(drug, events) - first + 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = GammaFunctions.LogChoose(drug, first + i) + GammaFunctions.LogChoose(others, events - first - i);
        return new(first, Lowered(weights));
    }

    /// <summary>The sum of independent counts, one from each.</summary>
    /// <remarks>O(product of the two ranges) per table; a weight below e^−745 of the largest is lost, far below any probability that is asked for.</remarks>
    public TiltedCounts Plus(TiltedCounts other)
    {
        var sum = new double[logWeights.Length + other.logWeights.Length - 1];
        double[] mine = [.. logWeights.Select(x => Math.Exp(x))],
            theirs = [.. other.logWeights.Select(x => Math.Exp(x))];
        for (var i = 0; i < mine.Length; i++)
            if (mine[i] > 0)
                for (var j = 0; j < theirs.Length; j++)
                    sum[i + j] += mine[i] * theirs[j];
        return new(First + other.First, Lowered([.. sum.Select(x => Math.Log(x))]));
    }

    /// <summary>Probabilities of all counts at one odds ratio, the first for <see cref="First"/>.</summary>
    public double[] At(double logOddsRatio)
    {
        var p = new double[logWeights.Length];
        var highest = double.NegativeInfinity;
        for (var i = 0; i < p.Length; i++)
            highest = Math.Max(highest, p[i] = logWeights[i] + (i * logOddsRatio));
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
            sum += p[i] = Math.Exp(p[i] - highest);
        for (var i = 0; i < p.Length; i++)
            p[i] /= sum;
        return p;
    }

    /// <summary>The odds ratio under which the mean is what was seen; 0 or infinite at an end of the range, NaN when only one count is possible.</summary>
    public double MaximumLikelihood(long seen)
    {
        if (First == Last)
            return double.NaN;
        return seen == First ? 0
            : seen == Last ? double.PositiveInfinity
            : Math.Exp(
                BracketedNewton.Solve(
                    logRatio =>
                    {
                        var p = At(logRatio);
                        double mean = 0,
                            square = 0;
                        for (var i = 0; i < p.Length; i++)
                            mean += i * p[i];
                        for (var i = 0; i < p.Length; i++)
                            square += (i - mean) * (i - mean) * p[i];
                        return (mean - (seen - First), square);
                    },
                    new(-Furthest, Furthest),
                    0,
                    rising: true
                )
            );
    }

    /// <summary>Odds ratios at which a tail falls to a given probability: what was seen or more for the lower limit, or less for the upper.</summary>
    /// <param name="own">How much of the probability of what was seen itself belongs to the tail: 1 for exact limits, ½ for mid-P.</param>
    public Interval Limits(long seen, double tail, double own) =>
        First == Last
            ? new(0, double.PositiveInfinity)
            : new(
                seen == First ? 0 : Limit(seen, tail, own, upper: true),
                seen == Last ? double.PositiveInfinity : Limit(seen, tail, own, upper: false)
            );

    private double Limit(long seen, double tail, double own, bool upper)
    {
        var logTail = Math.Log(tail);
        return Math.Exp(
            BracketedNewton.Solve(
                logRatio =>
                {
                    var p = At(logRatio);
                    double mass = 0,
                        moment = 0,
                        mean = 0;
                    for (var i = 0; i < p.Length; i++)
                    {
                        var count = First + i;
                        var share =
                            count == seen ? own
                            : count > seen == upper ? 1
                            : 0;
                        mass += share * p[i];
                        moment += share * i * p[i];
                        mean += i * p[i];
                    }

                    return mass == 0
                        ? (double.NegativeInfinity, 1)
                        : (GammaDistribution.LogRatio(mass, tail, logTail), (moment / mass) - mean);
                },
                new(-Furthest, Furthest),
                0,
                rising: upper
            )
        );
    }

    /// <summary>P(at least seen), P(at most seen) and P(seen) at odds ratio 1.</summary>
    public (double AtLeast, double AtMost, double Own) Tails(long seen)
    {
        var p = At(0);
        double above = 0,
            below = 0;
        for (var i = 0; i < p.Length; i++)
            if (First + i > seen)
                above += p[i];
            else if (First + i < seen)
                below += p[i];
        var own = p[seen - First];
        return (Math.Min(1, above + own), Math.Min(1, below + own), own);
    }

    /// <summary>Sum of the probabilities of counts that are no more probable than the one seen, at odds ratio 1.</summary>
    public double MinimumLikelihoodP(long seen)
    {
        var p = At(0);
        var limit = p[seen - First] * Tie;
        var sum = 0.0;
        foreach (var value in p)
            sum += value <= limit ? value : 0;
        return Math.Min(1, sum);
    }

    /// <summary>Sum of the probabilities of counts whose smaller tail is no larger than that of the one seen, at odds ratio 1 (Blaker 2000).</summary>
    public double BlakerP(long seen)
    {
        var p = At(0);
        var atLeast = new double[p.Length + 1];
        for (var i = p.Length - 1; i >= 0; i--)
            atLeast[i] = atLeast[i + 1] + p[i];
        var tails = new double[p.Length];
        var atMost = 0.0;
        for (var i = 0; i < p.Length; i++)
            tails[i] = Math.Min(atMost += p[i], atLeast[i]);
        var limit = tails[seen - First] * Tie;
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
            sum += tails[i] <= limit ? p[i] : 0;
        return Math.Min(1, sum);
    }

    private static double[] Lowered(double[] weights)
    {
        var highest = weights.Max();
        for (var i = 0; i < weights.Length; i++)
            weights[i] -= highest;
        return weights;
    }
}
