using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Probability and distance of tables with a given total; each is a sum of one term per group, looked up.</summary>
internal sealed class TableStatistics
{
    private readonly Sums[][] terms;
    private readonly double[] cumulative;
    private readonly double constant;

    public TableStatistics(CountsByGroup data)
    {
        Total = data.Total;
        terms = new Sums[data.Groups][];
        cumulative = new double[data.Groups];
        constant = GammaFunctions.LogGamma(Total + 1.0);
        var before = 0.0;
        for (var g = 0; g < terms.Length; g++)
        {
            var expected = data.Expected[g];
            var share = Total == 0 ? 0 : expected / Total;
            cumulative[g] = before += share;
            terms[g] = new Sums[Total + 1];
            for (var x = 0; x <= Total && Total > 0; x++)
            {
                terms[g][x] = new(
                    (x * Math.Log(share)) - GammaFunctions.LogGamma(x + 1.0),
                    (x - expected) * (x - expected) / expected,
                    x == 0 ? 0 : 2 * x * Math.Log(x / expected)
                );
            }
        }
    }

    public int Total { get; }

    public int Groups => terms.Length;

    public Sums Term(int group, int count) => terms[group][count];

    public Sums Finish(Sums sums) => sums with { LogProbability = sums.LogProbability + constant };

    public Sums Of(ReadOnlySpan<int> counts)
    {
        var sums = default(Sums);
        for (var g = 0; g < counts.Length; g++)
            sums += terms[g][counts[g]];
        return Finish(sums);
    }

    /// <summary>The group of one event, from a number between 0 and 1.</summary>
    public int Group(double uniform)
    {
        int low = 0,
            high = cumulative.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (uniform >= cumulative[middle])
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Logarithm of the multinomial probability, and the two statistics.</summary>
    internal readonly record struct Sums(double LogProbability, double Pearson, double LikelihoodRatio)
    {
        public static Sums operator +(Sums a, Sums b) =>
            new(a.LogProbability + b.LogProbability, a.Pearson + b.Pearson, a.LikelihoodRatio + b.LikelihoodRatio);
    }
}
