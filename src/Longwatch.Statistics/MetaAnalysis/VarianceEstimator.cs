namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>How the between-study variance is estimated.</summary>
internal enum VarianceEstimator
{
    /// <summary>Moments with the weights of a common effect (DerSimonian and Laird, Control Clin Trials 1986;7:177).</summary>
    DerSimonianLaird,

    /// <summary>The variance at which the generalised Q equals its expectation (Paule and Mandel, J Res Natl Bur Stand 1982;87:377).</summary>
    PauleMandel,

    /// <summary>Restricted maximum likelihood (Viechtbauer, J Educ Behav Stat 2005;30:261).</summary>
    RestrictedLikelihood,
}
