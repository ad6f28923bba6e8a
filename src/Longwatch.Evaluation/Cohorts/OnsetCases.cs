using Longwatch.Statistics.Onset;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Secondary T-cell malignancies with their day of onset and the day at which each could last have been seen.</summary>
/// <param name="Days">Days from the first infusion to diagnosis.</param>
/// <param name="Limits">Days from the first infusion to the data lock.</param>
internal sealed record OnsetCases(int[] Days, int[] Limits)
{
    /// <summary>Twelve months: onset on day 365 is within, on day 366 is not.</summary>
    public const int EarlyDays = 365;

    /// <summary>A case diagnosed on the day of infusion is taken as half a day after it: a latency of 0 has no likelihood.</summary>
    private const double SameDay = 0.5;

    public int Early => Days.Count(d => d <= EarlyDays);

    public static OnsetCases Of(CohortStudy study)
    {
        var (days, limits) = (new List<int>(), new List<int>());
        for (var p = 0; p < study.Times.SecondaryTCell.Length; p++)
        {
            if (study.Times.SecondaryTCell[p] == CohortTimes.None)
                continue;
            days.Add(study.Times.SecondaryTCell[p]);
            limits.Add(study.Cohort.DataLock.DayNumber - study.Times.InfusionDay[p].DayNumber);
        }

        return new([.. days], [.. limits]);
    }

    public RightTruncatedSample Truncated() =>
        RightTruncatedSample.Of([.. Days.Select(d => Math.Max(SameDay, d))], [.. Limits.Select(l => Math.Max(SameDay, l))]);
}
