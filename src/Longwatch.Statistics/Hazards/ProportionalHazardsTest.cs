using Longwatch.Statistics.Regression;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Hazards;

/// <summary>The function of time along which a log hazard ratio may change.</summary>
public enum TimeTransform
{
    /// <summary>One less the Kaplan–Meier curve just before the time: few late events do not decide the test.</summary>
    KaplanMeier,

    /// <summary>Time itself.</summary>
    Identity,

    /// <summary>The rank of the time among all exit times, ties by their mean.</summary>
    Rank,

    /// <summary>The logarithm of the time, which must be above 0.</summary>
    Log,
}

/// <summary>Tests that hazard ratios do not change with time.</summary>
/// <param name="Terms">One test per term, or per column where no terms were given; NaN where no change could be seen (a single event time).</param>
/// <param name="Global">All terms at once.</param>
/// <remarks>
/// The score test that the coefficient of g(t) x is 0 (Therneau, <c>survival</c> from version 3.0 on), not the older approximation of Grambsch and Therneau
/// (1994) Biometrika 81:515, which took the variance as constant over time. Checked against R survival 3.5-3 <c>cox.zph</c> on <c>lung</c> (B04, km and identity)
/// and on random data with every transform, weights, strata and delayed entry: 1e-8.
/// </remarks>
public sealed record ProportionalHazardsTest(IReadOnlyList<ChiSquaredTest> Terms, ChiSquaredTest Global)
{
    /// <summary>Tests a fitted model.</summary>
    /// <param name="terms">Columns of each term, for factors of several columns; null for each column by itself.</param>
    /// <exception cref="ArgumentException">The fit is not an estimate, of other data, or made with exact ties; a column does not exist; a logarithm of a time that is not above 0.</exception>
    public static ProportionalHazardsTest Of(CoxData data, CoxFit fit, TimeTransform transform, IReadOnlyList<int[]>? terms = null)
    {
        var risk = FittedRisk.At(data, fit);
        var (sample, width) = (risk.Sample, risk.Sample.Width);
        var g = Centred(sample, Transformed(sample, transform));
        var squared = Array.ConvertAll(g, value => value * value);
        var plain = Evaluate(risk, null).Information;
        var (slope, twice) = (Evaluate(risk, g), Evaluate(risk, squared).Information);
        ChiSquaredTest Test(int[] columns)
        {
            var size = width + columns.Length;
            var (matrix, score) = (new double[size, size], new double[size]);
            for (var j = 0; j < width; j++)
            for (var k = 0; k < width; k++)
                matrix[j, k] = plain[j, k];
            for (var c = 0; c < columns.Length; c++)
            {
                score[width + c] = slope.Score[columns[c]];
                for (var j = 0; j < width; j++)
                    matrix[width + c, j] = matrix[j, width + c] = slope.Information[j, columns[c]];
                for (var d = 0; d < columns.Length; d++)
                    matrix[width + c, width + d] = twice[columns[c], columns[d]];
            }

            return new(Positive.Factor(matrix)?.InverseForm(score) ?? double.NaN, columns.Length);
        }

        int[][] each = terms is null ? [.. Enumerable.Range(0, width).Select(j => new[] { j })] : [.. terms];
        foreach (var columns in each)
        foreach (var column in columns)
            if (column < 0 || column >= width)
                throw new ArgumentException($"There is no column {column}.", nameof(terms));
        return new([.. each.Select(Test)], Test([.. Enumerable.Range(0, width)]));
    }

    private static LikelihoodPoint Evaluate(FittedRisk risk, double[]? multiplier) =>
        risk.Likelihood.Evaluate(risk.Coefficients, multiplier)
        ?? throw new ArgumentException("The derivatives along this function of time are not finite.", nameof(multiplier));

    /// <summary>Less the mean over events, each counted once.</summary>
    private static double[] Centred(CoxSample sample, double[] values)
    {
        var (sum, events) = (0.0, 0);
        for (var k = 0; k < values.Length; k++)
        {
            sum += sample.Deaths(k) * values[k];
            events += sample.Deaths(k);
        }

        return Array.ConvertAll(values, value => value - (sum / events));
    }

    private static double[] Transformed(CoxSample sample, TimeTransform transform)
    {
        var times = sample.GroupTimes;
        switch (transform)
        {
            case TimeTransform.Identity:
                return (double[])times.Clone();
            case TimeTransform.Log:
                return Array.ConvertAll(
                    times,
                    time => time > 0 ? Math.Log(time) : throw new ArgumentException($"The time {time} has no logarithm.", nameof(transform))
                );
            case TimeTransform.Rank:
                var sorted = (double[])sample.Data.Exits.Clone();
                Array.Sort(sorted);
                return Array.ConvertAll(
                    times,
                    time => (Below(sorted, time, orEqual: false) + Below(sorted, time, orEqual: true) + 1) / 2.0
                );
            case TimeTransform.KaplanMeier:
                return JustBefore(sample.Data, times);
            default:
                throw new ArgumentOutOfRangeException(nameof(transform));
        }
    }

    /// <summary>1 − S(t−) over all rows, without regard to strata and weights.</summary>
    private static double[] JustBefore(CoxData data, double[] times)
    {
        // The curve depends on the order of times alone, and is kept for times that are not negative.
        var first = Math.Min(0, Math.Min(data.Exits.Min(), data.Entries is { } all ? all.Min() : 0));
        var exits = Array.ConvertAll(data.Exits, time => time - first);
        var curve = data.Entries is { } entries
            ? KaplanMeier.EstimateDelayedEntry(Array.ConvertAll(entries, time => time - first), exits, data.Observed)
            : KaplanMeier.Estimate(exits, data.Observed);
        double[] steps = [.. curve.Steps.Select(step => step.Time)];
        return Array.ConvertAll(
            times,
            time => Below(steps, time - first, orEqual: false) is var before && before == 0 ? 0 : 1 - curve.Steps[before - 1].Survival
        );
    }

    private static int Below(double[] sorted, double time, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (sorted[middle] < time || (orEqual && sorted[middle] == time))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
