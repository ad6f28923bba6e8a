using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>x ~ Bin(n, p) with logit p as predictor.</summary>
internal readonly struct BinomialLogit : ICountLikelihood
{
    public static double Constant(double events, double total) =>
        GammaFunctions.LogGamma(total + 1) - GammaFunctions.LogGamma(events + 1) - GammaFunctions.LogGamma(total - events + 1);

    public static double Saturated(double events, double total) =>
        Constant(events, total) + XLogY(events, events / total) + XLogY(total - events, (total - events) / total);

    public static double CommonPredictor(double events, double total) => Math.Log(events / (total - events));

    public static Derivatives At(double events, double total, double predictor)
    {
        // exp of a non-positive argument only: no overflow at any predictor.
        var e = Math.Exp(-Math.Abs(predictor));
        var softplus = Math.Max(predictor, 0) + double.LogP1(e);
        var share = predictor >= 0 ? 1 / (1 + e) : e / (1 + e);
        return new((events * predictor) - (total * softplus), events - (total * share), -total * e / ((1 + e) * (1 + e)));
    }

    public static bool IsAllOrNone(double events, double total) => events == 0 || events == total;

    public static double[] ApproximateVariances(ReadOnlySpan<double> events, ReadOnlySpan<double> totals) =>
        EffectSizes.Logit(events, totals).Variances;

    private static double XLogY(double x, double y) => x == 0 ? 0 : x * Math.Log(y);
}
