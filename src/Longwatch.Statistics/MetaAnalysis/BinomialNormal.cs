using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>One-stage random-effects pooling of proportions without a continuity correction.</summary>
/// <remarks>
/// Model: x_i ~ Bin(n_i, p_i), logit p_i ~ N(mu, tau²) (Hamza, van Houwelingen and Stijnen, J Clin Epidemiol 2008;61:41; Stijnen, Hamza and Özdemir,
/// Stat Med 2010;29:3046). Maximum likelihood by adaptive Gauss–Hermite quadrature with 21 to 61 nodes, more the wider the spread. Studies without events take part with their exact
/// likelihood. Checked against metafor 3.8.1 rma.glmm(measure="PLO") and lme4 (1e-5), and against numerical integration in R.
/// Cost: a few thousand evaluations of the logistic function per study.
/// </remarks>
public static class BinomialNormal
{
    /// <summary>Pools events of totals, one entry per study. The result is on the logit scale.</summary>
    /// <param name="events">0 or more, at most the total of the same study.</param>
    /// <param name="totals">People per study, above 0.</param>
    /// <param name="level">Confidence level, between 0 and 1.</param>
    public static RandomInterceptResult Fit(ReadOnlySpan<double> events, ReadOnlySpan<double> totals, double level)
    {
        CountChecks.Shares(events, totals);
        _ = ConfidenceLevel.Tail(level);
        return RandomInterceptFit<BinomialLogit>.Fit(events, totals, level);
    }

    /// <summary>Share that belongs to a value on the logit scale; infinite values give 0 and 1.</summary>
    public static double Share(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>Mean over all studies rather than the typical study: E[expit(mean + sqrt(variance)·Z)].</summary>
    public static double MarginalShare(double mean, double variance)
    {
        var rule = GaussHermite.Of(61);
        double sum = 0;
        for (var k = 0; k < rule.Nodes.Length; k++)
            sum += Math.Exp(rule.LogWeights[k] - (rule.Nodes[k] * rule.Nodes[k])) * Share(mean + (Math.Sqrt(2 * variance) * rule.Nodes[k]));
        return sum / Math.Sqrt(Math.PI);
    }
}
