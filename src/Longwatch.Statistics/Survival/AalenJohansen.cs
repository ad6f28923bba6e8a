namespace Longwatch.Statistics.Survival;

/// <summary>The Aalen–Johansen estimator of the cumulative incidence of one cause among competing causes.</summary>
/// <remarks>
/// <para>F(t) = Σ S(u−) d(u) / Y(u), with S the probability of being free of every event. Outcomes are 0 (censored) or 1 to 254 (a cause); every cause
/// other than the one of interest competes. A subject that exits at time 0 is at risk at time 0 only.</para>
/// <para>Deterministic; inputs are not modified. Source: Aalen and Johansen (1978) Scand J Stat 5:141–150. Checked against R survival 3.5-3 (jackknife) and
/// cmprsk 2.2-11 (Gray) on <c>mgus2</c>, etm 1.1.1 (Greenwood, delayed entry) on <c>abortion</c>, and the direct sum over subjects.</para>
/// </remarks>
public static class AalenJohansen
{
    /// <summary>From times in any unit. O(n log n).</summary>
    /// <param name="times">Time to the first event or to the end of follow-up; finite, ≥ 0; any order.</param>
    /// <param name="outcomes">0 where follow-up ended without event, else the cause.</param>
    /// <param name="cause">The cause of interest, ≥ 1.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or a time is negative, NaN or infinite.</exception>
    public static CumulativeIncidence Estimate(
        ReadOnlySpan<double> times,
        ReadOnlySpan<byte> outcomes,
        byte cause,
        IncidenceVariance variance = IncidenceVariance.Jackknife
    ) => FromTable(times.Length, RiskTable.FromTimes(times, Split(outcomes, cause), 2), variance);

    /// <summary>From whole days, by one histogram and one forward pass. O(n + last day), also for the jackknife variance.</summary>
    /// <inheritdoc cref="Estimate"/>
    public static CumulativeIncidence EstimateDays(
        ReadOnlySpan<int> days,
        ReadOnlySpan<byte> outcomes,
        byte cause,
        IncidenceVariance variance = IncidenceVariance.Jackknife
    ) => FromTable(days.Length, RiskTable.FromDays(days, Split(outcomes, cause), 2), variance);

    /// <summary>With delayed entry (left truncation): subject i is at risk in (entries[i], exits[i]]. O(n log n).</summary>
    /// <exception cref="ArgumentException">As <see cref="Estimate"/>; an entry is not before its exit; or Gray's variance is asked for.</exception>
    public static CumulativeIncidence EstimateDelayedEntry(
        ReadOnlySpan<double> entries,
        ReadOnlySpan<double> exits,
        ReadOnlySpan<byte> outcomes,
        byte cause,
        IncidenceVariance variance = IncidenceVariance.Jackknife
    )
    {
        if (variance == IncidenceVariance.Gray)
            throw new ArgumentException("Gray's variance is not defined with delayed entry.", nameof(variance));
        var split = Split(outcomes, cause);
        var steps = Product(RiskTable.WithEntry(entries, exits, split, 2));
        Fill(
            steps,
            variance == IncidenceVariance.Greenwood
                ? GreenwoodVariance.Of(steps)
                : JackknifeVariance.DelayedEntry(steps, entries, exits, split)
        );
        return Result(exits.Length, steps);
    }

    /// <summary>Incidence after a landmark, among those who are under observation and free of every event then: 0 at the landmark. O(n log n).</summary>
    /// <param name="landmark">Groups may be formed by what is known up to this time, and by nothing later.</param>
    /// <exception cref="ArgumentException">As <see cref="Estimate"/>.</exception>
    public static CumulativeIncidence Landmark(
        ReadOnlySpan<double> times,
        ReadOnlySpan<byte> outcomes,
        byte cause,
        double landmark,
        IncidenceVariance variance = IncidenceVariance.Jackknife
    )
    {
        var kept = Later.Than(landmark, times, outcomes);
        return Estimate(kept.Times, kept.Outcomes, cause, variance);
    }

    private static CumulativeIncidence FromTable(int subjects, RiskTable table, IncidenceVariance variance)
    {
        var steps = Product(table);
        Fill(
            steps,
            variance switch
            {
                IncidenceVariance.Jackknife => JackknifeVariance.Of(steps),
                IncidenceVariance.Gray => GrayVariance.Of(steps),
                IncidenceVariance.Greenwood => GreenwoodVariance.Of(steps),
                _ => throw new ArgumentOutOfRangeException(nameof(variance), variance, "Unknown variance."),
            }
        );
        return Result(subjects, steps);
    }

    /// <summary>Event-free probability and incidence, row by row.</summary>
    internal static IncidenceRow[] Product(RiskTable table)
    {
        var rows = new IncidenceRow[table.Rows];
        double free = 1,
            incidence = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var (atRisk, events, competing) = (table.AtRisk[i], table.Events[0][i], table.Events[1][i]);
            var before = free;
            incidence += before * events / atRisk;
            free *= (double)(atRisk - events - competing) / atRisk;
            rows[i] = new(table.Times[i], atRisk, events, competing, table.Censored[i], before, free, incidence);
        }

        return rows;
    }

    private static void Fill(IncidenceRow[] rows, double[] variances)
    {
        for (var i = 0; i < rows.Length; i++)
            rows[i] = rows[i] with { Variance = variances[i] };
    }

    private static CumulativeIncidence Result(int subjects, IncidenceRow[] rows) =>
        new(
            subjects,
            rows.Length == 0 ? 0 : rows[^1].Time,
            [
                .. rows.Where(r => r.AnyEvent > 0)
                    .Select(r => new IncidenceStep(r.Time, r.AtRisk, r.Events, r.Competing, r.Incidence, r.FreeAfter, r.Variance)),
            ]
        );

    /// <summary>0 censored, 1 the cause of interest, 2 any other cause.</summary>
    internal static byte[] Split(ReadOnlySpan<byte> outcomes, byte cause)
    {
        ArgumentOutOfRangeException.ThrowIfZero(cause);
        var split = new byte[outcomes.Length];
        for (var i = 0; i < split.Length; i++)
            split[i] =
                outcomes[i] == 0 ? (byte)0
                : outcomes[i] == cause ? (byte)1
                : (byte)2;
        return split;
    }
}

/// <summary>One exit time on the way to a cumulative incidence; also where only censoring happened.</summary>
/// <param name="FreeBefore">Probability of being event-free just before the time.</param>
internal readonly record struct IncidenceRow(
    double Time,
    int AtRisk,
    int Events,
    int Competing,
    int Censored,
    double FreeBefore,
    double FreeAfter,
    double Incidence,
    double Variance = 0
)
{
    public int AnyEvent => Events + Competing;

    /// <summary>Rise of the incidence at this time.</summary>
    public double Rise => FreeBefore * Events / AtRisk;
}
