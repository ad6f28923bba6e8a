using System.Collections.Immutable;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Statistics.Confounding;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>An exposure that begins during follow-up, or the reason why it cannot be looked at.</summary>
/// <param name="Clock">From when time is counted, in words.</param>
/// <param name="Patients">Patients for whom the exposure is known.</param>
/// <param name="Data">Null when nobody became exposed; <paramref name="Why"/> then says so with counts.</param>
internal sealed record LaterExposureOf(string Id, string Label, string Clock, int Patients, LaterExposure? Data, string Why);

/// <summary>Exposures that a patient must live to have.</summary>
internal static class LaterExposures
{
    public static ImmutableArray<LaterExposureOf> All(CohortStudy study) => [SecondInfusion(study), Transplant(study), Persistence(study)];

    private static LaterExposureOf SecondInfusion(CohortStudy study)
    {
        var from = Never(study);
        for (var i = 0; i < study.Cohort.Infusions.Length; i++)
        {
            var infusion = study.Cohort.Infusions[i];
            if (study.Times.Infused[infusion.Patient] && study.Times.FirstInfusion[infusion.Patient] != i)
                Begin(study, from, infusion.Patient, infusion.Date);
        }

        return FromInfusion(study, "second-infusion", "Second infusion", from, "had a second infusion");
    }

    private static LaterExposureOf Transplant(CohortStudy study)
    {
        var from = Never(study);
        foreach (var therapy in study.Cohort.Therapies)
            if (
                therapy.Kind is TherapyKind.AutologousTransplant or TherapyKind.AllogeneicTransplant
                && study.Times.Infused[therapy.Patient]
                && therapy.Start > study.Times.InfusionDay[therapy.Patient]
            )
                Begin(study, from, therapy.Patient, therapy.Start);
        return FromInfusion(study, "transplant", "Transplant after the infusion", from, "had a transplant after the infusion");
    }

    /// <summary>Loss of the transgene in blood or marrow among those who were tested, from their first test on: not tested is not lost.</summary>
    private static LaterExposureOf Persistence(CohortStudy study)
    {
        const string id = "persistence";
        const string label = "Transgene no longer found in blood or marrow";
        var times = study.Times;
        var (first, lost) = (Never(study), Never(study));
        foreach (var test in study.Cohort.Tests)
        {
            var specimen = study.Cohort.Specimens[test.Specimen];
            if (
                test.Status != TestStatus.Valid
                || test.Result is not (TestResult.Detected or TestResult.NotDetected)
                || specimen.Type is not (SpecimenType.Blood or SpecimenType.Marrow)
                || specimen.Neoplasm is not null
                || specimen.Collected is not { } collected
                || !times.Infused[specimen.Patient]
                || collected < times.InfusionDay[specimen.Patient]
            )
                continue;
            Begin(study, first, specimen.Patient, collected);
            if (test.Result == TestResult.NotDetected)
                Begin(study, lost, specimen.Patient, collected);
        }

        int[] tested =
        [
            .. Enumerable
                .Range(0, first.Length)
                .Where(p => double.IsFinite(first[p]) && PersonTime.DaysAtRisk(times, times.SecondaryTCell, p) > first[p]),
        ];
        return Of(
            new(
                id,
                label,
                "the first test of blood or marrow",
                tested.Length,
                new(
                    Array.ConvertAll(tested, p => PersonTime.DaysAtRisk(times, times.SecondaryTCell, p) - first[p]),
                    Array.ConvertAll(tested, p => times.SecondaryTCell[p] != CohortTimes.None),
                    Array.ConvertAll(tested, p => lost[p] - first[p])
                ),
                string.Empty
            ),
            "lost the transgene"
        );
    }

    private static LaterExposureOf FromInfusion(CohortStudy study, string id, string label, double[] from, string words)
    {
        var times = study.Times;
        int[] infused = [.. Enumerable.Range(0, from.Length).Where(p => times.Infused[p])];
        return Of(
            new(
                id,
                label,
                "the first infusion",
                infused.Length,
                new(
                    Array.ConvertAll(infused, p => (double)PersonTime.DaysAtRisk(times, times.SecondaryTCell, p)),
                    Array.ConvertAll(infused, p => times.SecondaryTCell[p] != CohortTimes.None),
                    Array.ConvertAll(infused, p => from[p])
                ),
                string.Empty
            ),
            words
        );
    }

    private static LaterExposureOf Of(LaterExposureOf known, string words)
    {
        var data = known.Data!;
        var exposed = data.ExposedFrom.Where((f, i) => f <= data.Exits[i]).Count();
        return exposed > 0
            ? known
            : known with
            {
                Data = null,
                Why =
                    $"0 of {Report.Phrase.Counted(known.Patients, "patient")} for whom it is known {words} before a first secondary T-cell malignancy or the end of follow-up.",
            };
    }

    private static double[] Never(CohortStudy study)
    {
        var never = new double[study.Cohort.Patients.Length];
        Array.Fill(never, double.PositiveInfinity);
        return never;
    }

    private static void Begin(CohortStudy study, double[] from, int patient, DateOnly date) =>
        from[patient] = Math.Min(from[patient], date.DayNumber - study.Times.InfusionDay[patient].DayNumber);
}
