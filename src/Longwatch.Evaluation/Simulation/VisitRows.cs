using Longwatch.Domain.FollowUp;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Simulation;

/// <summary>Planned visits as far as they took place, and the last that is known of the patient: alive, or dead.</summary>
internal static class VisitRows
{
    private const int Window = 10;
    private const double CompleteResponse = 0.85;

    internal static void Add(ChunkRows rows, FollowUpPlan plan, Subject subject, Philox random)
    {
        var course = subject.Course;
        var response = random.NextDouble() < CompleteResponse ? DiseaseStatus.Remission : DiseaseStatus.StableDisease;
        var relapseReported = false;
        for (var number = 0; ; number++)
        {
            var planned = Planned(plan, number);
            if (planned - Window >= course.End)
                break;
            var day = planned - Window + random.NextBelow((2 * Window) + 1);
            if (random.NextDouble() >= plan.Missed && day < course.End)
                Write(day, VitalStatus.Alive);
        }

        if (course.DeathKnown)
            Write(course.Death, VitalStatus.Dead);
        else if (course.Censored > 0)
            Write(course.Censored, VitalStatus.Alive);

        void Write(int day, VitalStatus status)
        {
            var relapsed = course.Relapse <= day;
            DateOnly? relapse = relapsed && !relapseReported ? subject.On(course.Relapse) : null;
            relapseReported |= relapsed;
            rows.Visits.Add(
                new(
                    subject.Patient,
                    subject.On(day),
                    status,
                    status == VitalStatus.Dead ? subject.On(day) : null,
                    relapsed ? DiseaseStatus.RelapseOrProgression : response,
                    relapse
                )
            );
        }
    }

    /// <summary>The visits of the plan, then one every year after the last of them.</summary>
    internal static int Planned(FollowUpPlan plan, int number) =>
        number < plan.FirstVisits.Length
            ? plan.FirstVisits[number]
            : plan.FirstVisits[^1] + (int)((number - plan.FirstVisits.Length + 1) * CalendarTime.DaysPerYear);
}
