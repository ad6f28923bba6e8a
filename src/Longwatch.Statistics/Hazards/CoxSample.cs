using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Hazards;

/// <summary>
/// The rows as the likelihood needs them: in order of time within strata, cut into groups, covariates standardised, column by column. A group is an event
/// time with all rows that leave at it or between it and the next one; its events come first. Rows that are in no risk set are left out.
/// </summary>
internal sealed class CoxSample
{
    private const int ChunkRows = 4096;

    private readonly int[] groupStart;
    private readonly int[] deathEnd;

    private CoxSample(CoxData data, Layout layout, int threads)
    {
        (Order, groupStart, deathEnd, GroupTimes, GroupStratum, EntryGroup) = layout;
        // A second thread costs more than it gives on few rows.
        (Data, Threads) = (data, layout.Order.Length < ChunkRows ? 1 : threads);
        StratumFirst = new int[Groups];
        for (var k = 0; k < Groups; k++)
            StratumFirst[k] = k > 0 && GroupStratum[k] == GroupStratum[k - 1] ? StratumFirst[k - 1] : k;
        Weight = new double[Rows + Lanes.Width];
        for (var i = 0; i < Rows; i++)
            Weight[i] = data.Weights?[Order[i]] ?? 1;
        DeathWeight = new double[Groups];
        for (var k = 0; k < Groups; k++)
        for (var i = Start(k); i < DeathEnd(k); i++)
            DeathWeight[k] += Weight[i];
        if (data.Offsets is { } offsets && Rows > 0)
        {
            Offset = new double[Rows + Lanes.Width];
            OffsetShift = double.NegativeInfinity;
            foreach (var row in Order)
                OffsetShift = Math.Max(OffsetShift, offsets[row]);
            for (var i = 0; i < Rows; i++)
                Offset[i] = offsets[Order[i]] - OffsetShift;
            EventOffset = SumOverEvents(Offset);
        }

        Columns = new double[Width][];
        (Centre, Scale, Range, EventSum) = (new double[Width], new double[Width], new double[Width], new double[Width]);
        FixedChunks.Run(Width, Threads, Standardise);
        ChunkStart = Chunks();
    }

    public CoxData Data { get; }

    public int Threads { get; }

    /// <summary>Row of the data at each place.</summary>
    public int[] Order { get; }

    public int Rows => Order.Length;

    public int Width => Data.Width;

    public int Groups => deathEnd.Length;

    /// <summary>Event time of each group.</summary>
    public double[] GroupTimes { get; }

    /// <summary>Number of the stratum of each group, from 0 in the order of the codes.</summary>
    public int[] GroupStratum { get; }

    /// <summary>First group of the stratum of each group.</summary>
    public int[] StratumFirst { get; }

    /// <summary>With delayed entry, the last group before the row comes under observation; the one before its stratum's first where there is none.</summary>
    public int[]? EntryGroup { get; }

    /// <summary>Sum of the weights of the events of each group.</summary>
    public double[] DeathWeight { get; }

    /// <summary>Standardised covariates; each column is longer than the rows, so that a whole vector may be read at its end.</summary>
    public double[][] Columns { get; }

    public double[] Centre { get; }

    public double[] Scale { get; }

    /// <summary>Largest less smallest standardised value of each column.</summary>
    public double[] Range { get; }

    public double[] Weight { get; }

    /// <summary>Offsets less <see cref="OffsetShift"/>; null for none.</summary>
    public double[]? Offset { get; }

    public double OffsetShift { get; }

    /// <summary>Weighted sum of each standardised column over the events.</summary>
    public double[] EventSum { get; }

    public double EventOffset { get; }

    /// <summary>First group of each chunk, and the number of groups at the end.</summary>
    public int[] ChunkStart { get; }

    public int ChunkCount => ChunkStart.Length - 1;

    /// <summary>First place of a group.</summary>
    public int Start(int group) => groupStart[group];

    /// <summary>One past the last event of a group.</summary>
    public int DeathEnd(int group) => deathEnd[group];

    /// <summary>One past the last place of a group.</summary>
    public int End(int group) => groupStart[group + 1];

    public int Deaths(int group) => deathEnd[group] - groupStart[group];

    /// <summary>Coefficients of the standardised covariates.</summary>
    public double[] ToStandard(IReadOnlyList<double> coefficients)
    {
        var standard = new double[Width];
        for (var j = 0; j < Width; j++)
            standard[j] = coefficients[j] * Scale[j];
        return standard;
    }

    /// <summary>Puts the rows of the data in order.</summary>
    public static CoxSample Of(CoxData data, int threads)
    {
        var (stratum, strata) = Number(data.Strata);
        var rows = new int[data.Rows];
        var kept = 0;
        for (var i = 0; i < rows.Length; i++)
            if (data.Weights is null || data.Weights[i] > 0)
                rows[kept++] = i;
        Array.Resize(ref rows, kept);
        var order = TimeOrder.Ascending(rows, data.Exits, data.Observed, stratum, strata);
        return new(data, Layout.Of(data, order, stratum), threads);
    }

