using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Rows of a patient-level set that say opposite things, and neoplasms that are carried but not counted.</summary>
internal static class CohortContradictions
{
    public static ReportTable Table(CohortStudy study) =>
        new(
            "data-quality-contradictions",
            "Contradictions between rows",
            [new("what", "Contradiction"), new("rows", "n", 0), new("of", "N", 0), new("treated_as", "Treated as")],
            [.. Find(study).Select(c => new TableRow([c.What, c.Rows, c.Of, c.TreatedAs]))]
        );

    public static int Count(CohortStudy study) => Find(study).Sum(c => c.Rows);

    /// <summary>Neoplasms by what they are to the index disease and to the first infusion; only one kind is counted.</summary>
    public static ReportTable NotCounted(CohortStudy study)
    {
        var groups = study
            .Cohort.Neoplasms.Select(n => Reason(study, n))
            .GroupBy(r => r, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        string[] order =
        [
            Counted,
            "index disease",
            "relapse of the index disease",
            "lineage switch",
            "diagnosed before the first infusion",
            "after the data lock",
            "patient not infused by the data lock",
        ];
        var all = study.Cohort.Neoplasms.Length;
        return new(
            "data-quality-neoplasms",
            "Neoplasms counted as second primaries, and those carried but not counted",
            [new("what", "Neoplasm"), new("n", "n", 0), new("of", "N", 0), new("share", "Share", 1, Percent: true)],
            [
                .. order
                    .Where(r => groups.ContainsKey(r))
                    .Select(r => new TableRow(
                        [r, groups[r], all, (double)groups[r] / all],
                        string.Equals(r, Counted, StringComparison.Ordinal) ? null : $"Not a second primary after infusion: {r}."
                    )),
            ]
        );
    }

    private const string Counted = "second primary after infusion";

    private static string Reason(CohortStudy study, Neoplasm n) =>
        !study.Times.Infused[n.Patient] ? "patient not infused by the data lock"
        : n.Relation == NeoplasmRelation.IndexDisease ? "index disease"
        : n.Relation == NeoplasmRelation.Relapse ? "relapse of the index disease"
        : n.Relation == NeoplasmRelation.LineageSwitch ? "lineage switch"
        : n.Diagnosed > study.Cohort.DataLock ? "after the data lock"
        : n.Diagnosed < study.Times.InfusionDay[n.Patient] ? "diagnosed before the first infusion"
        : Counted;

    private static ImmutableArray<(string What, int Rows, int Of, string TreatedAs)> Find(CohortStudy study)
    {
        var cohort = study.Cohort;
        var times = study.Times;
        int deaths = 0,
            aliveAfterDeath = 0;
        foreach (var visit in cohort.Visits)
        {
            deaths += visit.VitalStatus == VitalStatus.Dead ? 1 : 0;
            if (
                visit.VitalStatus == VitalStatus.Alive
                && times.Death[visit.Patient] is var death and not CohortTimes.None
                && visit.Date.DayNumber > times.InfusionDay[visit.Patient].DayNumber + death
            )
                aliveAfterDeath++;
        }

        var valid = cohort.Tests.Where(t => t.Status == TestStatus.Valid).ToArray();
        var second = cohort.Neoplasms.Where(n => n.Relation == NeoplasmRelation.SecondPrimary).ToArray();
        return
        [
            ("Alive at a visit after the recorded death", aliveAfterDeath, cohort.Visits.Length, "follow-up ends at the recorded death"),
            (
                "Transgene detected with fewer copies than the limit of detection",
                valid.Count(t => t is { Result: TestResult.Detected, CopiesPerCell: { } c, LimitOfDetection: { } l } && c < l),
                valid.Length,
                "detected, as reported"
            ),
            (
                "Transgene not detected with at least as many copies as the limit of detection",
                valid.Count(t => t is { Result: TestResult.NotDetected, CopiesPerCell: { } c, LimitOfDetection: { } l } && c >= l && c > 0),
                valid.Length,
                "not detected, as reported"
            ),
            ("Valid test without a result", valid.Count(t => t.Result == TestResult.None), valid.Length, "no valid result"),
            (
                "Second primary shown to be clonally related to the index disease",
                second.Count(n => n.ClonallyUnrelated == Ternary.No),
                second.Length,
                "second primary, as recorded"
            ),
        ];
    }
}
