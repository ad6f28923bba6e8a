namespace Longwatch.Statistics.Survival;

/// <summary>One step of a weighted survival curve.</summary>
/// <param name="Time">A time with an event of weight above 0.</param>
/// <param name="AtRisk">Weight of those under observation just before.</param>
/// <param name="Events">Weight of those with the event.</param>
/// <param name="StandardError">Infinitesimal jackknife over subjects; NaN once survival is 0.</param>
public readonly record struct WeightedStep(double Time, double AtRisk, double Events, double Survival, double StandardError)
{
    /// <summary>Pointwise interval; false once survival is 0, where no interval exists.</summary>
    /// <param name="level">Confidence level, for example 0.95.</param>
    public bool TryInterval(double level, ProbabilityTransform transform, out Interval interval) =>
        TransformedInterval.TryOf(Survival, StandardError / Survival, ConfidenceLevel.Deviate(level), transform, out interval);
}

/// <summary>The product-limit estimator with weights that are not counts: from a propensity score, from sampling.</summary>
/// <remarks>
/// S(t) = ∏ (1 − weight of events / weight at risk). The variance is Σ (weight × influence)² over subjects and takes the weights as known: weights that were estimated make it a little too large for
/// everybody as the target. Twice all weights change nothing. O(n log n). Source: Xie and Liu (2005) Stat Med 24:3089; Therneau, <c>survfit</c> with <c>robust</c>.
/// Checked against R survival 3.5-3 <c>survfit(weights=, robust=TRUE)</c> (1e-12), and against <see cref="KaplanMeier"/> with equal weights.
/// </remarks>
public static class WeightedSurvival
{
    /// <summary>Steps of the curve, ascending in time.</summary>
    /// <param name="times">Time to the event or to the end of follow-up; finite, ≥ 0; any order.</param>
    /// <param name="observed">True where the event was seen.</param>
    /// <param name="weights">Finite, ≥ 0; those of weight 0 are not in the sample.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is negative or not finite.</exception>
    public static IReadOnlyList<WeightedStep> Estimate(
        ReadOnlySpan<double> times,
        ReadOnlySpan<bool> observed,
        ReadOnlySpan<double> weights
    )
    {
        if (times.Length != observed.Length || times.Length != weights.Length)
            throw new ArgumentException($"{times.Length} times, {observed.Length} outcomes and {weights.Length} weights.", nameof(times));
        for (var i = 0; i < times.Length; i++)
            if (!(times[i] >= 0) || !double.IsFinite(times[i]) || !(weights[i] >= 0) || !double.IsFinite(weights[i]))
                throw new ArgumentException(
                    $"Time {times[i]} and weight {weights[i]} of row {i} must be finite and not negative.",
                    nameof(times)
                );
        var keys = times.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(keys, order);
        double atRisk = 0,
            squaresAtRisk = 0;
        foreach (var w in weights)
            (atRisk, squaresAtRisk) = (atRisk + w, squaresAtRisk + (w * w));
        var steps = new List<WeightedStep>();
        // The influence of subject i on log S(t) is A(min(t, exit)) less 1/(at risk − events) where the event was seen by t, A(t) = Σ events / (at risk × (at risk − events)).
        double survival = 1,
            a = 0,
            left = 0;
        for (var first = 0; first < keys.Length; )
        {
            var (end, events, gone, goneSquares, eventSquares) = (first, 0.0, 0.0, 0.0, 0.0);
            for (; end < keys.Length && keys[end] == keys[first]; end++)
            {
                var w = weights[order[end]];
                (gone, goneSquares) = (gone + w, goneSquares + (w * w));
                if (observed[order[end]])
                    (events, eventSquares) = (events + w, eventSquares + (w * w));
            }

            var remaining = atRisk - events;
            var last = IsNothing(remaining, atRisk);
            if (events > 0)
            {
                survival = last ? 0 : survival * (remaining / atRisk);
                a += last ? 0 : events / (atRisk * remaining);
            }

            // Those who leave now keep what they have; the others go on with A.
            var own = events > 0 && !last ? a - (1 / remaining) : a;
            left += (own * own * eventSquares) + (a * a * (goneSquares - eventSquares));
            squaresAtRisk = Math.Max(0, squaresAtRisk - goneSquares);
            if (events > 0)
                steps.Add(
                    new(keys[first], atRisk, events, survival, last ? double.NaN : survival * Math.Sqrt(left + (a * a * squaresAtRisk)))
                );
            if (last)
                break;
            atRisk -= gone;
            first = end;
        }

        return steps;
    }

    /// <summary>Nothing but the rounding of sums is left.</summary>
    private static bool IsNothing(double remaining, double whole) => remaining <= 1e-12 * whole;
}
