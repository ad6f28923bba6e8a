namespace Longwatch.Statistics.Heterogeneity;

/// <summary>Test of one common share in all groups, from random tables with the observed margins.</summary>
/// <param name="Pearson">Pearson's statistic of the table of events and non-events by group.</param>
/// <param name="PValue">Share of random tables at least as far from homogeneity; never 0. 1 when there is nothing to compare.</param>
/// <param name="StandardError">Monte Carlo standard error of <paramref name="PValue"/>.</param>
/// <param name="Tables">Tables drawn; 0 when there is nothing to compare.</param>
public readonly record struct ShareHomogeneityTest(double Pearson, int DegreesOfFreedom, double PValue, double StandardError, int Tables);

/// <summary>Do all groups have the same share of subjects with an event? Given the margins the events fall on subjects without replacement.</summary>
/// <remarks>
/// For many small groups the chi-squared distribution of the likelihood ratio is wrong in either direction; this test does not use it.
/// Deterministic for a seed. About four million single draws at most, whatever the size.
/// Source: Fisher (1935); Monte Carlo p = (1 + as extreme) / (1 + drawn), Davison and Hinkley (1997) section 4.2.
/// Checked against hypergeometric probabilities by hand and against the same test in R for 250 centres.
/// </remarks>
public static class ShareHomogeneity
{
    private const double Tolerance = 1e-9;
    private const int DrawsInAll = 4_000_000;
    private const int FewestTables = 999;
    private const int MostTables = 19_999;

    /// <summary>Pearson's statistic and its Monte Carlo p value.</summary>
    /// <param name="events">Subjects with an event per group, 0 to the group's total.</param>
    /// <param name="totals">Subjects per group, ≥ 1; as many as events.</param>
    /// <exception cref="ArgumentException">The lengths differ, there is no group, or a count is outside 0 to its total.</exception>
    public static ShareHomogeneityTest Test(ReadOnlySpan<int> events, ReadOnlySpan<int> totals, ulong seed)
    {
        if (events.Length != totals.Length || events.IsEmpty)
            throw new ArgumentException($"{events.Length} counts but {totals.Length} totals.", nameof(totals));
        int all = 0,
            cases = 0;
        for (var g = 0; g < events.Length; g++)
        {
            if (events[g] < 0 || totals[g] < 1 || events[g] > totals[g])
                throw new ArgumentException($"Group {g} has {events[g]} events of {totals[g]} subjects.", nameof(events));
            all += totals[g];
            cases += events[g];
        }

        var degrees = events.Length - 1;
        if (degrees == 0 || cases == 0 || cases == all)
            return new(0, degrees, 1, 0, 0);

        // The distance is the same for non-events: drawing the rarer kind is enough.
        var rarer = Math.Min(cases, all - cases);
        var expected = new double[totals.Length];
        var group = new int[all];
        var next = 0;
        for (var g = 0; g < totals.Length; g++)
        {
            expected[g] = (double)rarer * totals[g] / all;
            Array.Fill(group, g, next, totals[g]);
            next += totals[g];
        }

        var counts = new int[totals.Length];
        for (var g = 0; g < counts.Length; g++)
            counts[g] = rarer == cases ? events[g] : totals[g] - events[g];
        var observed = Distance(counts, expected);

        var tables = Math.Clamp(DrawsInAll / (rarer + totals.Length), FewestTables, MostTables);
        var random = new Random.Philox(seed, stream: 1);
        var taken = new bool[all];
        var picked = new int[rarer];
        var extreme = 0;
        for (var table = 0; table < tables; table++)
        {
            Array.Clear(counts);
            for (var i = 0; i < rarer; i++)
            {
                int subject;
                do subject = random.NextBelow(all);
                while (taken[subject]);
                taken[subject] = true;
                picked[i] = subject;
                counts[group[subject]]++;
            }

            foreach (var subject in picked)
                taken[subject] = false;
            extreme += Distance(counts, expected) >= observed - Tolerance ? 1 : 0;
        }

        var p = (1.0 + extreme) / (1.0 + tables);
        return new(observed * all / (all - rarer), degrees, p, Math.Sqrt(p * (1 - p) / tables), tables);
    }

    private static double Distance(int[] counts, double[] expected)
    {
        var sum = 0.0;
        for (var g = 0; g < counts.Length; g++)
            sum += (counts[g] - expected[g]) * (counts[g] - expected[g]) / expected[g];
        return sum;
    }
}
