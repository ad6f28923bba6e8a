using Longwatch.Statistics.Numerics;
using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Onset;

/// <summary>One step of a distribution of onset estimated from cases only.</summary>
/// <param name="AtRisk">Cases with onset up to <paramref name="Time"/> that could still have been seen at <paramref name="Time"/>.</param>
/// <param name="Share">F(time) / F(longest time): the share with onset up to <paramref name="Time"/> among those with onset up to the longest time.</param>
/// <param name="LogVariance">Greenwood variance of log <paramref name="Share"/>; 0 at the longest time.</param>
public readonly record struct TruncatedStep(double Time, int AtRisk, int Cases, double Share, double LogVariance);

/// <summary>A distribution of onset, known only relative to its value at <see cref="Horizon"/>.</summary>
/// <param name="Horizon">The longest onset seen: what happens after it cannot be estimated from cases.</param>
public sealed record TruncatedDistribution(double Horizon, IReadOnlyList<TruncatedStep> Steps)
{
    /// <summary>F(time) / F(<see cref="Horizon"/>); 0 before the first onset, 1 from the horizon on.</summary>
    public double At(double time) => Find(time)?.Share ?? 0;

    /// <summary>Pointwise interval on log(−log F); false where the share is 0 or 1.</summary>
    public bool TryInterval(double time, double level, out Interval interval)
    {
        interval = default;
        return Find(time) is { } step
            && TransformedInterval.TryOf(
                step.Share,
                Math.Sqrt(step.LogVariance),
                ConfidenceLevel.Deviate(level),
                ProbabilityTransform.LogLog,
                out interval
            );
    }

    private TruncatedStep? Find(double time)
    {
        TruncatedStep? found = null;
        foreach (var step in Steps)
            if (step.Time <= time)
                found = step;
        return found;
    }
}

/// <summary>Nonparametric maximum likelihood for right-truncated onset times: the product limit in reversed time.</summary>
public static class ReverseHazard
{
    /// <summary>Estimates F(x) / F(longest onset) = Π_{u &gt; x} (1 − d(u) / n(u)), n(u) the cases with onset ≤ u ≤ limit.</summary>
    /// <remarks>
    /// Only the ratio is identified: cases alone say nothing about those who have no onset yet. Where a risk set is its own onsets only (n = d), the share is 0
    /// before it. Source: Lagakos, Barraj and De Gruttola (1988) Biometrika 75:515–523. Checked against flexsurv 2.3.2 <c>survrtrunc</c> on the transfusion-AIDS
    /// data (share and log(−log) interval, 1e-12) and a direct count. O(n log n + times × n) in the worst case; cases are few.
    /// </remarks>
    public static TruncatedDistribution Estimate(RightTruncatedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var onset = sample.Onset.ToArray();
        var limit = sample.Limit.ToArray();
        Array.Sort(onset);
        Array.Sort(limit);
        var times = onset.Distinct().ToArray();
        var steps = new TruncatedStep[times.Length];
        double share = 1,
            variance = 0;
        for (var i = times.Length - 1; i >= 0; i--)
        {
            // Onset ≤ limit for each case, so those with limit < u are among those with onset ≤ u.
            var upTo = CountUpTo(onset, times[i]);
            var atRisk = upTo - CountBelow(limit, times[i]);
            var cases = upTo - CountBelow(onset, times[i]);
            steps[i] = new(times[i], atRisk, cases, share, variance);
            share *= (double)(atRisk - cases) / atRisk;
            variance += cases / ((double)atRisk * (atRisk - cases));
        }

        return new(times.Length == 0 ? 0 : times[^1], steps);
    }

    private static int CountUpTo(double[] sorted, double value) => SortedSearch.CountUpTo(sorted, v => v, value);

    private static int CountBelow(double[] sorted, double value) => CountUpTo(sorted, Math.BitDecrement(value));
}
