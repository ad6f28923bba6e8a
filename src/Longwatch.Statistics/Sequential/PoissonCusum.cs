using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Sequential;

/// <summary>
/// A cumulative sum chart of counts, S = max(0, S + x − k), that alarms at S ≥ h; k and h are multiples of 1/<see cref="Scale"/>, so that S has finitely
/// many values. Immutable.
/// </summary>
public sealed record CusumChart
{
    /// <summary>k = reference/scale, h = threshold/scale.</summary>
    /// <param name="reference">≥ 0.</param>
    /// <param name="threshold">≥ 1.</param>
    /// <param name="scale">≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public CusumChart(int reference, int threshold, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(reference);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        (Reference, Threshold, Scale) = (reference, threshold, scale);
    }

    /// <summary>k in units of 1/<see cref="Scale"/>.</summary>
    public int Reference { get; }

    /// <summary>h in units of 1/<see cref="Scale"/>.</summary>
    public int Threshold { get; }

    /// <summary>Parts into which a count is divided.</summary>
    public int Scale { get; }
}

/// <summary>The Poisson cumulative sum chart: a lasting watch on a rate that may rise at any time, without an end and without a significance level.</summary>
/// <remarks>
/// With k = (R − 1)μ/ln R the sum is the log-likelihood ratio of R times the expected rate, in units of ln R. What it promises is the average number of
/// periods to an alarm. Exact for a constant mean: the values of S are a Markov chain, and the run lengths solve (I − Q) L = 1 (Brook and Evans 1972
/// Biometrika 59:539–549; Poisson: Lucas 1985 Technometrics 27:129–144). Q has at most <see cref="CusumChart.Reference"/> places below the diagonal, so that
/// elimination without pivoting, stable for such a matrix, costs states² × reference.
/// Checked against Lucas (1985), tables 2 and 3, and pois.cusum.arl of R's spc, which alarms beyond the threshold: its threshold is ours less one.
/// </remarks>
public static class PoissonCusum
{
    private const int MostStates = 3000;

    /// <summary>k at which the sum is the log-likelihood ratio of a rate ratio: (R − 1)μ/ln R.</summary>
    /// <param name="mean">Expected count of a period; finite, positive.</param>
    /// <param name="ratio">R, the rate ratio to be found soon; above 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Reference(double mean, double ratio)
    {
        CheckMean(mean);
        if (!(ratio > 1 && double.IsFinite(ratio)))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The rate ratio must be above 1.");
        return (ratio - 1) * mean / Math.Log(ratio);
    }

