using System.Collections.Immutable;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Patients, person-years at risk and first events of one stratum.</summary>
internal readonly record struct StratumCount(string Label, int Patients, double PersonYears, int Events);

/// <summary>Counts by stratum, in one pass over the patients each.</summary>
internal static class StratumCounts
{
    private static readonly (string Label, double Months)[] bands =
    [
        ("0 to 3 months", 3),
        ("3 to 6 months", 6),
        ("6 to 12 months", 12),
        ("12 to 24 months", 24),
        ("24 to 60 months", 60),
        ("after 60 months", double.PositiveInfinity),
    ];

    /// <summary>One count per stratum, those without patients left out.</summary>
    public static ImmutableArray<StratumCount> Of(CohortTimes times, int[] events, Stratification strata)
    {
        var n = strata.Labels.Length;
        var (patients, days, cases) = (new int[n], new long[n], new int[n]);
        for (var p = 0; p < events.Length; p++)
        {
            if (!times.Infused[p])
                continue;
            var s = strata.Codes[p];
            patients[s]++;
            days[s] += PersonTime.DaysAtRisk(times, events, p);
            if (events[p] != CohortTimes.None)
                cases[s]++;
        }

        return
        [
            .. Enumerable
                .Range(0, n)
                .Where(s => patients[s] > 0)
                .Select(s => new StratumCount(strata.Labels[s], patients[s], days[s] / CalendarTime.DaysPerYear, cases[s])),
        ];
    }

    /// <summary>Person-time and events by time since infusion; patients are those who entered the band.</summary>
    public static ImmutableArray<StratumCount> ByTimeSinceInfusion(CohortTimes times, int[] events)
    {
        var ends = bands
            .Select(b => double.IsInfinity(b.Months) ? int.MaxValue : (int)Math.Round(b.Months * CalendarTime.DaysPerYear / 12))
            .ToArray();
        var (patients, days, cases) = (new int[bands.Length], new long[bands.Length], new int[bands.Length]);
        for (var p = 0; p < events.Length; p++)
        {
            if (!times.Infused[p])
                continue;
            var exit = PersonTime.DaysAtRisk(times, events, p);
            var start = 0;
            for (var b = 0; b < bands.Length; b++)
            {
                patients[b]++;
                days[b] += Math.Min(exit, ends[b]) - start;
                if (exit < ends[b])
                {
                    if (events[p] != CohortTimes.None)
                        cases[b]++;
                    break;
                }

                start = ends[b];
            }
        }

        return [.. bands.Select((b, i) => new StratumCount(b.Label, patients[i], days[i] / CalendarTime.DaysPerYear, cases[i]))];
    }
}
