namespace Longwatch.Statistics.Sequential;

/// <summary>Whether a boundary with the wanted false-alarm probability exists.</summary>
public enum BoundaryStatus
{
    /// <summary>The attained probability is the wanted one.</summary>
    Exact,

    /// <summary>Counts are discrete: the attained probability is the largest that does not exceed the wanted one.</summary>
    Conservative,

    /// <summary>
    /// No boundary: even one that signals whenever more events than expected (and at least the minimum) are seen spends less than the wanted probability.
    /// The surveillance is too short, or asks for too many events.
    /// </summary>
    ProbabilityOutOfReach,

    /// <summary>No boundary: even the most extreme outcome is likelier than the wanted probability. The surveillance has too few events.</summary>
    NoOutcomeRareEnough,
}

/// <summary>The critical value of a maximised sequential probability ratio test.</summary>
/// <param name="CriticalValue">The log-likelihood ratio that must be <em>exceeded</em> to signal; null when no boundary exists.</param>
/// <param name="Attained">
/// P(signal at any time | null hypothesis). Without a boundary: what signalling at every excess would spend
/// (<see cref="BoundaryStatus.ProbabilityOutOfReach"/>), or 0 (<see cref="BoundaryStatus.NoOutcomeRareEnough"/>).
/// </param>
public sealed record MaxSprtBoundary(BoundaryStatus Status, double? CriticalValue, double Attained);

/// <summary>What a sequential test does at one true rate.</summary>
/// <param name="Power">P(signal before the end).</param>
/// <param name="TimeToSignal">Mean time of the signal among those who signal; null when none can.</param>
/// <param name="Length">Mean length of surveillance: to the signal, or else to its end.</param>
public sealed record SequentialPerformance(double Power, double? TimeToSignal, double Length);
