namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>Outcome of pooling counts over studies with a random-intercept model: an estimate, or the reason there is none.</summary>
/// <param name="Studies">Number of studies, those without events included.</param>
public abstract record RandomInterceptResult(int Studies, double Events, double Total)
{
    /// <summary>The model cannot be fitted to these counts.</summary>
    public sealed record NotEstimable(int Studies, double Events, double Total, PoolingObstacle Why)
        : RandomInterceptResult(Studies, Events, Total);

    /// <summary>The maximum-likelihood fit. Everything is on the scale of the model: log odds of an event, or log rate.</summary>
    public sealed record Estimated(int Studies, double Events, double Total) : RandomInterceptResult(Studies, Events, Total)
    {
        /// <summary>Mean of the random intercepts: the value of a typical study (its median after back-transformation).</summary>
        public required double Mean { get; init; }

        /// <summary>From the inverse observed information in mean and standard deviation; with the variance held at 0 at the boundary.</summary>
        public required double StandardError { get; init; }

        /// <summary>Mean ± Student t with studies − 1 degrees of freedom × standard error.</summary>
        public required Interval StudentInterval { get; init; }

        /// <summary>Mean ± normal quantile × standard error.</summary>
        public required Interval WaldInterval { get; init; }

        /// <summary>Means that the likelihood-ratio test does not reject, the variance profiled out. A limit is infinite where none rejects.</summary>
        public required Interval ProfileInterval { get; init; }

        /// <summary>Between-study variance.</summary>
        public required double Variance { get; init; }

        /// <summary>True when the likelihood is highest at a variance of 0: the data show no excess over chance, which does not show that there is none.</summary>
        public required bool AtBoundary { get; init; }

        /// <summary>Variances that the likelihood-ratio test does not reject. The upper limit is infinite where none rejects.</summary>
        public required Interval VarianceInterval { get; init; }

        /// <summary>With all constants, so that it compares with other software that includes the binomial or Poisson coefficients.</summary>
        public required double LogLikelihood { get; init; }

        /// <summary>Likelihood ratio of separate rates against one common rate (metafor's QE.LRT); zero-event studies included.</summary>
        public required HeterogeneityTest LikelihoodRatio { get; init; }

        /// <summary>Likelihood ratio of the variance against 0; the p-value is of the half-and-half mixture of chi-squared with 0 and 1 degrees of freedom.</summary>
        public required HeterogeneityTest VarianceTest { get; init; }

        /// <summary>Share of the spread between the studies' values that chance does not explain, 0 to 1 (Higgins and Thompson's I², typical within-study variance).</summary>
        public required double InconsistencyShare { get; init; }

        /// <summary>Where the value of a further study is expected: Student t with studies − 1 degrees of freedom, variance plus squared standard error.</summary>
        public required Interval PredictionInterval { get; init; }
    }
}

/// <summary>Why counts cannot be pooled with a random intercept.</summary>
public enum PoolingObstacle
{
    /// <summary>One study has no spread between studies.</summary>
    FewerThanTwoStudies,

    /// <summary>No study has an event: the likelihood has no maximum.</summary>
    NoEvents,

    /// <summary>Everybody in every study has the event.</summary>
    OnlyEvents,

    /// <summary>The likelihood never falls as the variance grows: some studies are all events and the others have none.</summary>
    VarianceUnbounded,
}
