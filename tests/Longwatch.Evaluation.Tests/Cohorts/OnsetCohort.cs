using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Cohorts;

namespace Longwatch.Evaluation.Tests.Cohorts;

/// <summary>One patient of a made-up cohort, in days from infusion; null where it did not happen.</summary>
internal sealed record OnsetPatient(int Exit, int? Death = null, int? SecondaryTCell = null);

internal static class OnsetCohort
{
    public static readonly DateOnly Lock = new(2024, 12, 31);

    /// <summary>Everybody is infused <paramref name="daysBeforeLock"/> days before the data lock.</summary>
    public static CohortStudy Of(int daysBeforeLock, params OnsetPatient[] patients) =>
        Of(patients, [.. patients.Select(_ => daysBeforeLock)]);

    public static CohortStudy Of(OnsetPatient[] patients, int[] daysBeforeLock)
    {
        DateOnly Day(int p, int day) => Lock.AddDays(day - daysBeforeLock[p]);
        var cohort = new Cohort(
            "made up",
            Lock,
            "test",
            [.. patients.Select((_, p) => new Patient($"P{p}", "C1", Sex.Female, null, IndexDisease.LargeBCellLymphoma, 2, default))],
            [.. patients.Select((_, p) => new Infusion($"I{p}", p, Day(p, 0), "tisagenlecleucel", null))],
            [
                .. patients.Select(
                    (x, p) =>
                        x.Death is { } death
                            ? new Visit(p, Day(p, death), VitalStatus.Dead, Day(p, death), DiseaseStatus.NotAssessed, null)
                            : new Visit(p, Day(p, x.Exit), VitalStatus.Alive, null, DiseaseStatus.Remission, null)
                ),
            ],
            [
                .. patients
                    .Select((x, p) => (x, p))
                    .Where(a => a.x.SecondaryTCell is not null)
                    .Select(a => new Neoplasm(
                        $"N{a.p}",
                        a.p,
                        Day(a.p, a.x.SecondaryTCell!.Value),
                        "9702/3",
                        null,
                        Lineage.TCell,
                        NeoplasmRelation.SecondPrimary,
                        Ternary.Unknown
                    )),
            ],
            [],
            [],
            []
        );
        return new(cohort, CohortTimes.Of(cohort), new PublishedEvidence("none", [], [], [], [], [], [], [], [], [], []));
    }
}
