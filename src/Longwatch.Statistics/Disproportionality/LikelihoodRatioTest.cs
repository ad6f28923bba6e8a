using System.Collections.Immutable;
using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>Which likelihood ratio the test takes the maximum of, and how it draws tables without a signal.</summary>
public enum LikelihoodRatioForm
{
    /// <summary>Binomial ratios; the drug's reports fall on the events as all reports do (multinomial). Huang, Zalkikar and Tiwari (2011).</summary>
    Huang,

    /// <summary>Poisson ratios; the same multinomial draws.</summary>
    Poisson,

    /// <summary>
    /// Poisson ratios; counts are drawn from Poisson distributions of which a share cannot happen at all. The ratio of a count above 0 is the Poisson ratio;
    /// the zeros change the draws. Huang et al. (2017), Chakraborty et al. (2022).
    /// </summary>
    ZeroInflatedPoisson,
}

/// <summary>How the likelihood-ratio test is made.</summary>
/// <param name="Draws">Tables drawn without a signal, ≥ 1.</param>
/// <param name="Seed">Of the draws; the same seed gives the same p values.</param>
/// <param name="Alpha">At which the step-down ends, strictly between 0 and 1.</param>
public sealed record LikelihoodRatioEffort(int Draws, ulong Seed, double Alpha)
{
    /// <summary>9,999 tables, 0.05.</summary>
    public static LikelihoodRatioEffort WithSeed(ulong seed) => new(9_999, seed, 0.05);
}

/// <summary>One step of the step-down: the event that was tested as the maximum of what was left.</summary>
/// <param name="Event">Row.</param>
/// <param name="Statistic">Its ratio in the table without the events before it.</param>
/// <param name="P">Monte Carlo p of the maximum there, never smaller than that of a step before.</param>
public readonly record struct StepDown(int Event, double Statistic, double P);

/// <summary>Result of the test of one drug against all events.</summary>
/// <param name="Statistics">Logarithm of the likelihood ratio of each event.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="P">(1 + tables with a maximum as large) / (1 + tables): the global test that the drug has no signal.</param>
/// <param name="EventP">The same for each event against the distribution of the maximum: holds for all events at once (single step).</param>
/// <param name="Steps">Signals in the order in which they were taken out, and the first that was none.</param>
/// <param name="ZeroShare">Estimated share of impossible pairs; 0 unless zero-inflated.</param>
public sealed record LikelihoodRatioResult(
    LikelihoodRatioForm Form,
    ImmutableArray<double> Statistics,
    double Maximum,
    double P,
    ImmutableArray<double> EventP,
    ImmutableArray<StepDown> Steps,
    double ZeroShare,
    LikelihoodRatioEffort Effort
);

/// <summary>Likelihood-ratio tests of one drug against all events at once: the maximum over the events is compared with its distribution without a signal.</summary>
/// <remarks>
/// Statistics are checked against R and pvLRT (E04): 1e-9; the draws against the exact distribution of small tables within their error. Each drawn table has a
/// random stream of its own, so the p values do not depend on the number of threads.
/// </remarks>
public static class LikelihoodRatioTest
{
    /// <summary>Tests one drug.</summary>
    /// <param name="counts">Of the drug, one per event, ≥ 0.</param>
    /// <param name="totals">Of all drugs together (this one included), one per event, ≥ the drug's count.</param>
    /// <param name="threads">Most threads; 0: as many as there are processors.</param>
    /// <exception cref="ArgumentException">Lengths differ, a count is out of its range, or the effort is.</exception>
    public static LikelihoodRatioResult Test(
        ReadOnlySpan<int> counts,
        ReadOnlySpan<int> totals,
        LikelihoodRatioForm form,
        LikelihoodRatioEffort effort,
        int threads = 0
    )
    {
        Check(counts, totals, effort);
        var column = new DrugColumn(counts.ToArray(), totals.ToArray());
        var zeroShare = form == LikelihoodRatioForm.ZeroInflatedPoisson ? ZeroInflation.Share(column.Counts, column.Expected) : 0;
        var statistics = column.Statistics(form);
        var maxima = Maxima(column, form, zeroShare, effort, 0, threads);
        var eventP = Array.ConvertAll(statistics, statistic => P(maxima, statistic));
        var maximum = statistics.Length == 0 ? 0 : statistics.Max();
        return new(
            form,
            [.. statistics],
            maximum,
            P(maxima, maximum),
            [.. eventP],
            StepsOf(column, form, effort, maxima, threads),
            zeroShare,
            effort
        );
    }