    /// <summary>Average number of periods to an alarm; +∞ where it is beyond the range of numbers.</summary>
    /// <param name="chart">Reference value and threshold.</param>
    /// <param name="mean">True mean count of a period; finite, ≥ 0. With 0 there is never an alarm.</param>
    /// <param name="start">S at the beginning, in units of 1/scale, 0 ≤ start &lt; threshold; half the threshold is the usual head start.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range, or the chart has more than 3,000 states.</exception>
    public static double AverageRunLength(CusumChart chart, double mean, int start = 0)
    {
        if (!(mean >= 0 && double.IsFinite(mean)))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "A mean is finite and not negative.");
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, chart.Threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chart.Threshold, MostStates, nameof(chart));
        return mean == 0 ? double.PositiveInfinity : RunLengths(chart, mean)[start];
    }

    /// <summary>The chart of a rate ratio with the lowest threshold whose average run length at the expected mean is at least the wanted one.</summary>
    /// <param name="mean">Expected count of a period; finite, positive.</param>
    /// <param name="ratio">Rate ratio to be found soon; above 1.</param>
    /// <param name="runLength">Wanted average number of periods to a false alarm; finite, above 1.</param>
    /// <returns>
    /// The reference value is rounded down to a multiple of 1/scale, at most 2 % below the exact one (to 0 where one event in the wanted time is rare, and the
    /// first one alarms): a chart with the exact value and this threshold alarms later still. Null when no chart of at most 3,000 states will do.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static CusumChart? Design(double mean, double ratio, double runLength)
    {
        var k = Reference(mean, ratio);
        if (!(runLength > 1 && double.IsFinite(runLength)))
            throw new ArgumentOutOfRangeException(nameof(runLength), runLength, "A run length must be above 1.");
        var first = new CusumChart(0, 1, 1);
        if (AverageRunLength(first, mean) >= runLength)
            return first;
        if (Rational(k) is not var (reference, scale))
            return null;
        var (low, high) = (0, 1);
        while (AverageRunLength(new(reference, high, scale), mean) < runLength)
        {
            if (high == MostStates)
                return null;
            (low, high) = (high, Math.Min(2 * high, MostStates));
        }

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (AverageRunLength(new(reference, middle, scale), mean) < runLength)
                low = middle;
            else
                high = middle;
        }

        return new(reference, high, scale);
    }

    /// <summary>An upper bound of P(alarm within the periods) where the expected counts change from period to period, under the null hypothesis.</summary>
    /// <param name="means">Expected count of each period; finite, ≥ 0.</param>
    /// <param name="ratio">R of the sum S = max(0, S + x − (R − 1)μ/ln R); above 1.</param>
    /// <param name="threshold">Alarm at this sum or more, in events; positive.</param>
    /// <remarks>
    /// Each k is rounded down to a multiple of 1/10,000 of the threshold, so that the sum of the bound is never below the true one; O(periods × 10,000).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double FalseAlarmBound(ReadOnlySpan<double> means, double ratio, double threshold)
    {
        if (!(threshold > 0 && double.IsFinite(threshold)))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be finite and positive.");
        const int states = 10_000;
        var perEvent = states / threshold;
        var perExpected = Reference(1, ratio) * perEvent;
        var now = new double[states];
        var next = new double[states];
        now[0] = 1;
        var alarms = 0.0;
        foreach (var mean in means)
        {
            if (!(mean >= 0 && double.IsFinite(mean)))
                throw new ArgumentOutOfRangeException(nameof(means), mean, "A mean is finite and not negative.");
            var reference = Math.Floor(perExpected * mean);
            Array.Clear(next);
            var left = 1.0;
            for (var x = 0; left > 0; x++)
            {
                // A count that leads even an empty sum over the threshold, and with it every larger one, is an alarm.
                var shift = Math.Ceiling(x * perEvent) - reference;
                if (shift >= states)
                    break;
                var probability = Poisson.Probability(x, mean);
                for (var s = 0; s < states; s++)
                    if (now[s] > 0 && s + shift < states)
                        next[(int)Math.Max(0, s + shift)] += now[s] * probability;
                left = Poisson.Survival(x, mean);
            }

            var (before, after) = (0.0, 0.0);
            for (var s = 0; s < states; s++)
            {
                before += now[s];
                after += next[s];
            }

            alarms += Math.Max(0, before - after);
            (now, next) = (next, now);
        }

        return alarms;
    }

    /// <summary>The fraction below k with the smallest denominator that is at most 2 % away; null when that has more parts than a chart may have states.</summary>
    private static (int Reference, int Scale)? Rational(double k)
    {
        const double near = 0.98;
        for (var scale = Math.Max(1, (int)Math.Min(Math.Floor(1 / k), MostStates)); scale < MostStates; scale++)
            if ((int)Math.Floor(k * scale) is > 0 and var reference && reference >= near * k * scale)
                return (reference, scale);
        return null;
    }

    private static double[] RunLengths(CusumChart chart, double mean)
    {
        var states = chart.Threshold;
        var rows = new double[states][];
        var lengths = new double[states];
        var probabilities = Counts(states + chart.Reference, chart.Scale, mean);
        for (var s = 0; s < states; s++)
        {
            var row = rows[s] = new double[states];
            row[s] = 1;
            lengths[s] = 1;
            for (var x = 0; x < probabilities.Length; x++)
            {
                var to = Math.Max(0, s + (x * chart.Scale) - chart.Reference);
                if (to >= states)
                    break;
                row[to] -= probabilities[x];
            }
        }

        for (var pivot = 0; pivot < states; pivot++)
        {
            var above = rows[pivot];
            var last = Math.Min(states - 1, pivot + chart.Reference);
            for (var r = pivot + 1; r <= last; r++)
            {
                var row = rows[r];
                if (row[pivot] == 0)
                    continue;
                var factor = row[pivot] / above[pivot];
                for (var c = pivot; c < states; c++)
                    row[c] -= factor * above[c];
                lengths[r] -= factor * lengths[pivot];
            }
        }

        for (var s = states - 1; s >= 0; s--)
        {
            var row = rows[s];
            var sum = lengths[s];
            for (var c = s + 1; c < states; c++)
                sum -= row[c] * lengths[c];
            lengths[s] = row[s] > 0 ? sum / row[s] : double.PositiveInfinity;
        }

        return lengths;
    }

    /// <summary>P(X = x) for every count that can leave the sum below the threshold.</summary>
    private static double[] Counts(int width, int scale, double mean)
    {
        var probabilities = new double[(width / scale) + 1];
        for (var x = 0; x < probabilities.Length; x++)
            probabilities[x] = Poisson.Probability(x, mean);
        return probabilities;
    }

    private static void CheckMean(double mean)
    {
        if (!(mean > 0 && double.IsFinite(mean)))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean must be finite and positive.");
    }
}
