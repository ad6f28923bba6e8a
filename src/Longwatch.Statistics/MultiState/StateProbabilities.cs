using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.MultiState;

/// <summary>Whether probabilities of states could be estimated.</summary>
public enum StateProbabilityStatus
{
    Estimated,

    /// <summary>Nobody is under observation at the start.</summary>
    NobodyAtStart,
}

/// <summary>Probabilities of being in each state at later times, by where one starts, with their covariances.</summary>
/// <remarks>Constant between <see cref="Times"/>; the last values are carried on, which is an extrapolation. Immutable.</remarks>
public sealed class StateProbabilities
{
    private readonly double[] times;
    private readonly double[][] values;
    private readonly double[][] covariances;

    internal StateProbabilities(StateProbabilityStatus status, int states, double from, StateStart start, List<StateStep> steps)
    {
        (Status, States, From, Starts) = (status, states, from, start.Rows);
        times = [.. steps.Select(s => s.Time)];
        values = [start.Probability, .. steps.Select(s => s.Probability)];
        covariances = [start.Covariance, .. steps.Select(s => s.Covariance)];
    }

    public StateProbabilityStatus Status { get; }

    /// <summary>Number of states.</summary>
    public int States { get; }

    /// <summary>The time at which the start is known.</summary>
    public double From { get; }

    /// <summary>How many starts: one for each state, or one only (a landmark, or the occupation of the whole sample).</summary>
    public int Starts { get; }

    /// <summary>Times after <see cref="From"/> at which a probability changes; ascending.</summary>
    public IReadOnlyList<double> Times => times;

    /// <summary>Probability of being in a state at a time.</summary>
    /// <param name="start">The state at <see cref="From"/>; 0 when there is one start only.</param>
    /// <exception cref="ArgumentOutOfRangeException">A start or state is not there, or the time is before <see cref="From"/>.</exception>
    public double Probability(int start, int state, double time) => values[Step(time)][At(start, state)];

    /// <summary>Standard error of <see cref="Probability"/>.</summary>
    /// <inheritdoc cref="Probability" path="/exception"/>
    public double StandardError(int start, int state, double time) =>
        Math.Sqrt(Math.Max(0, Covariance((start, state), (start, state), time)));

    /// <summary>Covariance of two probabilities at one time.</summary>
    /// <inheritdoc cref="Probability" path="/exception"/>
    public double Covariance((int Start, int State) one, (int Start, int State) other, double time) =>
        covariances[Step(time)][(At(one.Start, one.State) * Starts * States) + At(other.Start, other.State)];

    /// <summary>Pointwise interval; false where the probability is 0 or 1.</summary>
    /// <param name="level">Confidence level, for example 0.95.</param>
    public bool TryInterval((int Start, int State) what, double time, double level, ProbabilityTransform transform, out Interval interval)
    {
        var p = Probability(what.Start, what.State, time);
        var error = StandardError(what.Start, what.State, time) / p;
        return TransformedInterval.TryOf(p, error, ConfidenceLevel.Deviate(level), transform, out interval);
    }

    private int At(int start, int state)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, Starts);
        ArgumentOutOfRangeException.ThrowIfNegative(state);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(state, States);
        return (start * States) + state;
    }

    private int Step(double time)
    {
        if (!(time >= From))
            throw new ArgumentOutOfRangeException(nameof(time), time, $"The start is known at {From}; earlier times have no probability.");
        var found = Array.BinarySearch(times, time);
        return found >= 0 ? found + 1 : ~found;
    }
}

/// <summary>Where the process starts: one row of probabilities for each start, and the covariance of all of them.</summary>
internal sealed record StateStart(int Rows, double[] Probability, double[] Covariance)
{
    /// <summary>Starting in each state with certainty.</summary>
    public static StateStart InEach(int states)
    {
        var probability = new double[states * states];
        for (var h = 0; h < states; h++)
            probability[(h * states) + h] = 1;
        return new(states, probability, new double[states * states * states * states]);
    }

    /// <summary>One start with given shares, known or estimated from <paramref name="subjects"/> (multinomial); 0 subjects: known.</summary>
    public static StateStart With(double[] shares, int subjects)
    {
        var covariance = new double[shares.Length * shares.Length];
        for (var i = 0; i < shares.Length && subjects > 0; i++)
        for (var j = 0; j < shares.Length; j++)
            covariance[(i * shares.Length) + j] = ((i == j ? shares[i] : 0) - (shares[i] * shares[j])) / subjects;
        return new(1, shares, covariance);
    }
}

internal readonly record struct StateStep(double Time, double[] Probability, double[] Covariance);
