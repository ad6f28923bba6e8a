using System.Collections.Immutable;

namespace Longwatch.Domain.FollowUp;

/// <summary>Shares of reports that a registry asks of its centres.</summary>
/// <param name="Schedules">Ids of the schedules whose reports count.</param>
public sealed record PerformanceTargets(
    string Id,
    int Version,
    string Title,
    ImmutableArray<string> Schedules,
    RuleSource Source,
    ImmutableArray<PerformanceTarget> Targets
);

/// <summary>One share asked for.</summary>
/// <param name="Percent">Smallest share, in percent.</param>
/// <param name="Within">How long after the due day a report still counts.</param>
public sealed record PerformanceTarget(string Code, string Title, int Percent, CalendarPeriod Within);
