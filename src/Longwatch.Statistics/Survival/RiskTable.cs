using System.Runtime.CompilerServices;

namespace Longwatch.Statistics.Survival;

/// <summary>What happened at each distinct exit time: the only thing product-limit estimators need to know about a sample.</summary>
/// <remarks>
/// Row i speaks of <see cref="Times"/>[i], ascending. A subject is at risk at its own exit time, so one that exits at time 0 is at risk at time 0 only.
/// </remarks>
internal sealed class RiskTable
{
    private RiskTable(double[] times, int causes)
    {
        Times = times;
        AtRisk = new int[times.Length];
        Censored = new int[times.Length];
        Events = new int[causes][];
        for (var k = 0; k < causes; k++)
            Events[k] = new int[times.Length];
    }

    public double[] Times { get; }

    /// <summary>Subjects under observation just before the time.</summary>
    public int[] AtRisk { get; }

    public int[] Censored { get; }

    /// <summary>Events by cause (index 0 is cause 1) and row.</summary>
    public int[][] Events { get; }

    public int Rows => Times.Length;

    public double LastTime => Rows == 0 ? 0 : Times[^1];

    /// <summary>Builds the table by sorting: any finite times ≥ 0.</summary>
    /// <param name="causes">0 censored, else 1 to <paramref name="causeCount"/>.</param>
    public static RiskTable FromTimes(ReadOnlySpan<double> times, ReadOnlySpan<byte> causes, int causeCount)
    {
        Require(times.Length == causes.Length, $"{times.Length} times but {causes.Length} outcomes.", nameof(causes));
        for (var i = 0; i < times.Length; i++)
            Require(
                double.IsFinite(times[i]) && times[i] >= 0,
                $"Time at index {i} is {times[i]}; it must be finite and not negative.",
                nameof(times)
            );
        var sorted = times.ToArray();
        var outcome = causes.ToArray();
        Array.Sort(sorted, outcome);
        var distinct = 0;
        for (var i = 0; i < sorted.Length; i++)
            if (i == 0 || sorted[i] != sorted[i - 1])
                distinct++;

        var table = new RiskTable(new double[distinct], causeCount);
        var row = -1;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                table.Times[++row] = sorted[i];
                table.AtRisk[row] = sorted.Length - i;
            }

            table.Count(row, outcome[i]);
        }

        return table;
    }

    /// <summary>Builds the table by one histogram: whole days ≥ 0. O(n + last day).</summary>
    public static RiskTable FromDays(ReadOnlySpan<int> days, ReadOnlySpan<byte> causes, int causeCount)
    {
        Require(days.Length == causes.Length, $"{days.Length} times but {causes.Length} outcomes.", nameof(causes));
        var last = -1;
        for (var i = 0; i < days.Length; i++)
        {
            Require(days[i] >= 0, $"Time at index {i} is {days[i]}; it must not be negative.", nameof(days));
            Require(causes[i] <= causeCount, $"Outcome {causes[i]} is not one of 0 to {causeCount}.", nameof(causes));
            last = Math.Max(last, days[i]);
        }

        var width = causeCount + 1;
        var counts = new int[(last + 1) * width];
        for (var i = 0; i < days.Length; i++)
            counts[(days[i] * width) + causes[i]]++;

        var table = new RiskTable(DaysWithExit(counts, width), causeCount);
        var atRisk = days.Length;
        for (var row = 0; row < table.Rows; row++)
        {
            table.AtRisk[row] = atRisk;
            var first = (int)table.Times[row] * width;
            table.Censored[row] = counts[first];
            atRisk -= counts[first];
            for (var k = 0; k < causeCount; k++)
            {
                table.Events[k][row] = counts[first + 1 + k];
                atRisk -= counts[first + 1 + k];
            }
        }

        return table;
    }

    /// <summary>Builds the table with delayed entry: subject i is at risk in (entries[i], exits[i]].</summary>
    public static RiskTable WithEntry(ReadOnlySpan<double> entries, ReadOnlySpan<double> exits, ReadOnlySpan<byte> causes, int causeCount)
    {
        Require(entries.Length == exits.Length, $"{entries.Length} entries but {exits.Length} exits.", nameof(entries));
        for (var i = 0; i < entries.Length; i++)
            Require(
                double.IsFinite(entries[i]) && entries[i] < exits[i],
                $"Subject at index {i} enters at {entries[i]} and leaves at {exits[i]}; entry must come first.",
                nameof(entries)
            );
        var table = FromTimes(exits, causes, causeCount);
        var sorted = entries.ToArray();
        Array.Sort(sorted);
        var entered = 0;
        for (var row = 0; row < table.Rows; row++)
        {
            while (entered < sorted.Length && sorted[entered] < table.Times[row])
                entered++;
            table.AtRisk[row] -= sorted.Length - entered;
        }

        return table;
    }

    private static double[] DaysWithExit(int[] counts, int width)
    {
        var days = new List<double>();
        for (var day = 0; day * width < counts.Length; day++)
            if (counts.AsSpan(day * width, width).ContainsAnyExcept(0))
                days.Add(day);
        return [.. days];
    }

    private static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref RefusalText message, string argument)
    {
        if (!holds)
            throw new ArgumentException(message.Take(), argument);
    }

    private void Count(int row, byte outcome)
    {
        Require(outcome <= Events.Length, $"Outcome {outcome} is not one of 0 to {Events.Length}.", "causes");
        if (outcome == 0)
            Censored[row]++;
        else
            Events[outcome - 1][row]++;
    }
}
