using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.ExactConditional;

/// <summary>
/// The distribution of T = Σ covariate × case given the number of cases in each stratum, up to the factor exp(βT): logarithms of the weights at β = 0.
/// </summary>
/// <remarks>By recursion over the levels of the covariate in a stratum, then by convolution over strata; in logarithms, so that nothing under- or overflows.</remarks>
internal sealed class ConditionalDistribution
{
    private readonly double[] logWeights;

    private ConditionalDistribution(long lowest, double[] logWeights) => (Lowest, this.logWeights) = (lowest, logWeights);

    /// <summary>Smallest possible T.</summary>
    public long Lowest { get; }

    /// <summary>Largest possible T.</summary>
    public long Highest => Lowest + logWeights.Length - 1;

    /// <summary>ln of the number of ways to reach T; −∞ for a value that cannot be reached.</summary>
    public double LogWeight(long t) => logWeights[t - Lowest];

    /// <summary>How many values of T can be reached.</summary>
    public int Reachable => logWeights.Count(w => !double.IsNegativeInfinity(w));

    public static ConditionalDistribution Of(IReadOnlyList<ExactStratum> strata)
    {
        var all = new ConditionalDistribution(0, [0]);
        foreach (var stratum in strata)
            all = all.With(Of(stratum));
        return all;
    }

    /// <summary>Tail and point probabilities and the mean at one β, with T at one value.</summary>
    public (double Below, double At, double Above, double Mean) Around(long t, double beta)
    {
        var highest = double.NegativeInfinity;
        for (var i = 0; i < logWeights.Length; i++)
            highest = Math.Max(highest, logWeights[i] + (beta * i));
        double below = 0,
            at = 0,
            above = 0,
            moment = 0;
        for (var i = 0; i < logWeights.Length; i++)
        {
            var weight = Math.Exp(logWeights[i] + (beta * i) - highest);
            moment += weight * i;
            if (Lowest + i < t)
                below += weight;
            else if (Lowest + i == t)
                at += weight;
            else
                above += weight;
        }

        var sum = below + at + above;
        return (below / sum, at / sum, above / sum, Lowest + (moment / sum));
    }

    /// <summary>P that T has at most the probability of one value at β = 0, ties within 1e-7 as in R.</summary>
    public double AsRareAs(long t)
    {
        var (highest, seen) = (logWeights.Max(), LogWeight(t) + Math.Log(1 + 1e-7));
        double rarer = 0,
            sum = 0;
        foreach (var w in logWeights)
        {
            var weight = Math.Exp(w - highest);
            sum += weight;
            rarer += w <= seen ? weight : 0;
        }

        return rarer / sum;
    }

    private static ConditionalDistribution Of(ExactStratum stratum)
    {
        var cases = stratum.Cases;
        var lowest = stratum.Levels.Min(l => l.Value);
        var width = checked(stratum.Levels.Max(l => l.Value) - lowest);
        var sums = checked((cases * width) + 1);
        // ways[c, s]: c cases so far with values above the lowest summing to s.
        var ways = Filled(cases + 1, sums);
        ways[0][0] = 0;
        foreach (var level in stratum.Levels)
        {
            var next = Filled(cases + 1, sums);
            var step = level.Value - lowest;
            for (var c = 0; c <= cases; c++)
            for (var s = 0; s < sums; s++)
            {
                if (double.IsNegativeInfinity(ways[c][s]))
                    continue;
                for (var j = 0; j <= Math.Min(level.Total, cases - c); j++)
                {
                    ref var cell = ref next[c + j][s + (j * step)];
                    cell = LogSum(cell, ways[c][s] + GammaFunctions.LogChoose(level.Total, j));
                }
            }

            ways = next;
        }

        return new ConditionalDistribution((long)cases * lowest, ways[cases]).Trimmed();
    }

    private ConditionalDistribution With(ConditionalDistribution other)
    {
        var product = new double[logWeights.Length + other.logWeights.Length - 1];
        Array.Fill(product, double.NegativeInfinity);
        for (var i = 0; i < logWeights.Length; i++)
        for (var j = 0; j < other.logWeights.Length; j++)
            product[i + j] = LogSum(product[i + j], logWeights[i] + other.logWeights[j]);
        return new(Lowest + other.Lowest, product);
    }

    private ConditionalDistribution Trimmed()
    {
        var first = Array.FindIndex(logWeights, w => !double.IsNegativeInfinity(w));
        var last = Array.FindLastIndex(logWeights, w => !double.IsNegativeInfinity(w));
        return new(Lowest + first, logWeights[first..(last + 1)]);
    }

    private static double[][] Filled(int rows, int columns)
    {
        var table = new double[rows][];
        for (var i = 0; i < rows; i++)
        {
            table[i] = new double[columns];
            Array.Fill(table[i], double.NegativeInfinity);
        }

        return table;
    }

    private static double LogSum(double a, double b)
    {
        var (small, large) = a < b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(small) ? large : large + GammaFunctions.LogOnePlus(Math.Exp(small - large));
    }
}
