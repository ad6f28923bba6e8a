using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Survival;

/// <summary>Which variance of a cumulative incidence is computed.</summary>
public enum IncidenceVariance
{
    /// <summary>Infinitesimal jackknife (robust): the sum of squared influences, as R <c>survfit</c>.</summary>
    Jackknife,

    /// <summary>Multinomial delta method with the tie correction of Gray (1988), as R <c>cmprsk::cuminc</c>. Not with delayed entry.</summary>
    Gray,

    /// <summary>Greenwood-type recursion of Andersen et al. (1993) eq. 4.4.17, as R <c>etm</c>.</summary>
    Greenwood,
}

/// <summary>One step of a cumulative incidence, at a time when at least one event of any cause was observed.</summary>
/// <param name="AtRisk">Subjects under observation and free of all events just before <paramref name="Time"/>.</param>
/// <param name="Events">Events of the cause of interest at <paramref name="Time"/>; may be 0.</param>
/// <param name="Competing">Events of all other causes at <paramref name="Time"/>.</param>
/// <param name="Incidence">Probability of an event of the cause of interest up to and including <paramref name="Time"/>.</param>
/// <param name="EventFree">Probability of being free of every event after <paramref name="Time"/>.</param>
/// <param name="Variance">Variance of <paramref name="Incidence"/>.</param>
public readonly record struct IncidenceStep(
    double Time,
    int AtRisk,
    int Events,
    int Competing,
    double Incidence,
    double EventFree,
    double Variance
);

/// <summary>An estimated cumulative incidence: 0 before the first step, constant between steps, undefined after <see cref="LastTime"/>.</summary>
/// <param name="LastTime">Last exit time of any subject; 0 for an empty sample.</param>
/// <param name="Steps">Ascending; empty when no event was observed.</param>
public sealed record CumulativeIncidence(int Subjects, double LastTime, IReadOnlyList<IncidenceStep> Steps)
{
    /// <summary>Incidence up to <paramref name="time"/>; after <see cref="LastTime"/> the last value is carried, which is an extrapolation.</summary>
    public double At(double time) => StepUpTo(time).Incidence;

    /// <summary>Standard error at <paramref name="time"/>; 0 before the first event.</summary>
    public double StandardErrorAt(double time) => Math.Sqrt(StepUpTo(time).Variance);

    /// <summary>Pointwise interval; false where the incidence is 0 or 1, where none of the scales gives one.</summary>
    /// <param name="level">Confidence level, for example 0.95.</param>
    public bool TryInterval(double time, double level, ProbabilityTransform transform, out Interval interval)
    {
        var step = StepUpTo(time);
        var relativeError = Math.Sqrt(step.Variance) / step.Incidence;
        return TransformedInterval.TryOf(step.Incidence, relativeError, ConfidenceLevel.Deviate(level), transform, out interval);
    }

    private IncidenceStep StepUpTo(double time)
    {
        var steps = SortedSearch.CountUpTo(Steps, s => s.Time, time);
        return steps == 0 ? new IncidenceStep(0, Subjects, 0, 0, 0, 1, 0) : Steps[steps - 1];
    }
}
