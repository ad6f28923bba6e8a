namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>One-stage random-effects pooling of rates without a continuity correction.</summary>
/// <remarks>
/// Model: x_i ~ Poisson(rate_i · exposure_i), log rate_i ~ N(mu, tau²) (Stijnen, Hamza and Özdemir, Stat Med 2010;29:3046). Otherwise as
/// <see cref="BinomialNormal"/>. Checked against metafor 3.8.1 rma.glmm(measure="IRLN") (1e-5).
/// </remarks>
public static class PoissonNormal
{
    /// <summary>Pools events over exposure, one entry per study. The result is on the scale of the log rate per unit of exposure.</summary>
    /// <param name="events">0 or more.</param>
    /// <param name="exposure">Above 0, in any one unit (person-years, days at risk).</param>
    /// <param name="level">Confidence level, between 0 and 1.</param>
    public static RandomInterceptResult Fit(ReadOnlySpan<double> events, ReadOnlySpan<double> exposure, double level)
    {
        CountChecks.Rates(events, exposure);
        _ = ConfidenceLevel.Tail(level);
        return RandomInterceptFit<PoissonLog>.Fit(events, exposure, level);
    }
}
