using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>The counts of one drug over all events, with the totals of all drugs.</summary>
internal sealed class DrugColumn
{
    private readonly int[] totals;
    private readonly int column;
    private readonly double total;

    public DrugColumn(int[] counts, int[] totals)
    {
        (Counts, this.totals) = (counts, totals);
        foreach (var count in counts)
            column += count;
        foreach (var row in totals)
            total += row;
        Expected = Array.ConvertAll(totals, row => total > 0 ? row / total * column : 0);
    }

    public int[] Counts { get; }

    /// <summary>Row total × column total / total.</summary>
    public double[] Expected { get; }

    public DrugColumn Without(int row) => new([.. Counts[..row], .. Counts[(row + 1)..]], [.. totals[..row], .. totals[(row + 1)..]]);

    public double[] Statistics(LikelihoodRatioForm form)
    {
        var statistics = new double[Counts.Length];
        for (var i = 0; i < statistics.Length; i++)
            statistics[i] = Statistic(form, i, Counts[i], column);
        return statistics;
    }

    public double Maximum(LikelihoodRatioForm form, int[] drawn)
    {
        var (highest, sum) = (0.0, 0);
        foreach (var count in drawn)
            sum += count;
        for (var i = 0; i < drawn.Length; i++)
            if (drawn[i] > 0)
                highest = Math.Max(highest, Statistic(form, i, drawn[i], sum));
        return highest;
    }

    /// <summary>The drug's reports fall on the events as those of all drugs do, one conditional binomial after the other.</summary>
    public void DrawMultinomial(Philox random, int[] drawn)
    {
        var (left, weight) = (column, total);
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] =
                left == 0 ? 0
                : totals[i] >= weight ? left
                : random.NextBinomial(left, totals[i] / weight);
            left -= drawn[i];
            weight -= totals[i];
        }
    }

    public void DrawZeroInflated(Philox random, double zeroShare, int[] drawn)
    {
        for (var i = 0; i < drawn.Length; i++)
            drawn[i] = random.NextDouble() < zeroShare ? 0 : random.NextPoisson(Expected[i]);
    }

    private double Statistic(LikelihoodRatioForm form, int row, int count, int sum) =>
        form == LikelihoodRatioForm.Huang
            ? LikelihoodRatio.Huang(count, totals[row], sum, total)
            : LikelihoodRatio.Poisson(count, Expected[row]);
}
