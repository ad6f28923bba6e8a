using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.CompetingRisks;

/// <summary>Mean time lost to one cause up to a horizon, the area under its cumulative incidence.</summary>
/// <param name="Mean">In the unit of the times.</param>
/// <param name="StandardError">Infinitesimal jackknife; 0 when the cause never occurred.</param>
/// <param name="Observed">False: the horizon lies beyond the last time seen, and the incidence is carried on from there.</param>
public readonly record struct TimeLostEstimate(double Mean, double StandardError, bool Observed)
{
    /// <summary>Mean ± z × standard error, not below 0.</summary>
    /// <param name="level">Confidence level, for example 0.95.</param>
    public Interval Interval(double level)
    {
        var half = ConfidenceLevel.Deviate(level) * StandardError;
        return new(Math.Max(0, Mean - half), Mean + half);
    }
}

/// <summary>Time (years) lost to a cause: the causes and the restricted mean event-free time add up to the horizon.</summary>
/// <remarks>
/// Source: Andersen (2013) Stat Med 32:5278. The variance is Σ over subjects of the squared integral of the influence on the incidence. O(n log n). Checked against R survival 3.5-3
/// (<c>survfit</c> restricted means and their influences) on <c>mgus2</c>.
/// </remarks>
public static class TimeLost
{
    /// <summary>Mean time lost to <paramref name="cause"/> up to <paramref name="horizon"/>.</summary>
    /// <param name="times">Time to the first event or to the end of follow-up; finite, ≥ 0; any order.</param>
    /// <param name="outcomes">0 where follow-up ended without event, else the cause.</param>
    /// <param name="cause">The cause of interest, ≥ 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a time or the horizon is negative or not finite.</exception>
    public static TimeLostEstimate Estimate(ReadOnlySpan<double> times, ReadOnlySpan<byte> outcomes, byte cause, double horizon)
    {
        if (!double.IsFinite(horizon) || horizon < 0)
            throw new ArgumentException($"The horizon is {horizon}; it must be finite and not negative.", nameof(horizon));
        var table = RiskTable.FromTimes(times, AalenJohansen.Split(outcomes, cause), 2);
        var rows = AalenJohansen.Product(table);
        var sums = new CurveSums(rows, horizon);
        var variance = 0.0;
        var remaining = times.Length;
        for (var r = 0; r < sums.Rows; r++)
        {
            Add(rows[r].Censored, sums.Influence(r, 0).IncidenceArea);
            Add(rows[r].Events, sums.Influence(r, 1).IncidenceArea);
            Add(rows[r].Competing, sums.Influence(r, 2).IncidenceArea);
            remaining -= rows[r].Censored + rows[r].AnyEvent;
        }

        Add(remaining, sums.Influence(sums.Rows, 0).IncidenceArea);
        return new(sums.Whole.IncidenceArea, Math.Sqrt(variance), horizon <= table.LastTime);

        void Add(int subjects, double influence) => variance += subjects * influence * influence;
    }
}
