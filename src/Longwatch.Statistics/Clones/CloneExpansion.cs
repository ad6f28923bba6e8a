using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Tables;

namespace Longwatch.Statistics.Clones;

/// <summary>Did a clone's share grow between two samples?</summary>
/// <param name="Ratio">Share in the second over share in the first, both with half a unit added: finite also from 0.</param>
/// <param name="FisherGreater">Fisher's exact test, one-sided: the share grew.</param>
/// <param name="FisherTwoSided">Two-sided.</param>
/// <param name="BetaBinomialP">Likelihood-ratio test, two-sided, with over-dispersed counts; equals about Fisher's when the correlation is 0.</param>
public sealed record ExpansionResult(double Ratio, double FisherGreater, double FisherTwoSided, double BetaBinomialP);

/// <summary>Change of a clone's share between two samples.</summary>
public static class CloneExpansion
{
    private const double Golden = 0.618_033_988_749_894_8;

    /// <summary>Compares two samples.</summary>
    /// <param name="correlation">
    /// How alike units of one sample are beyond chance (intra-class correlation of the beta-binomial), 0 ≤ ρ &lt; 1. Sampling, amplification and
    /// cell division make repeated samples of one population differ more than binomial; 0 says they do not.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the correlation is out of range.</exception>
    /// <remarks>
    /// Beta-binomial with mean p and a + b = (1 − ρ)/ρ; p is found for each sample and for both together, and twice the gain in log likelihood is
    /// compared with chi-squared of one degree. Fisher's test checked against <c>fisher.test</c>, the other against an independent search in R.
    /// </remarks>
    public static ExpansionResult Test(CloneCount first, CloneCount second, double correlation)
    {
        if (!(correlation >= 0 && correlation < 1))
            throw new ArgumentOutOfRangeException(nameof(correlation));
        var fisher = FisherExact.Test(second.Count, second.Total, first.Count, first.Total);
        var apart = Best(p => LogLikelihood(first, p, correlation)) + Best(p => LogLikelihood(second, p, correlation));
        var together = Best(p => LogLikelihood(first, p, correlation) + LogLikelihood(second, p, correlation));
        return new(
            (second.Count + 0.5) / (second.Total + 1.0) / ((first.Count + 0.5) / (first.Total + 1.0)),
            fisher.Greater,
            fisher.TwoSided,
            ChiSquared.Survival(1, Math.Max(0, 2 * (apart - together)))
        );
    }

    /// <summary>Intra-class correlation from repeated samples of one population, by moments over all clones; 0 when they differ no more than binomial.</summary>
    /// <param name="counts">Per clone, its count in each sample.</param>
    /// <param name="totals">Per sample, units of all clones; at least two samples.</param>
    /// <exception cref="ArgumentException">Fewer than two samples, or a clone with another number of counts.</exception>
    /// <remarks>Williams (1982) Appl Stat 31:144, moment estimator: Pearson's statistic is set to its expectation.</remarks>
    public static double Correlation(IReadOnlyList<int[]> counts, IReadOnlyList<int> totals)
    {
        if (totals.Count < 2 || counts.Any(c => c.Length != totals.Count))
            throw new ArgumentException("Every clone has one count for each of at least two samples.", nameof(counts));
        double pearson = 0,
            expected = 0,
            excess = 0;
        var all = totals.Sum(t => (double)t);
        foreach (var clone in counts)
        {
            var p = clone.Sum(c => (double)c) / all;
            if (!(p > 0 && p < 1))
                continue;
            for (var i = 0; i < totals.Count; i++)
            {
                var mean = totals[i] * p;
                var left = 1 - (totals[i] / all);
                pearson += (clone[i] - mean) * (clone[i] - mean) / (mean * (1 - p));
                expected += left;
                excess += left * (totals[i] - 1);
            }
        }

        return excess <= 0 ? 0 : Math.Clamp((pearson - expected) / excess, 0, 0.999);
    }

    private static double LogLikelihood(CloneCount sample, double p, double correlation)
    {
        var (x, n) = (sample.Count, sample.Total);
        if (correlation == 0)
            return (x == 0 ? 0 : x * Math.Log(p)) + (x == n ? 0 : (n - x) * Math.Log(1 - p));
        var size = (1 - correlation) / correlation;
        var (a, b) = (p * size, (1 - p) * size);
        return GammaFunctions.LogBeta(x + a, n - x + b) - GammaFunctions.LogBeta(a, b);
    }

    /// <summary>Highest value over p on the logit scale; each of these functions has one peak.</summary>
    private static double Best(Func<double, double> likelihood)
    {
        double At(double logit) => likelihood(1 / (1 + Math.Exp(-logit)));
        var (low, high) = (-30.0, 30.0);
        var (left, right) = (high - (Golden * (high - low)), low + (Golden * (high - low)));
        var (atLeft, atRight) = (At(left), At(right));
        while (high - low > 1e-9)
            if (atLeft >= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Golden * (high - low));
                atLeft = At(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Golden * (high - low));
                atRight = At(right);
            }

        return Math.Max(atLeft, atRight);
    }
}
