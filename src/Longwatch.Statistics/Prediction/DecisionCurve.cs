namespace Longwatch.Statistics.Prediction;

/// <summary>What acting on predictions at one threshold is worth.</summary>
/// <param name="Threshold">Risk from which on one acts.</param>
/// <param name="TruePositives">Events among those with at least that risk.</param>
/// <param name="FalsePositives">Non-events among them.</param>
/// <param name="Value">True positives less false positives × odds of the threshold, per person.</param>
/// <param name="TreatAll">The same when acting on everybody; acting on nobody is worth 0.</param>
public readonly record struct NetBenefit(double Threshold, int TruePositives, int FalsePositives, double Value, double TreatAll);

/// <summary>Decision curve analysis.</summary>
/// <remarks>Vickers and Elkin (2006) Med Decis Making 26:565. Checked against the closed form (G09): exact.</remarks>
public static class DecisionCurve
{
    /// <summary>Net benefit at each threshold, O((n + thresholds) log n).</summary>
    /// <param name="predicted">Probabilities in 0 … 1.</param>
    /// <param name="observed">What happened, one per person; at least one person.</param>
    /// <param name="thresholds">In [0, 1).</param>
    /// <exception cref="ArgumentException">Lengths differ, nobody, or a number out of its range.</exception>
    public static IReadOnlyList<NetBenefit> Of(ReadOnlySpan<double> predicted, ReadOnlySpan<bool> observed, ReadOnlySpan<double> thresholds)
    {
        if (predicted.Length != observed.Length || predicted.IsEmpty)
            throw new ArgumentException($"{predicted.Length} predictions for {observed.Length} persons.", nameof(predicted));
        var n = predicted.Length;
        var (sorted, order) = (predicted.ToArray(), new int[n]);
        for (var i = 0; i < n; i++)
            order[i] = predicted[i] is >= 0 and <= 1
                ? i
                : throw new ArgumentException("A prediction is not between 0 and 1.", nameof(predicted));
        Array.Sort(sorted, order);
        // eventsFrom[i]: events among persons i … n − 1 in order of risk.
        var eventsFrom = new int[n + 1];
        for (var i = n - 1; i >= 0; i--)
            eventsFrom[i] = eventsFrom[i + 1] + (observed[order[i]] ? 1 : 0);
        var curve = new NetBenefit[thresholds.Length];
        for (var k = 0; k < curve.Length; k++)
        {
            var threshold = thresholds[k];
            if (!(threshold >= 0 && threshold < 1))
                throw new ArgumentException($"Threshold {threshold} is not in [0, 1).", nameof(thresholds));
            var (low, high) = (0, n);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = sorted[middle] < threshold ? (middle + 1, high) : (low, middle);
            }

            var (positive, events) = (eventsFrom[low], eventsFrom[0]);
            var odds = threshold / (1 - threshold);
            curve[k] = new(
                threshold,
                positive,
                n - low - positive,
                ((double)positive / n) - ((double)(n - low - positive) / n * odds),
                ((double)events / n) - ((double)(n - events) / n * odds)
            );
        }

        return curve;
    }
}
