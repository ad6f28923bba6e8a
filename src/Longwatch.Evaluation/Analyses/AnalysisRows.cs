using System.Collections.Immutable;
using Longwatch.Evaluation.Cohorts;

namespace Longwatch.Evaluation.Analyses;

/// <summary>The patients of one analysis as arrays; one entry per patient in each.</summary>
/// <param name="Days">From the origin to the event, what competes, the horizon or the end of follow-up; above 0.</param>
/// <param name="Outcomes">As in <see cref="CohortOutcomes"/>: 0 censored, 1 event, 2 death without it.</param>
/// <param name="Group">Index into <paramref name="Labels"/>; 0 is the reference.</param>
/// <param name="Absent">Groups of infused patients of whom nobody is at risk.</param>
/// <param name="Covariates">One array per covariate.</param>
internal sealed record AnalysisRows(
    double[] Days,
    byte[] Outcomes,
    int[] Group,
    ImmutableArray<string> Labels,
    ImmutableArray<string> Absent,
    double[][] Covariates,
    ImmutableArray<string> CovariateNames,
    ImmutableSortedDictionary<string, int> LeftOut
)
{
    public bool[] Events => Array.ConvertAll(Outcomes, o => o == CohortOutcomes.Event);

    /// <summary>One column per group but the reference, then the covariates.</summary>
    public double[][] Columns => [.. Enumerable.Range(1, Math.Max(0, Labels.Length - 1)).Select(Member), .. Covariates];

    /// <summary>What each column is.</summary>
    public ImmutableArray<string> ColumnNames => [.. Labels.Skip(1), .. CovariateNames];

    /// <summary>Rows of a group.</summary>
    public int[] Members(int group) => [.. Enumerable.Range(0, Group.Length).Where(i => Group[i] == group)];

    /// <summary>1 for the patients of a group.</summary>
    public double[] Member(int group) => Array.ConvertAll(Group, g => g == group ? 1.0 : 0);

    public ImmutableArray<AnalysisGroup> Groups =>
        [
            .. Labels.Select(
                (label, g) =>
                {
                    var members = Members(g);
                    return new AnalysisGroup(
                        label,
                        g == 0,
                        members.Length,
                        members.Count(i => Outcomes[i] == CohortOutcomes.Event),
                        members.Count(i => Outcomes[i] == CohortOutcomes.Death),
                        members.Sum(i => Days[i]) / CalendarTime.DaysPerYear
                    );
                }
            ),
            .. Absent.Select(label => new AnalysisGroup(label, false, 0, 0, 0, 0)),
        ];

    public static AnalysisRows Of(CohortStudy study, AnalysisSpecification asked)
    {
        var strata = Stratification.All(study).First(s => string.Equals(s.Id, asked.Groups, StringComparison.Ordinal));
        var covariates = asked
            .Covariates.Select(code => BaselineCovariate.All.First(c => string.Equals(c.Code, code, StringComparison.Ordinal)))
            .ToArray();
        var all = Followed(study.Times, asked.Outcome);
        var leftOut = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<(double Days, byte Outcome, int Stratum, double[] Values)>();
        var (origin, horizon) = (asked.LandmarkDays ?? 0, asked.HorizonDays ?? int.MaxValue);
        var infused = new int[strata.Labels.Length];
        var row = 0;
        for (var p = 0; p < study.Times.Infused.Length; p++)
        {
            if (!study.Times.Infused[p])
                continue;
            var (days, outcome) = (all.Days[row], all.Outcomes[row]);
            row++;
            var values = covariates.Select(c => c.Value(study, p)).ToArray();
            var missing = Array.FindIndex(values, v => v is null);
            infused[strata.Codes[p]]++;
            var reason =
                days <= origin
                    ? origin > 0
                        ? $"not at risk on day {origin}"
                        : outcome == CohortOutcomes.Censored
                            ? "no follow-up after the first infusion"
                            : "event or death on the day of the infusion"
                    : strata.Codes[p] == strata.Unknown
                        ? $"{strata.Title.ToLowerInvariant()} not recorded"
                        : missing >= 0
                            ? $"{covariates[missing].Name} not recorded"
                            : null;
            if (reason is not null)
                leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
            else
                kept.Add(
                    (
                        Math.Min(days, horizon) - origin,
                        days > horizon ? CohortOutcomes.Censored : outcome,
                        strata.Codes[p],
                        Array.ConvertAll(values, v => v ?? 0)
                    )
                );
        }

        // The reference comes first; the others keep the order of the characteristic.
        var time = new double[strata.Labels.Length];
        foreach (var k in kept)
            time[k.Stratum] += k.Days;
        int[] present = [.. Enumerable.Range(0, time.Length).Where(s => time[s] > 0)];
        var named = asked.Reference is { } label
            ? Array.FindIndex(present, s => string.Equals(strata.Labels[s], label, StringComparison.Ordinal))
            : -1;
        var reference =
            named >= 0 ? present[named]
            : present.Length == 0 ? -1
            : present.MaxBy(s => time[s]);
        int[] order = present.Length == 0 ? [] : [reference, .. present.Where(s => s != reference)];
        return new(
            [.. kept.Select(k => k.Days)],
            [.. kept.Select(k => k.Outcome)],
            [.. kept.Select(k => Array.IndexOf(order, k.Stratum))],
            [.. order.Select(s => strata.Labels[s])],
            [
                .. Enumerable
                    .Range(0, infused.Length)
                    .Where(s => infused[s] > 0 && time[s] == 0 && s != strata.Unknown)
                    .Select(s => strata.Labels[s]),
            ],
            [.. covariates.Select((_, j) => kept.Select(k => k.Values[j]).ToArray())],
            [.. covariates.Select(c => c.Name)],
            leftOut.ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
    }

    private static CohortOutcomes Followed(CohortTimes times, AnalysisOutcome outcome) =>
        CohortOutcomes.Of(
            times,
            outcome switch
            {
                AnalysisOutcome.SecondaryTCell => times.SecondaryTCell,
                AnalysisOutcome.SecondPrimary => times.SecondPrimary,
                AnalysisOutcome.Death => times.Death,
                _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
            }
        );
}
