namespace Longwatch.Statistics.Prediction;

/// <summary>The Kaplan–Meier estimate of the chance of not yet being censored; at one time, events come before censorings.</summary>
internal sealed class CensoringWeights
{
    private readonly double[] times;
    private readonly double[] after;

    private CensoringWeights(double[] times, double[] after) => (this.times, this.after) = (times, after);

    /// <summary>Refuses weights of a sample that are none.</summary>
    /// <exception cref="ArgumentException">They are not as many as the rows, or not finite and above 0.</exception>
    public static void Check(ReadOnlySpan<double> sampling, int rows)
    {
        if (!sampling.IsEmpty && sampling.Length != rows)
            throw new ArgumentException($"{sampling.Length} weights of the sample for {rows} persons.", nameof(sampling));
        foreach (var weight in sampling)
            if (!(weight > 0 && double.IsFinite(weight)))
                throw new ArgumentException($"The weight {weight} of the sample is not finite and above 0.", nameof(sampling));
    }

    /// <summary>From everybody's exit and cause, 0 for a censoring.</summary>
    /// <param name="sampling">How many persons each stands for; empty: one.</param>
    public static CensoringWeights Of(ReadOnlySpan<double> exits, ReadOnlySpan<int> causes, ReadOnlySpan<double> sampling)
    {
        var (sorted, order) = (exits.ToArray(), new int[exits.Length]);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var (times, after) = (new List<double>(), new List<double>());
        var (free, left) = (1.0, 0.0);
        for (var i = 0; i < order.Length; i++)
            left += Weight(sampling, i);
        for (var first = 0; first < sorted.Length; )
        {
            var (next, censored, events) = (first, 0.0, 0.0);
            for (; next < sorted.Length && sorted[next] == sorted[first]; next++)
                if (causes[order[next]] == 0)
                    censored += Weight(sampling, order[next]);
                else
                    events += Weight(sampling, order[next]);
            // Those with an event at this time have left the risk set of being censored.
            var atRisk = left - events;
            left = atRisk - censored;
            if (censored > 0)
            {
                free *= next == sorted.Length ? 0 : left / atRisk;
                times.Add(sorted[first]);
                after.Add(free);
            }

            first = next;
        }

        return new([.. times], [.. after]);
    }

    private static double Weight(ReadOnlySpan<double> sampling, int row) => sampling.IsEmpty ? 1 : sampling[row];

    /// <summary>G(t): censorings at t count.</summary>
    public double At(double time) => Upto(time, included: true);

    /// <summary>G(t−): censorings at t do not count yet.</summary>
    public double Before(double time) => Upto(time, included: false);

    private double Upto(double time, bool included)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = times[middle] < time || (included && times[middle] == time) ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 1 : after[low - 1];
    }
}
