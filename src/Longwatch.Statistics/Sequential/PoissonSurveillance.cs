using System.Collections.Immutable;

namespace Longwatch.Statistics.Sequential;

/// <summary>When a Poisson count is looked at, on the scale of the events expected under the null hypothesis. Immutable.</summary>
/// <remarks>With <see cref="Looks"/> the surveillance is group sequential; without, it looks at every event.</remarks>
public sealed record PoissonSurveillance
{
    /// <summary>Looks at every event.</summary>
    /// <param name="length">Expected events at which surveillance ends; finite, positive.</param>
    /// <param name="minimumEvents">Fewest events that may signal; ≥ 1. Kulldorff and Silva (2015) advise 4.</param>
    /// <param name="delay">Expected events before the first look; 0 ≤ delay ≤ length.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public PoissonSurveillance(double length, int minimumEvents = 1, double delay = 0)
    {
        if (!(length > 0 && double.IsFinite(length)))
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length must be finite and positive.");
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumEvents, 1);
        if (!(delay >= 0 && delay <= length))
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "The delay must lie between 0 and the length.");
        (Length, MinimumEvents, Delay, Looks) = (length, minimumEvents, delay, []);
    }

    private PoissonSurveillance(ImmutableArray<double> looks, int minimumEvents)
        : this(looks[^1], minimumEvents) => Looks = looks;

    /// <summary>Expected events at which surveillance ends.</summary>
    public double Length { get; }

    /// <summary>Fewest events that may signal.</summary>
    public int MinimumEvents { get; }

    /// <summary>Expected events before the first look; 0 in group-sequential surveillance, whose first look says it.</summary>
    public double Delay { get; }

    /// <summary>Expected events at each look; empty when every event is looked at.</summary>
    public ImmutableArray<double> Looks { get; }

    /// <summary>Looks only at the given points (group-sequential).</summary>
    /// <param name="looks">Expected events up to each look; at least one, positive, finite, strictly ascending.</param>
    /// <param name="minimumEvents">As in the constructor.</param>
    /// <exception cref="ArgumentException">The looks are none, not positive or not ascending.</exception>
    public static PoissonSurveillance AtLooks(ReadOnlySpan<double> looks, int minimumEvents = 1)
    {
        if (looks.IsEmpty)
            throw new ArgumentException("Give at least one look.", nameof(looks));
        for (var i = 0; i < looks.Length; i++)
            if (!(looks[i] > (i == 0 ? 0 : looks[i - 1]) && double.IsFinite(looks[i])))
                throw new ArgumentException(
                    $"Look {i} is at {looks[i]}: looks must be positive, finite and strictly ascending.",
                    nameof(looks)
                );
        return new([.. looks], minimumEvents);
    }
}
