namespace Longwatch.Statistics.Hazards;

/// <summary>One column of risk-set sums where rows come under observation late: what leaves at an event time or later, less what enters at it or later.</summary>
/// <remarks>Sums of two doubles each (Dekker 1971; Knuth, TAOCP 2, 4.2.2): about 32 digits, so that the difference keeps sixteen.</remarks>
internal readonly ref struct DelayedEntrySums(CoxSample sample, RiskSums sums)
{
    /// <summary>Overwrites the sums of one column.</summary>
    /// <param name="column">−1 for the sums of r itself.</param>
    public void Compute(int column)
    {
        var values = column < 0 ? null : sample.Columns[column];
        var (high, low) = (new double[sample.Groups], new double[sample.Groups]);
        for (var k = 0; k < sample.Groups; k++)
        for (var i = sample.Start(k); i < sample.End(k); i++)
        {
            var term = values is null ? sums.Risk[i] : sums.Risk[i] * values[i];
            Add(ref high[k], ref low[k], term);
            var entry = sample.EntryGroup![i];
            if (entry >= sample.StratumFirst[k])
                Add(ref high[entry], ref low[entry], -term);
        }

        for (var k = sample.Groups - 1; k >= 0; k--)
        {
            if (k + 1 < sample.Groups && sample.GroupStratum[k] == sample.GroupStratum[k + 1])
            {
                Add(ref high[k], ref low[k], high[k + 1]);
                Add(ref high[k], ref low[k], low[k + 1]);
            }

            if (values is null)
                sums.AtRisk[k] = high[k] + low[k];
            else
                sums.AtRiskX[(k * sums.Stride) + column] = high[k] + low[k];
        }
    }

    private static void Add(ref double high, ref double low, double term)
    {
        var sum = high + term;
        var back = sum - high;
        low += (high - (sum - back)) + (term - back);
        high = sum;
    }
}
