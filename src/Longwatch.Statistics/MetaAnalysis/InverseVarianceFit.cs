namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>A random-effects mean of independent values with known sampling variances, on the scale of the values.</summary>
internal sealed record InverseVarianceFit
{
    public required double Mean { get; init; }

    public required double StandardError { get; init; }

    public required Interval ConfidenceInterval { get; init; }

    /// <summary>Between-study variance; 0 where the estimator would be negative.</summary>
    public required double Variance { get; init; }

    /// <summary>Cochran's Q.</summary>
    public required HeterogeneityTest Q { get; init; }

    /// <summary>I², 0 to 1: the between-study variance in the sum of itself and the typical within-study variance.</summary>
    public required double InconsistencyShare { get; init; }

    /// <summary>H²: total over within-study variance, 1 or more.</summary>
    public required double VarianceRatio { get; init; }

    /// <summary>Where the value of a further study is expected, with the same quantile as the confidence interval.</summary>
    public required Interval PredictionInterval { get; init; }
}
