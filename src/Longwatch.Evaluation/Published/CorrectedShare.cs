using System.Collections.Immutable;
using Longwatch.Statistics;
using Longwatch.Statistics.Onset;

namespace Longwatch.Evaluation.Published;

/// <summary>The probability of onset within 12 months, free of truncation and death, that would give the observed share of reported cases.</summary>
/// <param name="Probability">Null when the observed share does not bound the latency: even an endless one gives it.</param>
/// <param name="Limits">From the limits of the observed share; 0 where the lower one is not bounded. Null when a limit of the share is 0 or 1 and so cannot be inverted.</param>
internal sealed record CorrectedShare(double? ScaleYears, double? Probability, Interval? Limits, string Reading)
{
    public static CorrectedShare Of(ReportedShare model, double shape, OnsetObservation seen)
    {
        var at = model.Scale(shape, seen.Share);
        var upper = OnsetTables.IsInside(seen.Limits.Upper) ? model.Scale(shape, seen.Limits.Upper) : (SolvedLatency?)null;
        var lower = OnsetTables.IsInside(seen.Limits.Lower) ? model.Scale(shape, seen.Limits.Lower) : (SolvedLatency?)null;
        var limits = upper is { } u && lower is { } l ? new Interval(Bound(l), Bound(u)) : (Interval?)null;
        return at.Status == LatencyStatus.Unbounded
            ? new(null, null, limits, "Not identified: even a latency without end gives at least this share")
            : new(
                at.ScaleYears,
                at.EarlyProbability,
                limits,
                lower is { Status: LatencyStatus.Unbounded }
                    ? "Interval reaches latencies without end"
                    : "Identified under these assumptions"
            );
    }

    private static double Bound(SolvedLatency latency) => latency.Status == LatencyStatus.Unbounded ? 0 : latency.EarlyProbability;
}

/// <summary>The exponent k of a hazard ∝ time^(k − 1) at which reported cases would show the observed share.</summary>
internal sealed record HazardExponent(double Value, Interval? Limits)
{
    public static HazardExponent Of(ReportedShare model, OnsetObservation seen) =>
        new(
            model.RareEventShape(seen.Share),
            OnsetTables.IsInside(seen.Limits.Lower) && OnsetTables.IsInside(seen.Limits.Upper)
                ? new(model.RareEventShape(seen.Limits.Upper), model.RareEventShape(seen.Limits.Lower))
                : null
        );
}

/// <summary>What one scenario says: the share that a flat hazard predicts, and what the observed share would mean. Computed once.</summary>
/// <param name="Corrected">Under an exponential latency; null without an observed share strictly between 0 and 1.</param>
internal sealed record ScenarioReading(OnsetScenario Scenario, double Expected, CorrectedShare? Corrected, HazardExponent? Exponent)
{
    public static ImmutableArray<ScenarioReading> All(OnsetAssumptions assumed, OnsetObservation? seen) =>
        [
            .. assumed.Scenarios.Select(s =>
                seen is { } o && OnsetTables.IsInside(o.Share)
                    ? new ScenarioReading(s, s.Share.RareEvent(1), CorrectedShare.Of(s.Share, 1, o), HazardExponent.Of(s.Share, o))
                    : new ScenarioReading(s, s.Share.RareEvent(1), null, null)
            ),
        ];
}
