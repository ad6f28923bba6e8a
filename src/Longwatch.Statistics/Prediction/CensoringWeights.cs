namespace Longwatch.Statistics.Prediction;

/// <summary>The Kaplan–Meier estimate of the chance of not yet being censored; at one time, events come before censorings.</summary>
internal sealed class CensoringWeights
{
    private readonly double[] times;
    private readonly double[] after;

    private CensoringWeights(double[] times, double[] after) => (this.times, this.after) = (times, after);

    public static CensoringWeights Of(ReadOnlySpan<double> exits, ReadOnlySpan<int> causes)
    {
        var (sorted, order) = (exits.ToArray(), new int[exits.Length]);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var (times, after) = (new List<double>(), new List<double>());
        var free = 1.0;
        for (var first = 0; first < sorted.Length; )
        {
            int next = first,
                censored = 0;
            for (; next < sorted.Length && sorted[next] == sorted[first]; next++)
                censored += causes[order[next]] == 0 ? 1 : 0;
            // Those with an event at this time have left the risk set of being censored.
            var atRisk = sorted.Length - first - (next - first - censored);
            if (censored > 0)
            {
                free *= (double)(atRisk - censored) / atRisk;
                times.Add(sorted[first]);
                after.Add(free);
            }

            first = next;
        }

        return new([.. times], [.. after]);
    }

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
