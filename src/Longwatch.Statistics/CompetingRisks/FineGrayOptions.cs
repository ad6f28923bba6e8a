namespace Longwatch.Statistics.CompetingRisks;

/// <summary>Which of the two established forms of the Fine–Gray estimator is computed; they differ in the third digit when times are tied.</summary>
public enum FineGrayMethod
{
    /// <summary>
    /// As R <c>cmprsk::crr</c>: ties after Breslow; at a tied time the censored and the failed are at risk of censoring alike; the variance takes into
    /// account that the censoring distribution is estimated.
    /// </summary>
    EstimatedCensoring,

    /// <summary>
    /// As R <c>survival::finegray</c> with a weighted <c>coxph</c>: ties after Efron; at a tied time those who failed are no longer at risk of censoring;
    /// the censoring weights are taken as known, the variance is the sum of squared influences of the subjects.
    /// </summary>
    WeightedCox,
}

/// <summary>What a Fine–Gray regression is asked for.</summary>
public sealed record FineGrayOptions
{
    /// <summary>First cause, <see cref="FineGrayMethod.EstimatedCensoring"/>, one censoring distribution.</summary>
    public static FineGrayOptions Default { get; } = new();

    /// <summary>The outcome whose incidence is modelled, ≥ 1; other outcomes above 0 compete. Default 1.</summary>
    public byte Cause
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), "A cause is 1 or more; 0 is censoring.");
    } = 1;

    public FineGrayMethod Method { get; init; }

    /// <summary>
    /// The censoring group of each subject, any whole numbers: the censoring distribution is estimated within each (<c>cengroup</c> of <c>crr</c>).
    /// Empty: one distribution for all. As in <c>crr</c>, a competing failure of a group leaves the risk sets after the last time seen in its group.
    /// </summary>
    public IReadOnlyList<int> CensoringGroups { get; init; } = [];

    /// <summary>
    /// With several censoring groups, <c>crr</c> (2.2-11) carries the uncertainty of a group's censoring distribution only to event times of the same group,
    /// though its competing failures are weighted at all event times. False (the default) does the same; true takes all event times, as the theory asks.
    /// </summary>
    public bool CensoringVarianceAtAllEvents { get; init; }
}
