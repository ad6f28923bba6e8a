using Longwatch.Statistics.Hazards;

namespace Longwatch.Statistics.Prediction;

/// <summary>Uno's index: how often the person with the higher predicted risk had the event earlier, in a way that does not depend on the censoring.</summary>
/// <remarks>
/// Uno et al. (2011) Stat Med 30:1105. Two persons can be compared when the earlier exit is an event, or at equal times one is an event and the other a
/// censoring. O(n log n). Harrell's is <see cref="Concordance.Of(CoxData, ReadOnlySpan{double})"/>. Checked against <c>survival::concordance</c>
/// (timewt "n/G2"): 1e-12.
/// </remarks>
public static class UnoConcordance
{
    /// <summary>Pairs weighted by the inverse squared chance of not being censored before the earlier event, up to a time that follow-up reaches.</summary>
    /// <param name="risk">Predicted risk or any number that rises with it; finite.</param>
    /// <param name="times">Time to event or censoring; finite, any unit.</param>
    /// <param name="events">True where the event was seen.</param>
    /// <param name="before">Events at or after this time are not compared; infinite for all.</param>
    /// <param name="sampling">Inverse chance of each person to be in the sample; finite, above 0. Empty: everybody counts once. Pairs count by the product.</param>
    /// <returns>The pairs count by their weights; the index is NaN when no two persons can be compared.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a number is not finite.</exception>
    public static Concordance Of(
        ReadOnlySpan<double> risk,
        ReadOnlySpan<double> times,
        ReadOnlySpan<bool> events,
        double before,
        ReadOnlySpan<double> sampling = default
    )
    {
        CensoringWeights.Check(sampling, times.Length);
        if (risk.Length != times.Length || events.Length != times.Length)
            throw new ArgumentException($"{risk.Length} risks, {times.Length} times, {events.Length} events.", nameof(risk));
        var causes = new int[events.Length];
        for (var i = 0; i < causes.Length; i++)
        {
            if (!double.IsFinite(risk[i]))
                throw new ArgumentException($"The risk of person {i} is not finite.", nameof(risk));
            causes[i] = events[i] ? 1 : 0;
        }

        var data = new CoxData([], times.ToArray(), events.ToArray()) { Weights = sampling.IsEmpty ? null : sampling.ToArray() };
        var free = CensoringWeights.Of(times, causes, sampling);
        return Concordance.Of(
            data,
            risk,
            time =>
            {
                var g = free.Before(time);
                return time < before ? 1 / (g * g) : 0;
            }
        );
    }
}
