using System.Collections.Immutable;

namespace Longwatch.Statistics.Sequential;

/// <summary>One period of a watch, such as a calendar month.</summary>
/// <param name="Time">When it ends, in any unit.</param>
/// <param name="Events">Events seen in it; ≥ 0.</param>
/// <param name="Expected">Events expected in it under the null hypothesis; finite, ≥ 0.</param>
public readonly record struct SurveillancePeriod(double Time, int Events, double Expected);

/// <summary>Periods one after another, with the counts summed up to the end of each. Immutable.</summary>
public sealed record SurveillanceSeries
{
    private SurveillanceSeries(ImmutableArray<SurveillancePeriod> periods)
    {
        Periods = periods;
        var (events, expected) = (ImmutableArray.CreateBuilder<int>(periods.Length), ImmutableArray.CreateBuilder<double>(periods.Length));
        var (n, mu) = (0, 0.0);
        foreach (var period in periods)
        {
            events.Add(n += period.Events);
            expected.Add(mu += period.Expected);
        }

        (Events, Expected) = (events.MoveToImmutable(), expected.MoveToImmutable());
    }

    /// <summary>The periods, in the order of time.</summary>
    public ImmutableArray<SurveillancePeriod> Periods { get; }

    /// <summary>Events up to the end of each period.</summary>
    public ImmutableArray<int> Events { get; }

    /// <summary>Expected events up to the end of each period.</summary>
    public ImmutableArray<double> Expected { get; }

    /// <summary>Checks and sums.</summary>
    /// <param name="periods">In strictly ascending order of time; may be none.</param>
    /// <exception cref="ArgumentException">A time does not ascend, or a count is negative or not finite.</exception>
    public static SurveillanceSeries Of(ReadOnlySpan<SurveillancePeriod> periods)
    {
        for (var i = 0; i < periods.Length; i++)
        {
            var (time, events, expected) = periods[i];
            if (!double.IsFinite(time) || (i > 0 && time <= periods[i - 1].Time))
                throw new ArgumentException($"Time at index {i} is {time}; times must be finite and ascend.", nameof(periods));
            if (events < 0 || !(expected >= 0 && double.IsFinite(expected)))
                throw new ArgumentException(
                    $"Period {i} has {events} events and {expected} expected; both must be finite and not negative.",
                    nameof(periods)
                );
        }

        return new([.. periods]);
    }
}

/// <summary>The first period at whose end a monitor signals.</summary>
/// <param name="Period">Its index.</param>
/// <param name="Time">Its end.</param>
/// <param name="Events">Events up to then.</param>
/// <param name="Expected">Expected events up to then.</param>
public readonly record struct MonitorSignal(int Period, double Time, int Events, double Expected);

/// <summary>What one monitor would have shown at the end of each period.</summary>
/// <param name="Statistic">One value per period; +∞ where events were seen before any was expected.</param>
/// <param name="Threshold">Where it signals.</param>
/// <param name="Signal">The first signal; null when there was none. The path goes on after it as if nobody had acted.</param>
public sealed record MonitorPath(ImmutableArray<double> Statistic, double Threshold, MonitorSignal? Signal);
