namespace Longwatch.Statistics.Survival;

/// <summary>Infinitesimal-jackknife variance of a cumulative incidence: Σᵢ IFᵢ(t)², without a loop over subjects at each time.</summary>
/// <remarks>
/// <para>The influence of subject i, who exits at x, has a closed form. Let C(t) = Σ d/(Y(Y − d)) and D(t) = Σ [C(u−) − 1/Y(u)] dF(u). For t &lt; x:
/// IF = D(t), the same for all. For t ≥ x: IF = D(x) + 1{cause of interest} S(x−)/Y(x) + [C(x) − 1{any event}/(Y(x) − d(x))] (F(t) − F(x)).
/// So subjects that left move on straight lines in F(t), and the sum of their squares follows from three running sums. With delayed entry at e,
/// C − C(e) takes the place of C, and those at risk also move on a line in F(t).</para>
/// <para>Cost: O(times) from a table, O(n + times) with delayed entry after sorting. Source: Therneau, survival package vignette "methods", section on the
/// infinitesimal jackknife; the closed form is derived in docs/methods/survival.md. Checked against R survival 3.5-3 and the direct sum over subjects.</para>
/// </remarks>
internal static class JackknifeVariance
{
    /// <summary>All subjects at risk from the start.</summary>
    public static double[] Of(ReadOnlySpan<IncidenceRow> rows)
    {
        var variances = new double[rows.Length];
        var left = new LinesInIncidence();
        double exposure = 0,
            common = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            left.Advance(row.Rise, 0);
            common += row.Rise * (exposure - (1.0 / row.AtRisk));
            var survivors = row.AtRisk - row.AnyEvent;
            var reward = survivors > 0 ? 1.0 / survivors : 0;
            if (row.AnyEvent > 0 && survivors > 0)
                exposure += row.AnyEvent / ((double)row.AtRisk * survivors);
            left.Add(row.Censored, common, exposure);
            left.Add(row.Competing, common, exposure - reward);
            left.Add(row.Events, common + (row.FreeBefore / row.AtRisk), exposure - reward);
            variances[i] = left.SumOfSquares + ((double)(survivors - row.Censored) * common * common);
        }

        return variances;
    }

    /// <summary>Subject i is at risk in (entries[i], exits[i]]; outcome 0 censored, 1 cause of interest, 2 competing.</summary>
    public static double[] DelayedEntry(
        ReadOnlySpan<IncidenceRow> rows,
        ReadOnlySpan<double> entries,
        ReadOnlySpan<double> exits,
        ReadOnlySpan<byte> outcomes
    )
    {
        var variances = new double[rows.Length];
        var (byEntry, byExit) = (Order(entries), Order(exits));
        var slopeAtEntry = new double[exits.Length];
        var valueAtEntry = new double[exits.Length];
        var (left, present) = (new LinesInIncidence(), new LinesInIncidence());
        double exposure = 0,
            common = 0,
            incidence = 0;
        var (nextEntry, nextExit) = (0, 0);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            for (; nextEntry < byEntry.Length && entries[byEntry[nextEntry]] < row.Time; nextEntry++)
            {
                var subject = byEntry[nextEntry];
                slopeAtEntry[subject] = -exposure;
                valueAtEntry[subject] = -common + (exposure * incidence);
                present.Add(1, 0, -exposure);
            }

            var push = row.Rise * (exposure - (1.0 / row.AtRisk));
            left.Advance(row.Rise, 0);
            present.Advance(row.Rise, push);
            common += push;
            incidence = row.Incidence;
            var survivors = row.AtRisk - row.AnyEvent;
            var reward = survivors > 0 ? 1.0 / survivors : 0;
            if (row.AnyEvent > 0 && survivors > 0)
                exposure += row.AnyEvent / ((double)row.AtRisk * survivors);
            for (; nextExit < byExit.Length && exits[byExit[nextExit]] == row.Time; nextExit++)
            {
                var subject = byExit[nextExit];
                var slope = slopeAtEntry[subject];
                var value = common + valueAtEntry[subject] + (slope * incidence);
                present.Add(-1, value, slope);
                left.Add(
                    1,
                    outcomes[subject] == 1 ? value + (row.FreeBefore / row.AtRisk) : value,
                    exposure + slope - (outcomes[subject] == 0 ? 0 : reward)
                );
            }

            variances[i] = Math.Max(0, left.SumOfSquares + present.SumOfSquares);
        }

        return variances;
    }

    private static int[] Order(ReadOnlySpan<double> times)
    {
        var order = new int[times.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(times.ToArray(), order);
        return order;
    }

    /// <summary>Sum of squares of many values that move together: value += slope × rise + push.</summary>
    private sealed class LinesInIncidence
    {
        private double count;
        private double sum;
        private double slopes;
        private double products;
        private double squaredSlopes;

        public double SumOfSquares { get; private set; }

        public void Add(double subjects, double value, double slope)
        {
            count += subjects;
            sum += subjects * value;
            slopes += subjects * slope;
            products += subjects * value * slope;
            squaredSlopes += subjects * slope * slope;
            SumOfSquares += subjects * value * value;
        }

        public void Advance(double rise, double push)
        {
            SumOfSquares +=
                (2 * rise * products) + (rise * rise * squaredSlopes) + (push * ((2 * (sum + (rise * slopes))) + (push * count)));
            products += (rise * squaredSlopes) + (push * slopes);
            sum += (rise * slopes) + (push * count);
        }
    }
}
