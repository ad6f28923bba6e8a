namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>One value and its sampling variance per study, for inverse-variance pooling.</summary>
/// <remarks>
/// Definitions of Viechtbauer, J Stat Softw 2010;36(3), function escalc; checked against metafor 3.8.1. Studies without events get one half added,
/// which biases rare rates: for those, pool the counts with <see cref="BinomialNormal"/> or <see cref="PoissonNormal"/> instead.
/// </remarks>
internal sealed record EffectSizes
{
    private EffectSizes(double[] values, double[] variances) => (Values, Variances) = (values, variances);

    public double[] Values { get; }

    public double[] Variances { get; }

    /// <summary>Given values with their variances, each above 0.</summary>
    public static EffectSizes Of(ReadOnlySpan<double> values, ReadOnlySpan<double> variances)
    {
        SameLength(values, variances);
        foreach (var v in variances)
            if (!(v > 0 && double.IsFinite(v)))
                throw new ArgumentOutOfRangeException(nameof(variances), "A sampling variance is positive and finite.");
        return new([.. values], [.. variances]);
    }

    /// <summary>Log rates (IRLN): log(x/t) with variance 1/x; one half added to x where it is 0.</summary>
    public static EffectSizes LogRate(ReadOnlySpan<double> events, ReadOnlySpan<double> exposure)
    {
        CountChecks.Rates(events, exposure);
        return Map(
            events,
            exposure,
            static (x, t) =>
            {
                var c = x == 0 ? 0.5 : x;
                return (Math.Log(c / t), 1 / c);
            }
        );
    }

    /// <summary>Logits of proportions (PLO): log(x/(n − x)) with variance 1/x + 1/(n − x); one half added to both where either is 0.</summary>
    public static EffectSizes Logit(ReadOnlySpan<double> events, ReadOnlySpan<double> totals)
    {
        CountChecks.Shares(events, totals);
        return Map(
            events,
            totals,
            static (x, n) =>
            {
                var add = x == 0 || x == n ? 0.5 : 0;
                return (Math.Log((x + add) / (n - x + add)), (1 / (x + add)) + (1 / (n - x + add)));
            }
        );
    }

    /// <summary>Freeman–Tukey double arcsine of proportions (PFT), half the sum of the two angles, variance 1/(4n + 2).</summary>
    /// <remarks>Its back-transformation depends on one sample size for all studies and misleads when sizes differ (Schwarzer et al., Res Synth Methods 2019;10:476); it is offered for comparison only.</remarks>
    public static EffectSizes FreemanTukey(ReadOnlySpan<double> events, ReadOnlySpan<double> totals)
    {
        CountChecks.Shares(events, totals);
        return Map(
            events,
            totals,
            static (x, n) => ((Math.Asin(Math.Sqrt(x / (n + 1))) + Math.Asin(Math.Sqrt((x + 1) / (n + 1)))) / 2, 1 / ((4 * n) + 2))
        );
    }

    /// <summary>Log rate ratios (IRR) of two groups: difference of their log rates; one half added to both counts where either is 0.</summary>
    public static EffectSizes LogRateRatio(
        ReadOnlySpan<double> events,
        ReadOnlySpan<double> exposure,
        ReadOnlySpan<double> comparatorEvents,
        ReadOnlySpan<double> comparatorExposure
    )
    {
        CountChecks.Rates(events, exposure);
        CountChecks.Rates(comparatorEvents, comparatorExposure);
        SameLength(events, comparatorEvents);
        var values = new double[events.Length];
        var variances = new double[events.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var add = events[i] == 0 || comparatorEvents[i] == 0 ? 0.5 : 0;
            var (a, b) = (events[i] + add, comparatorEvents[i] + add);
            values[i] = Math.Log(a / exposure[i] / (b / comparatorExposure[i]));
            variances[i] = (1 / a) + (1 / b);
        }

        return new(values, variances);
    }

    private static EffectSizes Map(
        ReadOnlySpan<double> events,
        ReadOnlySpan<double> totals,
        Func<double, double, (double Value, double Variance)> effect
    )
    {
        var values = new double[events.Length];
        var variances = new double[events.Length];
        for (var i = 0; i < values.Length; i++)
            (values[i], variances[i]) = effect(events[i], totals[i]);
        return new(values, variances);
    }

    private static void SameLength(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException("One value of each kind per study.", nameof(b));
    }
}
