using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>Two-stage random-effects pooling with inverse-variance weights.</summary>
/// <remarks>
/// Checked against metafor 3.8.1 (rma.uni, confint, predict) on the catheter-infection trials of Niel-Weise et al. (1e-8). For rare events prefer
/// <see cref="BinomialNormal"/> and <see cref="PoissonNormal"/>, which need no correction of zero counts.
/// </remarks>
internal static class InverseVariance
{
    /// <summary>Pools two or more values with normal quantiles.</summary>
    public static InverseVarianceFit Fit(EffectSizes effects, VarianceEstimator estimator, double level)
    {
        Check(effects, level);
        var variance = Variance(effects, estimator);
        var weights = Weights(effects, variance);
        return Fit(effects, variance, 1 / Math.Sqrt(weights.Sum()), NormalDistribution.Quantile((1 + level) / 2));
    }

    /// <summary>Pools two or more values with the variance of Hartung and Knapp (Stat Med 2001;20:3875) and Student t, k − 1 degrees of freedom.</summary>
    public static InverseVarianceFit FitHartungKnapp(EffectSizes effects, VarianceEstimator estimator, double level)
    {
        Check(effects, level);
        var variance = Variance(effects, estimator);
        var weights = Weights(effects, variance);
        var freedom = effects.Values.Length - 1;
        var scale = GeneralisedQ(effects, variance) / freedom;
        return Fit(effects, variance, Math.Sqrt(scale / weights.Sum()), StudentT.Quantile(freedom, (1 + level) / 2));
    }

    /// <summary>Interval of the between-study variance by inverting the generalised Q (Viechtbauer, Stat Med 2007;26:37). Lower limit 0 where Q is small; 0 to 0 where even a variance of 0 is too large.</summary>
    public static Interval VarianceInterval(EffectSizes effects, double level)
    {
        Check(effects, level);
        var freedom = effects.Values.Length - 1;
        return new(
            VarianceWithQ(effects, ChiSquared.Quantile(freedom, (1 + level) / 2)),
            VarianceWithQ(effects, ChiSquared.Quantile(freedom, (1 - level) / 2))
        );
    }

    /// <summary>I² that belongs to a between-study variance of these studies.</summary>
    public static double InconsistencyShare(EffectSizes effects, double variance) =>
        variance / (variance + TypicalVariance.Of(effects.Variances));

    private static InverseVarianceFit Fit(EffectSizes effects, double variance, double error, double quantile)
    {
        var mean = Mean(effects, variance);
        var q = GeneralisedQ(effects, 0);
        var freedom = effects.Values.Length - 1;
        var typical = TypicalVariance.Of(effects.Variances);
        var spread = Math.Sqrt(variance + (error * error));
        return new()
        {
            Mean = mean,
            StandardError = error,
            ConfidenceInterval = new(mean - (quantile * error), mean + (quantile * error)),
            Variance = variance,
            Q = new(q, freedom, ChiSquared.Survival(freedom, q)),
            InconsistencyShare = variance / (variance + typical),
            VarianceRatio = (variance + typical) / typical,
            PredictionInterval = new(mean - (quantile * spread), mean + (quantile * spread)),
        };
    }

    private static double Variance(EffectSizes effects, VarianceEstimator estimator) =>
        estimator switch
        {
            VarianceEstimator.DerSimonianLaird => DerSimonianLaird(effects),
            VarianceEstimator.PauleMandel => VarianceWithQ(effects, effects.Values.Length - 1),
            VarianceEstimator.RestrictedLikelihood => RestrictedLikelihood(effects),
            _ => throw new ArgumentOutOfRangeException(nameof(estimator)),
        };

    private static double DerSimonianLaird(EffectSizes effects)
    {
        var weights = Weights(effects, 0);
        var sum = weights.Sum();
        return Math.Max(0, (GeneralisedQ(effects, 0) - (weights.Length - 1)) / (sum - (weights.Sum(w => w * w) / sum)));
    }

    private static double VarianceWithQ(EffectSizes effects, double target)
    {
        double Excess(double variance) => GeneralisedQ(effects, variance) - target;
        if (Excess(0) <= 0)
            return 0;
        var upper = effects.Variances.Max();
        while (Excess(upper) > 0)
            upper *= 4;
        return SignChange.Find(Excess, 0, upper, 1e-14 * upper);
    }

    /// <summary>Root of the restricted score y'PPy − tr P, the highest restricted likelihood winning where there are several.</summary>
    private static double RestrictedLikelihood(EffectSizes effects)
    {
        double Score(double variance)
        {
            var weights = Weights(effects, variance);
            var mean = Mean(effects, variance);
            double sum = 0,
                squares = 0,
                fit = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                var d = effects.Values[i] - mean;
                sum += weights[i];
                squares += weights[i] * weights[i];
                fit += weights[i] * weights[i] * d * d;
            }

            return fit - (sum - (squares / sum));
        }

        double LogLikelihood(double variance)
        {
            var weights = Weights(effects, variance);
            return (-Math.Log(weights.Sum()) + weights.Sum(Math.Log) - GeneralisedQ(effects, variance)) / 2;
        }

        // The likelihood falls above the spread of the values, so all stationary points lie between 0 and it; scanned, since there may be several.
        var centre = effects.Values.Average();
        var largest = 4 * (effects.Values.Sum(y => (y - centre) * (y - centre)) + effects.Variances.Max());
        const int cells = 200;
        double best = 0,
            lower = 0;
        for (var i = 1; i <= cells; i++)
        {
            var upper = largest * Math.Pow((double)i / cells, 3);
            if (Score(lower) > 0 && Score(upper) <= 0)
            {
                var root = SignChange.Find(Score, lower, upper, 1e-14 * upper);
                if (LogLikelihood(root) > LogLikelihood(best))
                    best = root;
            }

            lower = upper;
        }

        return best;
    }

    private static double[] Weights(EffectSizes effects, double variance) => [.. effects.Variances.Select(v => 1 / (v + variance))];

    private static double Mean(EffectSizes effects, double variance)
    {
        double sum = 0,
            weight = 0;
        for (var i = 0; i < effects.Values.Length; i++)
        {
            var w = 1 / (effects.Variances[i] + variance);
            sum += w * effects.Values[i];
            weight += w;
        }

        return sum / weight;
    }

    private static double GeneralisedQ(EffectSizes effects, double variance)
    {
        var mean = Mean(effects, variance);
        double q = 0;
        for (var i = 0; i < effects.Values.Length; i++)
            q += (effects.Values[i] - mean) * (effects.Values[i] - mean) / (effects.Variances[i] + variance);
        return q;
    }

    private static void Check(EffectSizes effects, double level)
    {
        ArgumentNullException.ThrowIfNull(effects);
        _ = ConfidenceLevel.Tail(level);
        if (effects.Values.Length < 2)
            throw new ArgumentException("Two or more studies are needed.", nameof(effects));
    }
}
