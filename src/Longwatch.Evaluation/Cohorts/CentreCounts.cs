using System.Collections.Immutable;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Infused patients, events and person-years by centre, largest centre first, then by name.</summary>
/// <param name="TCellYears">Person-years to the first secondary T-cell malignancy or the end of follow-up, in the order of <paramref name="TCell"/>.</param>
internal sealed record CentreCounts(
    ImmutableArray<StudyCount> TCell,
    ImmutableArray<StudyCount> SecondPrimary,
    ImmutableArray<double> TCellYears
)
{
    public static CentreCounts Of(CohortStudy study)
    {
        var times = study.Times;
        var sums = new Dictionary<string, Sums>(StringComparer.Ordinal);
        for (var p = 0; p < study.Cohort.Patients.Length; p++)
        {
            if (!times.Infused[p])
                continue;
            var centre = study.Cohort.Patients[p].Centre;
            if (!sums.TryGetValue(centre, out var sum))
                sums.Add(centre, sum = new Sums(centre));
            sum.Patients++;
            sum.TCell += times.SecondaryTCell[p] == CohortTimes.None ? 0 : 1;
            sum.SecondPrimary += times.SecondPrimary[p] == CohortTimes.None ? 0 : 1;
            sum.Days += times.SecondaryTCell[p] == CohortTimes.None ? times.Exit[p] : times.SecondaryTCell[p];
        }

        var centres = sums.Values.OrderByDescending(s => s.Patients).ThenBy(s => s.Centre, StringComparer.Ordinal).ToArray();
        return new(
            [.. centres.Select(c => new StudyCount(c.Centre, c.TCell, c.Patients, []))],
            [.. centres.Select(c => new StudyCount(c.Centre, c.SecondPrimary, c.Patients, []))],
            [.. centres.Select(c => c.Days / CalendarTime.DaysPerYear)]
        );
    }

    private sealed class Sums(string centre)
    {
        public string Centre { get; } = centre;

        public int Patients { get; set; }

        public int TCell { get; set; }

        public int SecondPrimary { get; set; }

        public long Days { get; set; }
    }
}
