namespace Longwatch.Statistics.Hazards;

/// <summary>The order of rows by stratum, then by time, with events before other rows of the same time.</summary>
/// <remarks>
/// Radix sort from the last digit on, eleven bits at a time, over the bits of the number; digits in which all rows agree are skipped, so that whole days
/// take two or three passes. Stable: rows that agree in everything keep their order.
/// </remarks>
internal static class TimeOrder
{
    private const int DigitBits = 11;
    private const int Digits = 6;
    private const int Radix = 1 << DigitBits;

    /// <summary>Rows in order.</summary>
    /// <param name="rows">The rows to be ordered; the array is used up.</param>
    /// <param name="stratum">Number of the stratum of each row of the data, from 0; null for one.</param>
    public static int[] Ascending(int[] rows, double[] times, bool[] observed, int[]? stratum, int strata)
    {
        var keys = new ulong[rows.Length];
        var next = new int[rows.Length];
        var at = 0;
        foreach (var row in rows)
            if (observed[row])
                next[at++] = row;
        foreach (var row in rows)
            if (!observed[row])
                next[at++] = row;

        var counts = new int[Digits * Radix];
        for (var i = 0; i < next.Length; i++)
        {
            var key = Key(times[next[i]]);
            keys[i] = key;
            for (var digit = 0; digit < Digits; digit++)
                counts[(digit * Radix) + Digit(key, digit)]++;
        }

        var (order, spare, spareKeys) = (next, rows, new ulong[rows.Length]);
        for (var digit = 0; digit < Digits && order.Length > 0; digit++)
        {
            var count = counts.AsSpan(digit * Radix, Radix);
            if (count[Digit(keys[0], digit)] == order.Length)
                continue;
            ToStarts(count);
            for (var i = 0; i < order.Length; i++)
            {
                var place = count[Digit(keys[i], digit)]++;
                spareKeys[place] = keys[i];
                spare[place] = order[i];
            }

            (order, spare) = (spare, order);
            (keys, spareKeys) = (spareKeys, keys);
        }

        return stratum is null || strata < 2 ? order : ByStratum(order, spare, stratum, strata);
    }

    private static int[] ByStratum(int[] order, int[] spare, int[] stratum, int strata)
    {
        var count = new int[strata];
        foreach (var row in order)
            count[stratum[row]]++;
        ToStarts(count);
        foreach (var row in order)
            spare[count[stratum[row]]++] = row;
        return spare;
    }

    /// <summary>Numbers whose unsigned order is the order of the times; −0 and 0 are one time.</summary>
    private static ulong Key(double time)
    {
        var bits = BitConverter.DoubleToUInt64Bits(time + 0.0);
        return (bits & (1UL << 63)) != 0 ? ~bits : bits | (1UL << 63);
    }

    private static int Digit(ulong key, int digit) => (int)((key >> (digit * DigitBits)) & (Radix - 1));

    private static void ToStarts(Span<int> counts)
    {
        var sum = 0;
        foreach (ref var count in counts)
            (sum, count) = (sum + count, sum);
    }
}
