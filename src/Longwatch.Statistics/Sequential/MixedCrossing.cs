using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Sequential;

/// <summary>
/// The exact probability that a Poisson count of unknown rate crosses its boundary, where the rate is known only from a history with so many events.
/// </summary>
/// <remarks>
/// Given the count at the end, the events lie uniformly over the time, whatever the rate: the share of histories without a signal among those with n events
/// at s is passed on by binomial thinning alone, and the rate's distribution comes in once, as that of the count at the end. O(counts³) at worst.
/// </remarks>
internal static class MixedCrossing
{
    private const double Negligible = 1e-30;

    /// <summary>P(signal).</summary>
    /// <param name="history">Events in the history, and how it ended; time is in lengths of it.</param>
    /// <param name="ratio">Rate under surveillance over that of the history.</param>
    public static double Probability((int Events, HistoryEnd End) history, double ratio, IEnumerable<CrossingStep> steps)
    {
        double[] now = [1];
        double[] next = [];
        var (counts, from) = (1, 0.0);
        foreach (var step in steps)
        {
            if (next.Length < step.Limit)
                next = new double[Math.Max(step.Limit, 2 * next.Length)];
            Thin(now.AsSpan(0, counts), next.AsSpan(0, step.Limit), from / step.Until);
            (now, next) = (next, now);
            (counts, from) = (step.Limit, step.Until);
        }

        var end = CountsAt(history, ratio * from, counts);
        var silent = 0.0;
        for (var n = 0; n < counts; n++)
            silent += end[n] * now[n];
        return Math.Max(0, 1 - silent);
    }

    /// <summary>Of the later count each event lies in the earlier part with probability <paramref name="share"/>.</summary>
    private static void Thin(ReadOnlySpan<double> earlier, Span<double> later, double share)
    {
        var odds = (1 - share) / share;
        for (var n = 0; n < later.Length; n++)
        {
            // Downwards from all n in the earlier part.
            var (sum, probability) = (0.0, Math.Pow(share, n));
            for (var k = 0; k <= n; k++)
            {
                if (n - k < earlier.Length)
                    sum += probability * earlier[n - k];
                if (share == 0)
                    break;
                probability *= odds * (n - k) / (k + 1);
                if (probability < Negligible && k > n * (1 - share))
                    break;
            }

            later[n] = share == 0 ? earlier[0] : sum;
        }
    }

    /// <summary>P(N = n) at one time, for n below <paramref name="counts"/>.</summary>
    private static double[] CountsAt((int Events, HistoryEnd End) history, double time, int counts)
    {
        var size = history.End == HistoryEnd.BeforeNextEvent ? history.Events + 1 : history.Events;
        var gamma = new double[counts];
        for (var n = 0; n < counts; n++)
            gamma[n] = NegativeBinomial.Probability(n, size * time, 1.0 / size);
        if (history.End != HistoryEnd.BetweenEvents)
            return gamma;

        var extra = InUnfinishedGap(time, counts);
        var all = new double[counts];
        for (var n = 0; n < counts; n++)
        for (var k = 0; k <= n; k++)
            all[n] += gamma[n - k] * extra[k];
        return all;
    }

    /// <summary>
    /// Counts in the time that corresponds to a uniform part of one gap between events: E[(su)ʲ/(1 + su)ʲ⁺¹] over uniform u, which is
    /// θʲ(1 − θ) Σ θᵐ/(j + m + 1) with θ = s/(1 + s); the sums by the downward recursion I_j = 1/(j + 1) + θ I_(j+1).
    /// </summary>
    private static double[] InUnfinishedGap(double time, int counts)
    {
        var theta = time / (1 + time);
        var (last, term) = (0.0, 1.0);
        for (var m = 0; ; m++)
        {
            var sum = last + (term / (counts + m));
            if (sum == last)
                break;
            last = sum;
            term *= theta;
        }

        var extra = new double[counts];
        for (var j = counts - 1; j >= 0; j--)
        {
            extra[j] = last * Math.Pow(theta, j) / (1 + time);
            last = (j > 0 ? 1.0 / j : 0) + (theta * last);
        }

        return extra;
    }
}
