namespace Longwatch.Statistics.MultiState;

/// <summary>The Aalen–Johansen estimator of transition probabilities and of the occupation of states.</summary>
/// <remarks>
/// <para>P(s, t) = Π over (s, t] of (I + dA), A the Nelson–Aalen estimates. A product over the past assumes that the future depends on the present state only (Markov), except for the
/// occupation of states from the origin, which needs no such assumption. <see cref="Landmark"/> drops it by following those who are in the state at s.</para>
/// <para>Censoring and late entry must be independent of the process. Deterministic. Source: Aalen and Johansen (1978) Scand J Stat 5:141; Putter and Spitoni (2018) Stat Methods Med Res
/// 27:2081 (landmark). Checked against R mstate 0.3.3 (B11) and etm 1.1.1 (B10), 1e-9 relative. O(n log n + times × states⁵) time, times × states⁴ numbers of memory.</para>
/// </remarks>
public static class TransitionProbabilities
{
    /// <summary>From every state, known at a time.</summary>
    /// <param name="from">The time s; moves at s itself do not count.</param>
    /// <exception cref="ArgumentException"><paramref name="from"/> is not finite, or split ties are asked for without Aalen's variance.</exception>
    public static StateProbabilities Estimate(MultiStateSample sample, double from, TransitionOptions? options = null)
    {
        Check(sample, from);
        return Run(sample, from, StateStart.InEach(sample.States), StateProbabilityStatus.Estimated, options);
    }

    /// <summary>From one state, followed only by those who are in it at a time: right also where the process is not Markov.</summary>
    /// <param name="state">The state at <paramref name="from"/>.</param>
    /// <returns>One start. With nobody in the state at that time the status says so, and the probabilities stay where they began.</returns>
    /// <exception cref="ArgumentException">As <see cref="Estimate"/>, or there is no such state.</exception>
    public static StateProbabilities Landmark(MultiStateSample sample, double from, int state, TransitionOptions? options = null)
    {
        Check(sample, from);
        ArgumentOutOfRangeException.ThrowIfNegative(state);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(state, sample.States);
        var present = sample.PresentAt(state, from);
        var shares = new double[sample.States];
        shares[state] = 1;
        var status = present.Count == 0 ? StateProbabilityStatus.NobodyAtStart : StateProbabilityStatus.Estimated;
        return Run(sample.Only(present), from, StateStart.With(shares, 0), status, options);
    }

    /// <summary>The whole sample, from the shares of the states among those under observation at a time.</summary>
    /// <returns>One start; the shares count as estimated (multinomial). With nobody under observation the status says so, and all probabilities are 0.</returns>
    /// <exception cref="ArgumentException">As <see cref="Estimate"/>.</exception>
    public static StateProbabilities Occupation(MultiStateSample sample, double from, TransitionOptions? options = null)
    {
        Check(sample, from);
        var shares = new double[sample.States];
        for (var h = 0; h < shares.Length; h++)
            shares[h] = sample.PresentAt(h, from).Count;
        var subjects = (int)shares.Sum();
        for (var h = 0; h < shares.Length && subjects > 0; h++)
            shares[h] /= subjects;
        var status = subjects == 0 ? StateProbabilityStatus.NobodyAtStart : StateProbabilityStatus.Estimated;
        return Run(sample, from, StateStart.With(shares, subjects), status, options);
    }

    private static StateProbabilities Run(
        MultiStateSample sample,
        double from,
        StateStart start,
        StateProbabilityStatus status,
        TransitionOptions? options
    )
    {
        options ??= TransitionOptions.Default;
        TransitionOptions.Check(options);
        var steps =
            status == StateProbabilityStatus.Estimated
                ? new AalenJohansenMatrix(new TransitionTable(sample), sample.States, options).From(from, start)
                : [];
        return new(status, sample.States, from, start, steps);
    }

    private static void Check(MultiStateSample sample, double from)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (!double.IsFinite(from))
            throw new ArgumentException($"The start is {from}; it must be finite.", nameof(from));
    }
}
