using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Statistics.Partitions;

/// <summary>Partitions (droplets) of a digital PCR that are positive for one target. Molecules fall into partitions as Poisson counts.</summary>
/// <param name="Positive">0 to <paramref name="Total"/>.</param>
/// <param name="Total">≥ 1.</param>
public readonly record struct PartitionCount(int Positive, int Total)
{
    /// <summary>Mean molecules per partition, −ln(1 − positive/total); infinite when every partition is positive.</summary>
    public double Mean => -Math.Log(1 - ((double)Positive / Total));

    /// <summary>Interval for the mean per partition from Clopper and Pearson's interval of the share; the upper limit is infinite without a negative partition.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Counts that are none, or a level outside (0, 1).</exception>
    /// <remarks>dMIQE (doi:10.1093/clinchem/hvaa125): λ = −ln(1 − p); the transformation is monotone, so the limits are those of p.</remarks>
    public Interval MeanInterval(double level)
    {
        var share = ProportionInterval.ClopperPearson(Positive, Total, level);
        return new(-Math.Log(1 - share.Lower), share.Upper >= 1 ? double.PositiveInfinity : -Math.Log(1 - share.Upper));
    }

    /// <summary>Counts of wells of one sample put together: as if they were one well, which holds when all partitions have one volume and one dilution.</summary>
    public static PartitionCount Merge(IEnumerable<PartitionCount> wells)
    {
        var (positive, total) = (0, 0);
        foreach (var well in wells)
            (positive, total) = (positive + well.Positive, total + well.Total);
        return new(positive, total);
    }

    /// <summary>Ratio of two targets' means with the interval of the delta method on its logarithm.</summary>
    /// <returns>Null when a target has no positive or no negative partition: the logarithm has no variance then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>Var ln λ = p / ((1 − p) n λ²).</remarks>
    public static Interval? RatioByDelta(PartitionCount target, PartitionCount reference, double level)
    {
        var z = ConfidenceLevel.Deviate(level);
        if (target.Positive == 0 || target.Positive == target.Total || reference.Positive == 0 || reference.Positive == reference.Total)
            return null;
        var ratio = target.Mean / reference.Mean;
        var error = Math.Sqrt(target.RelativeVariance() + reference.RelativeVariance());
        return new(ratio * Math.Exp(-z * error), ratio * Math.Exp(z * error));
    }

    /// <summary>Ratio of two targets' means with the interval of the profile likelihood; holds without a positive partition of the target too.</summary>
    /// <returns>Null when the reference has no positive or no negative partition, or the target no negative one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <remarks>
    /// Both counts are binomial with p = 1 − exp(−λ); the ratios are those that a likelihood-ratio test with one degree of freedom does not reject. Checked
    /// against a grid in R (<c>docs/methods/ddpcr.md</c>).
    /// </remarks>
    public static Interval? RatioByProfile(PartitionCount target, PartitionCount reference, double level)
    {
        var cut = ChiSquared.Quantile(1, 1 - (2 * ConfidenceLevel.Tail(level)));
        if (target.Positive == target.Total || reference.Positive == 0 || reference.Positive == reference.Total)
            return null;
        var best = target.LogLikelihood(target.Mean) + reference.LogLikelihood(reference.Mean);
        var ratio = target.Mean / reference.Mean;
        double Beyond(double logRatio) => (2 * (best - Profile(target, reference, Math.Exp(logRatio)))) - cut;
        var start = Math.Log(Math.Max(ratio, 1e-9 / reference.Mean));
        var lower = target.Positive == 0 ? 0 : Math.Exp(SignChange.Bisect(Beyond, new(start - 40, start), rising: false, 1e-13));
        return new(lower, Math.Exp(SignChange.Bisect(Beyond, new(start, start + 40), rising: true, 1e-13)));
    }

    private double RelativeVariance()
    {
        var p = (double)Positive / Total;
        return p / ((1 - p) * Total * Mean * Mean);
    }

    private double LogLikelihood(double mean) =>
        (Positive == 0 ? 0 : Positive * GammaFunctions.LogOneMinusExp(-mean)) - ((Total - Positive) * mean);

    /// <summary>The greatest log-likelihood over the reference's mean at a given ratio; it has one maximum in the logarithm of the mean.</summary>
    private static double Profile(PartitionCount target, PartitionCount reference, double ratio)
    {
        double Score(double log)
        {
            var mean = Math.Exp(log);
            return target.Score(ratio * mean) + reference.Score(mean);
        }

        var top = SignChange.Bisect(Score, new(-60, 10), rising: false, 1e-14);
        return target.LogLikelihood(ratio * Math.Exp(top)) + reference.LogLikelihood(Math.Exp(top));
    }

    /// <summary>Derivative of the log-likelihood by the logarithm of the mean.</summary>
    private double Score(double mean) => mean * ((Positive == 0 ? 0 : Positive / GammaFunctions.ExpMinusOne(mean)) - (Total - Positive));
}
