using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>Maximum likelihood, intervals and tests of the random-intercept model for either kind of count.</summary>
internal static class RandomInterceptFit<TModel>
    where TModel : struct, ICountLikelihood
{
    public static RandomInterceptResult Fit(ReadOnlySpan<double> events, ReadOnlySpan<double> totals, double level)
    {
        var studies = events.Length;
        double x = 0,
            n = 0,
            saturated = 0;
        var allOrNone = true;
        for (var i = 0; i < studies; i++)
        {
            x += events[i];
            n += totals[i];
            saturated += TModel.Saturated(events[i], totals[i]);
            allOrNone &= TModel.IsAllOrNone(events[i], totals[i]);
        }

        if (studies < 2)
            return new RandomInterceptResult.NotEstimable(studies, x, n, PoolingObstacle.FewerThanTwoStudies);
        if (x == 0)
            return new RandomInterceptResult.NotEstimable(studies, x, n, PoolingObstacle.NoEvents);
        var common = TModel.CommonPredictor(x, n);
        if (double.IsPositiveInfinity(common))
            return new RandomInterceptResult.NotEstimable(studies, x, n, PoolingObstacle.OnlyEvents);

        // The likelihood then never falls as the variance grows (it is flat when every study has one subject): no grid decides that.
        if (allOrNone)
            return new RandomInterceptResult.NotEstimable(studies, x, n, PoolingObstacle.VarianceUnbounded);

        var profile = new ProfileLikelihood<TModel>(new RandomInterceptLikelihood<TModel>(events, totals), common);
        var (mean, deviation) = profile.Maximum();
        if (deviation >= ProfileLikelihood<TModel>.LargestDeviation)
            return new RandomInterceptResult.NotEstimable(studies, x, n, PoolingObstacle.VarianceUnbounded);

        var top = profile.Likelihood.At(mean, deviation);
        var equal = profile.Likelihood.At(common, 0).Value;
        var error = Math.Sqrt(MeanVariance(top, deviation));
        var t = StudentT.Quantile(studies - 1, (1 + level) / 2);
        var z = NormalDistribution.Quantile((1 + level) / 2);
        var drop = ChiSquared.Quantile(1, level) / 2;
        var variance = deviation * deviation;
        var spread = Math.Sqrt(variance + (error * error));
        var ratio = Math.Max(0, 2 * (saturated - equal));
        var varianceRatio = Math.Max(0, 2 * (top.Value - equal));
        var within = TypicalVariance.Of(TModel.ApproximateVariances(events, totals));
        return new RandomInterceptResult.Estimated(studies, x, n)
        {
            Mean = mean,
            StandardError = error,
            StudentInterval = new(mean - (t * error), mean + (t * error)),
            WaldInterval = new(mean - (z * error), mean + (z * error)),
            ProfileInterval = profile.MeanInterval(mean, deviation, top.Value - drop),
            Variance = variance,
            AtBoundary = deviation == 0,
            VarianceInterval = profile.VarianceInterval(deviation, top.Value - drop),
            LogLikelihood = top.Value,
            LikelihoodRatio = new(ratio, studies - 1, ChiSquared.Survival(studies - 1, ratio)),
            VarianceTest = new(varianceRatio, 1, deviation == 0 ? 1 : ChiSquared.Survival(1, varianceRatio) / 2),
            InconsistencyShare = variance / (variance + within),
            PredictionInterval = new(mean - (t * spread), mean + (t * spread)),
        };
    }

    private static double MeanVariance(Surface top, double deviation) =>
        deviation == 0 ? -1 / top.MuMu : -top.TauTau / ((top.MuMu * top.TauTau) - (top.MuTau * top.MuTau));
}
