namespace Longwatch.Statistics.Sequential;

/// <summary>One stretch of surveillance: the count signals when it reaches the limit.</summary>
/// <param name="Until">Where the stretch ends; not before the one before it.</param>
/// <param name="Limit">Smallest count that signals; at least 1, never less than that of the stretch before.</param>
/// <param name="AtEnd">True: looked at only at the end of the stretch; false: at every event.</param>
internal readonly record struct CrossingStep(double Until, int Limit, bool AtEnd);

/// <summary>The exact probability that a Poisson count crosses its boundary, by recursion over the stretches between the boundary's times.</summary>
/// <param name="Probability">P(signal).</param>
/// <param name="TimeOfSignals">Σ over signals of time × probability; divide by <paramref name="Probability"/> for the mean.</param>
internal readonly record struct Crossing(double Probability, double TimeOfSignals)
{
    /// <summary>Runs through the stretches, from a count of 0 at time 0.</summary>
    /// <param name="ratio">Events per unit of time.</param>
    /// <remarks>
    /// State: the probabilities of the counts that have not signalled. A stretch convolves them with its increment; what reaches the limit has signalled.
    /// O(stretches × counts × width of an increment). The time of a signal within a stretch is that of the k-th event: a gamma variate cut off at the end.
    /// </remarks>
    public static Crossing Of(double ratio, IEnumerable<CrossingStep> steps)
    {
        var increment = new IncrementProbabilities();
        double[] now = [1];
        double[] next = [];
        var (counts, from, crossed, time) = (1, 0.0, 0.0, 0.0);
        foreach (var step in steps)
        {
            if (next.Length < step.Limit)
                next = new double[Math.Max(step.Limit, 2 * next.Length)];
            Array.Clear(next, 0, step.Limit);
            increment.Fill(ratio * (step.Until - from));
            for (var n = 0; n < counts; n++)
            {
                if (now[n] == 0)
                    continue;
                var missing = step.Limit - n;
                for (var k = increment.First; k <= increment.Last && k < missing; k++)
                    next[n + k] += now[n] * increment[k];
                var reaching = now[n] * increment.AtLeast(missing);
                crossed += reaching;
                time += step.AtEnd
                    ? reaching * step.Until
                    : (reaching * from) + (now[n] * missing / ratio * increment.AtLeast(missing + 1));
            }

            (now, next) = (next, now);
            (counts, from) = (step.Limit, step.Until);
        }

        return new(crossed, time);
    }
}
