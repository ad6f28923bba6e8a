namespace Longwatch.Statistics.MultiState;

/// <summary>The observed stays of a sample in the states of a process, checked.</summary>
/// <remarks>
/// A subject may enter late (its first entry is after the origin), leave observation and come back, but is never in two states at once. States that nobody leaves are
/// absorbing. Moves may go in circles.
/// </remarks>
public sealed class MultiStateSample
{
    private MultiStateSample(int states, Stay[] stays) => (States, Stays) = (states, stays);

    /// <summary>Number of states.</summary>
    public int States { get; }

    /// <summary>In the order of subject and entry.</summary>
    public IReadOnlyList<Stay> Stays { get; }

    /// <summary>Checks the stays.</summary>
    /// <param name="states">Number of states, ≥ 2.</param>
    /// <param name="stays">In any order.</param>
    /// <exception cref="ArgumentException">A state is not there, an exit is not after its entry, a time is not finite, or stays of one subject overlap.</exception>
    public static MultiStateSample Create(int states, IEnumerable<Stay> stays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 2);
        Stay[] sorted = [.. stays.OrderBy(s => s.Subject).ThenBy(s => s.Entry)];
        for (var i = 0; i < sorted.Length; i++)
        {
            var stay = sorted[i];
            if (stay.State < 0 || stay.State >= states || stay.Next < Stay.Censored || stay.Next >= states || stay.Next == stay.State)
                throw new ArgumentException(
                    $"A stay leads from state {stay.State} to {stay.Next}; states are 0 to {states - 1}.",
                    nameof(stays)
                );
            if (!double.IsFinite(stay.Entry) || !double.IsFinite(stay.Exit) || stay.Entry >= stay.Exit)
                throw new ArgumentException($"A stay lasts from {stay.Entry} to {stay.Exit}; entry must come first.", nameof(stays));
            if (i > 0 && sorted[i - 1].Subject == stay.Subject && sorted[i - 1].Exit > stay.Entry)
                throw new ArgumentException($"Two stays of one subject overlap at {stay.Entry}.", nameof(stays));
        }

        return new(states, sorted);
    }

    /// <summary>The subjects who are in a state at a time: entered by then, and still there.</summary>
    internal HashSet<int> PresentAt(int state, double time) =>
        [.. Stays.Where(s => s.State == state && s.Entry <= time && s.Exit > time).Select(s => s.Subject)];

    internal MultiStateSample Only(HashSet<int> subjects) => new(States, [.. Stays.Where(s => subjects.Contains(s.Subject))]);
}
