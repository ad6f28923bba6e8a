namespace Longwatch.Statistics.Prediction;

/// <summary>How often the person with the higher predicted risk had the event earlier.</summary>
/// <param name="C">(concordant + tied/2)/comparable; NaN when no two persons can be compared.</param>
/// <param name="StandardError">Infinitesimal jackknife, weights held; NaN likewise.</param>
/// <param name="Comparable">Sum of the weights of the pairs; their number for Harrell's.</param>
public readonly record struct ConcordanceEstimate(double C, double StandardError, double Comparable)
{
    /// <summary>False when no two persons can be compared.</summary>
    public bool IsEstimated => Comparable > 0;
}

/// <summary>Concordance of predicted risk with time to an event under censoring.</summary>
/// <remarks>
/// Harrell et al. (1982) JAMA 247:2543; Uno et al. (2011) Stat Med 30:1105. Two persons can be compared when the earlier exit is an event, or at equal times one is
/// an event and the other a censoring. O(n log n). Checked against <c>survival::concordance</c> (timewt "n" and "n/G2"): 1e-10.
/// </remarks>
public static class SurvivalConcordance
{
    /// <summary>Harrell's C. It depends on the censoring: do not compare it between studies of different follow-up.</summary>
    /// <param name="risk">Predicted risk or any number that rises with it; finite.</param>
    /// <param name="times">Time to event or censoring; finite, any unit.</param>
    /// <param name="events">True where the event was seen.</param>
    /// <exception cref="ArgumentException">Lengths differ or a number is not finite.</exception>
    public static ConcordanceEstimate Harrell(ReadOnlySpan<double> risk, ReadOnlySpan<double> times, ReadOnlySpan<bool> events) =>
        Of(risk, times, events, double.PositiveInfinity, _ => 1);

    /// <summary>Uno's C: pairs weighted by the inverse squared chance of not being censored before the earlier event, up to a time that follow-up reaches.</summary>
    /// <param name="risk">Predicted risk or any number that rises with it; finite.</param>
    /// <param name="times">Time to event or censoring; finite, any unit.</param>
    /// <param name="events">True where the event was seen.</param>
    /// <param name="before">Events at or after this time are not compared; infinite for all.</param>
    /// <exception cref="ArgumentException">Lengths differ or a number is not finite.</exception>
    public static ConcordanceEstimate Uno(ReadOnlySpan<double> risk, ReadOnlySpan<double> times, ReadOnlySpan<bool> events, double before)
    {
        var causes = new int[events.Length];
        for (var i = 0; i < causes.Length; i++)
            causes[i] = events[i] ? 1 : 0;
        Check(risk, times, events);
        var free = CensoringWeights.Of(times, causes);
        return Of(
            risk,
            times,
            events,
            before,
            time =>
            {
                var g = free.Before(time);
                return 1 / (g * g);
            }
        );
    }

    private static ConcordanceEstimate Of(
        ReadOnlySpan<double> risk,
        ReadOnlySpan<double> times,
        ReadOnlySpan<bool> events,
        double before,
        Func<double, double> weight
    )
    {
        Check(risk, times, events);
        var pairs = new Pairs(risk, times, events, time => time < before ? weight(time) : 0);
        pairs.AddLater();
        var (agreeing, comparable) = (pairs.Agree.Sum(), pairs.All.Sum());
        if (!(comparable > 0))
            return new(double.NaN, double.NaN, 0);
        pairs.AddEarlier();
        var (c, variance) = (agreeing / comparable, 0.0);
        for (var i = 0; i < pairs.All.Length; i++)
        {
            var influence = (pairs.Agree[i] - (c * pairs.All[i])) / comparable;
            variance += influence * influence;
        }

        return new(c, Math.Sqrt(variance), comparable);
    }

    /// <summary>For each person the weight of the pairs it is in, and of those in which the higher risk came earlier, ties one half.</summary>
    private sealed class Pairs
    {
        private readonly int[] order;
        private readonly int[] ranks;
        private readonly int distinct;

        /// <summary>First place of each group of equal times, of its censorings, and of the next group; events come first in a group.</summary>
        private readonly List<(int First, int Censored, int Next, double Weight)> groups = [];

        public Pairs(ReadOnlySpan<double> risk, ReadOnlySpan<double> times, ReadOnlySpan<bool> events, Func<double, double> weight)
        {
            var (n, exits, seen) = (times.Length, times.ToArray(), events.ToArray());
            (ranks, distinct) = WeightedCounts.Rank(risk);
            (Agree, All, order) = (new double[n], new double[n], new int[n]);
            for (var i = 0; i < n; i++)
                order[i] = i;
            Array.Sort(order, (a, b) => exits[a] != exits[b] ? exits[a].CompareTo(exits[b]) : seen[b].CompareTo(seen[a]));
            for (var first = 0; first < n; )
            {
                var (next, censored) = (first, first);
                for (; next < n && exits[order[next]] == exits[order[first]]; next++)
                    censored += seen[order[next]] ? 1 : 0;
                groups.Add((first, censored, next, censored > first ? weight(exits[order[first]]) : 0));
                first = next;
            }
        }

        public double[] Agree { get; }
        public double[] All { get; }

        /// <summary>From the end: each event against those who stayed longer.</summary>
        public void AddLater()
        {
            var later = new WeightedCounts(distinct);
            for (var g = groups.Count - 1; g >= 0; g--)
            {
                var (first, censored, next, weight) = groups[g];
                for (var k = censored; k < next; k++)
                    later.Add(ranks[order[k]], 1);
                for (var k = first; k < censored; k++)
                {
                    var rank = ranks[order[k]];
                    All[order[k]] += weight * later.Total;
                    Agree[order[k]] += weight * (later.Below(rank) + (later.At(rank) / 2));
                }

                for (var k = first; k < censored; k++)
                    later.Add(ranks[order[k]], 1);
            }
        }

        /// <summary>From the beginning: each person against the events before; with the other half this makes the influence of a person.</summary>
        public void AddEarlier()
        {
            var earlier = new WeightedCounts(distinct);
            foreach (var (first, censored, next, weight) in groups)
            {
                for (var k = first; k < censored; k++)
                    Take(order[k]);
                for (var k = first; k < censored; k++)
                    earlier.Add(ranks[order[k]], weight);
                for (var k = censored; k < next; k++)
                    Take(order[k]);
            }

            void Take(int i)
            {
                All[i] += earlier.Total;
                Agree[i] += earlier.Total - earlier.Below(ranks[i]) - (earlier.At(ranks[i]) / 2);
            }
        }
    }

    private static void Check(ReadOnlySpan<double> risk, ReadOnlySpan<double> times, ReadOnlySpan<bool> events)
    {
        if (risk.Length != times.Length || events.Length != times.Length)
            throw new ArgumentException($"{risk.Length} risks, {times.Length} times, {events.Length} events.", nameof(risk));
        for (var i = 0; i < times.Length; i++)
            if (!double.IsFinite(risk[i]) || !double.IsFinite(times[i]))
                throw new ArgumentException($"Person {i} has a risk or time that is not finite.", nameof(risk));
    }
}
