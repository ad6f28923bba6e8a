namespace Longwatch.Statistics.MultipleTesting;

/// <summary>P values corrected for having looked many times. The results keep the order of the input; NaN stays NaN and is not counted as a test.</summary>
/// <remarks>All throw <see cref="ArgumentOutOfRangeException"/> for a p value outside 0 … 1. Checked against <c>p.adjust</c> in R (G08): 1e-12 relative.</remarks>
public static class AdjustedP
{
    /// <summary>p times the number of tests, at most 1: holds the chance of any false finding.</summary>
    public static double[] Bonferroni(ReadOnlySpan<double> p)
    {
        var count = Count(p);
        return [.. p.ToArray().Select(value => Math.Min(1, value * count))];
    }

    /// <summary>Holm (1979): step-down Bonferroni, never weaker than it and with the same guarantee.</summary>
    public static double[] Holm(ReadOnlySpan<double> p)
    {
        var order = Ascending(p);
        var adjusted = p.ToArray();
        var highest = 0.0;
        for (var i = 0; i < order.Length; i++)
            adjusted[order[i]] = highest = Math.Max(highest, Math.Min(1, p[order[i]] * (order.Length - i)));
        return adjusted;
    }

    /// <summary>Hochberg (1988): step-up, stronger than Holm; holds the chance of any false finding under independence or positive dependence.</summary>
    public static double[] Hochberg(ReadOnlySpan<double> p)
    {
        var order = Ascending(p);
        var adjusted = p.ToArray();
        var lowest = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
            adjusted[order[i]] = lowest = Math.Min(lowest, (order.Length - i) * p[order[i]]);
        return adjusted;
    }

    /// <summary>Hommel (1988): closed testing with Simes' test, stronger than Hochberg under the same conditions. O(n²).</summary>
    public static double[] Hommel(ReadOnlySpan<double> p)
    {
        var order = Ascending(p);
        var count = order.Length;
        var adjusted = p.ToArray();
        if (count == 0)
            return adjusted;
        var sorted = new double[count];
        for (var i = 0; i < count; i++)
            sorted[i] = p[order[i]];
        var all = 1.0;
        for (var i = 0; i < count; i++)
            all = Math.Min(all, count * sorted[i] / (i + 1));
        var highest = new double[count];
        Array.Fill(highest, all);
        for (var size = count - 1; size >= 2; size--)
        {
            // Simes' test of the largest size − 1 p values with one smaller one.
            var first = count - size + 1;
            var simes = double.PositiveInfinity;
            for (var i = first; i < count; i++)
                simes = Math.Min(simes, size * sorted[i] / (i - first + 2));
            for (var i = 0; i < count; i++)
                highest[i] = Math.Max(
                    highest[i],
                    i < first ? Math.Min(size * sorted[i], simes) : Math.Min(size * sorted[first - 1], simes)
                );
        }

        for (var i = 0; i < count; i++)
            adjusted[order[i]] = Math.Max(highest[i], sorted[i]);
        return adjusted;
    }

    /// <summary>Benjamini and Hochberg (1995): holds the expected share of false findings under independence or positive dependence.</summary>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> p) => StepUp(p, 1);

    /// <summary>The same among more tests than are listed: those that are left out have p = 1.</summary>
    /// <param name="tests">Number of tests in all, at least the number of p values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A p value is outside 0 … 1, or there are more p values than tests.</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> p, long tests)
    {
        var listed = Count(p);
        ArgumentOutOfRangeException.ThrowIfLessThan(tests, listed);
        return StepUp(p, listed == 0 ? 1 : (double)tests / listed);
    }

    /// <summary>Benjamini and Yekutieli (2001): the same under any dependence.</summary>
    public static double[] BenjaminiYekutieli(ReadOnlySpan<double> p)
    {
        var harmonic = 0.0;
        for (var i = Count(p); i >= 1; i--)
            harmonic += 1.0 / i;
        return StepUp(p, harmonic);
    }

    private static double[] StepUp(ReadOnlySpan<double> p, double factor)
    {
        var order = Ascending(p);
        var adjusted = p.ToArray();
        var lowest = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
            adjusted[order[i]] = lowest = Math.Min(lowest, factor * order.Length / (i + 1) * p[order[i]]);
        return adjusted;
    }

    private static int[] Ascending(ReadOnlySpan<double> p)
    {
        Count(p);
        var (values, order, many) = (new double[p.Length], new int[p.Length], 0);
        for (var i = 0; i < p.Length; i++)
            if (!double.IsNaN(p[i]))
                (values[many], order[many++]) = (p[i], i);
        // Among equal p values any order gives the same result.
        Array.Sort(values, order, 0, many);
        return order[..many];
    }

    private static int Count(ReadOnlySpan<double> p)
    {
        var count = 0;
        foreach (var value in p)
            if (!double.IsNaN(value))
            {
                if (!(value >= 0 && value <= 1))
                    throw new ArgumentOutOfRangeException(nameof(p), "A p value lies between 0 and 1.");
                count++;
            }

        return count;
    }
}
