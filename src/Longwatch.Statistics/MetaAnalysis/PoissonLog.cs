using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>x ~ Poisson(rate · exposure) with log rate as predictor.</summary>
internal readonly struct PoissonLog : ICountLikelihood
{
    public static double Constant(double events, double total) => (events * Math.Log(total)) - GammaFunctions.LogGamma(events + 1);

    public static double Saturated(double events, double total) =>
        (events == 0 ? 0 : events * Math.Log(events)) - events - GammaFunctions.LogGamma(events + 1);

    public static double CommonPredictor(double events, double total) => Math.Log(events / total);

    public static Derivatives At(double events, double total, double predictor)
    {
        var expected = total * Math.Exp(predictor);
        return new((events * predictor) - expected, events - expected, -expected);
    }

    /// <summary>Never: a rate has no upper end.</summary>
    public static bool IsAllOrNone(double events, double total) => false;

    public static double[] ApproximateVariances(ReadOnlySpan<double> events, ReadOnlySpan<double> totals) =>
        EffectSizes.LogRate(events, totals).Variances;
}