    private static ImmutableArray<StepDown> StepsOf(
        DrugColumn column,
        LikelihoodRatioForm form,
        LikelihoodRatioEffort effort,
        double[] maxima,
        int threads
    )
    {
        var steps = new List<StepDown>();
        var rows = Enumerable.Range(0, column.Counts.Length).ToArray();
        var p = 0.0;
        while (rows.Length > 0)
        {
            var statistics = column.Statistics(form);
            var maximum = statistics.Max();
            var at = Array.IndexOf(statistics, maximum);
            p = Math.Max(p, P(maxima, maximum));
            steps.Add(new(rows[at], maximum, p));
            if (p > effort.Alpha || rows.Length == 1)
                break;
            (column, rows) = (column.Without(at), [.. rows[..at], .. rows[(at + 1)..]]);
            var zeroShare = form == LikelihoodRatioForm.ZeroInflatedPoisson ? ZeroInflation.Share(column.Counts, column.Expected) : 0;
            maxima = Maxima(column, form, zeroShare, effort, steps.Count, threads);
        }

        return [.. steps];
    }

    /// <summary>Maxima of tables without a signal, ascending.</summary>
    private static double[] Maxima(
        DrugColumn column,
        LikelihoodRatioForm form,
        double zeroShare,
        LikelihoodRatioEffort effort,
        int step,
        int threads
    )
    {
        var maxima = new double[effort.Draws];
        Threading.Pieces(
            maxima.Length,
            64,
            threads,
            (_, from, to) =>
            {
                var drawn = new int[column.Counts.Length];
                for (var i = from; i < to; i++)
                {
                    var random = new Philox(effort.Seed, ((ulong)step << 32) | (uint)i);
                    if (form == LikelihoodRatioForm.ZeroInflatedPoisson)
                        column.DrawZeroInflated(random, zeroShare, drawn);
                    else
                        column.DrawMultinomial(random, drawn);
                    maxima[i] = column.Maximum(form, drawn);
                }
            }
        );
        Array.Sort(maxima);
        return maxima;
    }

    private static double P(double[] ascending, double statistic)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            // Ties within rounding count as reached.
            if (ascending[middle] < statistic - (1e-9 * Math.Abs(statistic)))
                low = middle + 1;
            else
                high = middle;
        }

        return (1.0 + ascending.Length - low) / (1.0 + ascending.Length);
    }

    private static void Check(ReadOnlySpan<int> counts, ReadOnlySpan<int> totals, LikelihoodRatioEffort effort)
    {
        if (counts.Length != totals.Length)
            throw new ArgumentException($"{counts.Length} counts but {totals.Length} totals.", nameof(totals));
        long sum = 0;
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] < 0 || counts[i] > totals[i])
                throw new ArgumentException($"The count of event {i} lies between 0 and its total, {totals[i]}.", nameof(counts));
            else
                sum += counts[i];
        if (sum > int.MaxValue)
            throw new ArgumentException("The counts of the drug together are beyond a 32-bit number.", nameof(counts));
        if (effort.Draws < 1 || !(effort.Alpha is > 0 and < 1))
            throw new ArgumentException("At least one table is drawn, and alpha lies strictly between 0 and 1.", nameof(effort));
    }
}
