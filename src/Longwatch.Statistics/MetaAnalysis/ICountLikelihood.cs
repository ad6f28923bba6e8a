namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>Log-likelihood of one study's count on its linear predictor; log-concave in the predictor, which the quadrature relies on.</summary>
internal interface ICountLikelihood
{
    /// <summary>Terms that do not depend on the predictor, so that log-likelihoods compare with other software.</summary>
    static abstract double Constant(double events, double total);

    /// <summary>Highest value that the log-likelihood of this study can take (the saturated model), with the constant.</summary>
    static abstract double Saturated(double events, double total);

    /// <summary>Predictor at which the pooled data have their maximum under a common rate.</summary>
    static abstract double CommonPredictor(double events, double total);

    /// <summary>Large-sample variance of each study's own predictor, one half added to the counts of studies at an extreme.</summary>
    static abstract double[] ApproximateVariances(ReadOnlySpan<double> events, ReadOnlySpan<double> totals);

    /// <summary>Whether the study's own predictor is infinite on either side: no event, or nothing but events.</summary>
    static abstract bool IsAllOrNone(double events, double total);

    /// <summary>Log-likelihood without the constant, and its first two derivatives.</summary>
    static abstract Derivatives At(double events, double total, double predictor);
}

internal readonly record struct Derivatives(double Value, double First, double Second);
