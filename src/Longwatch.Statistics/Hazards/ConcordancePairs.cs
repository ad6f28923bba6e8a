using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Hazards;

/// <summary>Pairs of an event and a row that outlives it, counted in all and for each row. Two sweeps over time with a tree of partial sums over the ranks of risk.</summary>
internal sealed class ConcordancePairs
{
    private readonly CoxSample sample;
    private readonly int[] rank;
    private readonly int[] enteringFrom;
    private readonly int[] entering;

    /// <summary>What an event at the time of a group counts.</summary>
    private readonly double[] eventWeight;

    private ConcordancePairs(CoxSample sample, Func<double, double> timeWeight)
    {
        this.sample = sample;
        eventWeight = [.. sample.GroupTimes.Select(timeWeight)];
        rank = new int[sample.Rows];
        RowConcordant = new double[sample.Data.Rows];
        RowDiscordant = new double[sample.Data.Rows];
        RowTied = new double[sample.Data.Rows];
        (enteringFrom, entering) = ByEntry(sample);
    }

    public double Concordant { get; private set; }

    public double Discordant { get; private set; }

    public double TiedRisk { get; private set; }

    public double TiedTime { get; private set; }

    public double TiedBoth { get; private set; }

    /// <summary>Weights of the partners of each row of the data in concordant pairs.</summary>
    public double[] RowConcordant { get; }

    public double[] RowDiscordant { get; }

    public double[] RowTied { get; }

    /// <summary>Counts the pairs of all strata.</summary>
    /// <param name="timeWeight">What the pairs of an event at a time count.</param>
    public static ConcordancePairs Count(CoxSample sample, ReadOnlySpan<double> risk, Func<double, double> timeWeight)
    {
        var pairs = new ConcordancePairs(sample, timeWeight);
        for (var first = 0; first < sample.Groups; )
        {
            var end = first + 1;
            while (end < sample.Groups && sample.GroupStratum[end] == sample.GroupStratum[first])
                end++;
            var tree = new WeightedCounts(pairs.RankRows(sample.Start(first), sample.End(end - 1), risk));
            pairs.Backward(first, end, tree);
            tree.Clear();
            pairs.Forward(first, end, tree);
            first = end;
        }

        return pairs;
    }

    /// <summary>From the last time to the first: what each event sees of those who outlive it.</summary>
    private void Backward(int first, int end, WeightedCounts tree)
    {
        for (var k = end - 1; k >= first; k--)
        {
            var (start, deathEnd) = (sample.Start(k), sample.DeathEnd(k));
            for (var i = deathEnd; i < sample.End(k); i++)
                tree.Add(rank[i], sample.Weight[i]);
            for (var e = enteringFrom[k]; e < enteringFrom[k + 1]; e++)
                tree.Add(rank[entering[e]], -sample.Weight[entering[e]]);
            for (var i = start; i < deathEnd; i++)
            {
                var (below, same, above) = tree.Around(rank[i]);
                var weight = sample.Weight[i] * eventWeight[k];
                Concordant += weight * below;
                Discordant += weight * above;
                TiedRisk += weight * same;
                AddTo(sample.Order[i], eventWeight[k] * below, eventWeight[k] * same, eventWeight[k] * above);
            }

            CountTies(start, deathEnd, eventWeight[k]);
            for (var i = start; i < deathEnd; i++)
                tree.Add(rank[i], sample.Weight[i]);
        }
    }

    /// <summary>From the first time to the last: what each row has seen of events while it was at risk.</summary>
    private void Forward(int first, int end, WeightedCounts tree)
    {
        for (var k = first; k < end; k++)
        {
            var (start, deathEnd) = (sample.Start(k), sample.DeathEnd(k));
            for (var i = start; i < deathEnd; i++)
                Seen(i, 1, tree);
            for (var i = start; i < deathEnd; i++)
                tree.Add(rank[i], sample.Weight[i] * eventWeight[k]);
            for (var i = deathEnd; i < sample.End(k); i++)
                Seen(i, 1, tree);
            for (var e = enteringFrom[k]; e < enteringFrom[k + 1]; e++)
                Seen(entering[e], -1, tree);
        }
    }

    private void Seen(int place, int sign, WeightedCounts tree)
    {
        var (below, same, above) = tree.Around(rank[place]);
        AddTo(sample.Order[place], sign * above, sign * same, sign * below);
    }

    private void AddTo(int row, double concordant, double tied, double discordant)
    {
        RowConcordant[row] += concordant;
        RowTied[row] += tied;
        RowDiscordant[row] += discordant;
    }

    private void CountTies(int start, int deathEnd, double timeWeight)
    {
        if (deathEnd - start < 2)
            return;
        var (sum, all, both) = (0.0, 0.0, 0.0);
        var byRank = new Dictionary<int, double>();
        for (var i = start; i < deathEnd; i++)
        {
            var weight = sample.Weight[i];
            byRank.TryGetValue(rank[i], out var same);
            both += weight * same;
            all += weight * sum;
            sum += weight;
            byRank[rank[i]] = same + weight;
        }

        TiedTime += timeWeight * (all - both);
        TiedBoth += timeWeight * both;
    }

    /// <summary>Ranks the rows of a stratum from 0; equal risks share one. Returns how many there are.</summary>
    private int RankRows(int start, int end, ReadOnlySpan<double> risk)
    {
        var (values, places) = (new double[end - start], new int[end - start]);
        for (var i = start; i < end; i++)
            (values[i - start], places[i - start]) = (risk[sample.Order[i]], i);
        Array.Sort(values, places);
        var last = -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (i == 0 || values[i] != values[i - 1])
                last++;
            rank[places[i]] = last;
        }

        return last + 1;
    }

    /// <summary>Places of the rows by the group after which they come under observation.</summary>
    private static (int[] From, int[] Places) ByEntry(CoxSample sample)
    {
        var from = new int[sample.Groups + 1];
        if (sample.EntryGroup is not { } entry)
            return (from, []);
        bool Late(int place, int k) => entry[place] >= sample.StratumFirst[k];
        for (var k = 0; k < sample.Groups; k++)
        for (var i = sample.Start(k); i < sample.End(k); i++)
            if (Late(i, k))
                from[entry[i] + 1]++;
        for (var k = 0; k < sample.Groups; k++)
            from[k + 1] += from[k];
        var (places, next) = (new int[from[^1]], (int[])from.Clone());
        for (var k = 0; k < sample.Groups; k++)
        for (var i = sample.Start(k); i < sample.End(k); i++)
            if (Late(i, k))
                places[next[entry[i]]++] = i;
        return (from, places);
    }
}