    /// <summary>Numbers codes from 0 in ascending order.</summary>
    public static (int[]? Number, int Count) Number(int[]? codes)
    {
        if (codes is null || codes.Length == 0)
            return (null, 1);
        var distinct = new SortedSet<int>(codes).ToArray();
        return (Array.ConvertAll(codes, code => Array.BinarySearch(distinct, code)), distinct.Length);
    }

    private double SumOverEvents(double[] values)
    {
        var sum = 0.0;
        for (var k = 0; k < Groups; k++)
        for (var i = Start(k); i < DeathEnd(k); i++)
            sum += Weight[i] * values[i];
        return sum;
    }

    private void Standardise(int j)
    {
        var (source, column) = (Data.Columns[j], new double[Rows + Lanes.Width]);
        Columns[j] = column;
        Scale[j] = 1;
        if (Rows == 0)
            return;
        var sum = 0.0;
        for (var i = 0; i < Rows; i++)
            sum += column[i] = source[Order[i]];
        var centre = Centre[j] = sum / Rows;
        double squares = 0,
            low = double.PositiveInfinity,
            high = double.NegativeInfinity;
        for (var i = 0; i < Rows; i++)
        {
            var value = column[i] - centre;
            if (value < low)
                low = value;
            if (value > high)
                high = value;
            squares += value * value;
            column[i] = value;
        }

        // A column of one value only keeps no more than the rounding of its mean, which is not information.
        var deviation = Math.Sqrt(squares / Rows);
        if (deviation <= 1e-13 * Math.Abs(centre))
        {
            column.AsSpan(0, Rows).Clear();
            return;
        }

        Scale[j] = deviation;
        Range[j] = (high - low) / deviation;
        for (var i = 0; i < Rows; i++)
            column[i] /= deviation;
        EventSum[j] = SumOverEvents(column);
    }

    /// <summary>Whole groups, so that one chunk knows everything about its event times.</summary>
    private int[] Chunks()
    {
        var starts = new List<int>();
        for (var k = 0; k < Groups; k++)
            if (starts.Count == 0 || Start(k) - Start(starts[^1]) >= ChunkRows)
                starts.Add(k);
        starts.Add(Groups);
        return [.. starts];
    }

    private sealed record Layout(int[] Order, int[] GroupStart, int[] DeathEnd, double[] Times, int[] Stratum, int[]? EntryGroup)
    {
        public static Layout Of(CoxData data, int[] order, int[]? stratum)
        {
            var (times, strata) = (new List<double>(), new List<int>());
            foreach (var row in order)
            {
                var own = stratum?[row] ?? 0;
                if (data.Observed[row] && (times.Count == 0 || strata[^1] != own || times[^1] != data.Exits[row]))
                {
                    times.Add(data.Exits[row]);
                    strata.Add(own);
                }
            }

            var (groupTimes, groupStratum) = (times.ToArray(), strata.ToArray());
            var (groupStart, deathEnd) = (new int[times.Count + 1], new int[times.Count]);
            var kept = new int[order.Length];
            var entry = data.Entries is null ? null : new int[order.Length];
            var (count, group) = (0, -1);
            foreach (var row in order)
            {
                var own = stratum?[row] ?? 0;
                while (
                    group + 1 < groupTimes.Length
                    && (groupStratum[group + 1] < own || (groupStratum[group + 1] == own && groupTimes[group + 1] <= data.Exits[row]))
                )
                    groupStart[++group] = count;
                if (group < 0 || groupStratum[group] != own)
                    continue;
                if (entry is not null)
                {
                    var before = LastUpTo(groupTimes, groupStratum, group, data.Entries![row]);
                    if (before == group)
                        continue;
                    entry[count] = before;
                }

                kept[count++] = row;
                if (data.Observed[row])
                    deathEnd[group] = count;
            }

            groupStart[^1] = count;
            Array.Resize(ref kept, count);
            return new(kept, groupStart, deathEnd, groupTimes, groupStratum, entry);
        }

        /// <summary>Last group of the stratum of <paramref name="group"/> whose time is at most the given one; one before the stratum if none.</summary>
        private static int LastUpTo(double[] times, int[] stratum, int group, double time)
        {
            var (low, high) = (-1, group); // before low: of another stratum or not later than the time
            while (high - low > 1)
            {
                var middle = low + ((high - low) / 2);
                if (stratum[middle] < stratum[group] || times[middle] <= time)
                    low = middle;
                else
                    high = middle;
            }

            return times[high] <= time ? high : high - 1;
        }
    }
}
