using Longwatch.Domain.FollowUp;

namespace Longwatch.Domain.Cohorts;

/// <summary>Rules of visits, deaths and relapses.</summary>
internal static class VisitRules
{
    public static void Check(CohortCheck check)
    {
        var visits = check.Cohort.Visits.AsSpan();
        for (var i = 0; i < visits.Length; i++)
        {
            ref readonly var visit = ref visits[i];
            check.InLife(CohortTable.Visits, i, visit.Patient, ("visit_date", visit.Date));
            if (visit.VitalStatus != VitalStatus.Dead)
                check.BeforeDeath(CohortTable.Visits, i, visit.Patient, ("visit_date", visit.Date));
            if (visit.VitalStatus == VitalStatus.Dead || visit.DeathDate is not null)
                Death(check, i, visit);
            if (visit.RelapseDate is { } relapse)
                Relapse(check, i, visit, relapse);
        }
    }

    private static void Death(CohortCheck check, int row, in Visit visit)
    {
        if (visit.DeathDate is not { } death)
        {
            Error(check, row, "death_date", $"vital_status dead without a date", "the date of death", "Give the date of death.");
            return;
        }

        if (visit.VitalStatus != VitalStatus.Dead)
        {
            Error(
                check,
                row,
                "vital_status",
                $"a date of death with another status than dead",
                "dead",
                "Set vital_status to dead, or delete death_date."
            );
            return;
        }

        if (death > visit.Date)
            Error(
                check,
                row,
                "death_date",
                $"{death:yyyy-MM-dd}, after the visit on {visit.Date:yyyy-MM-dd}",
                "no day after the visit that reports the death",
                "Correct one of the two dates; visit_date is the day on which the death became known."
            );
        if (check.FirstInfusion(visit.Patient) is { } infusion && death < infusion)
            Error(
                check,
                row,
                "death_date",
                $"{death:yyyy-MM-dd}, before the first infusion on {infusion:yyyy-MM-dd}",
                "no day before the first infusion",
                "Correct death_date, or infusion_date in infusions.csv."
            );
        if (check.Death(visit.Patient) is { } first && death != first)
            Error(
                check,
                row,
                "death_date",
                $"{death:yyyy-MM-dd}, while another visit says {first:yyyy-MM-dd}",
                "one date of death for a patient",
                "Correct the wrong one of the two."
            );
        if (check.Cohort.Patients[visit.Patient].Birth is { } birth && death < birth.Earliest)
            Error(
                check,
                row,
                "death_date",
                $"{death:yyyy-MM-dd}, before the birth ({birth})",
                "a day after the birth",
                "Correct death_date, or birth_date in patients.csv."
            );
    }

    private static void Relapse(CohortCheck check, int row, in Visit visit, DateOnly relapse)
    {
        if (relapse > visit.Date)
            Error(
                check,
                row,
                "relapse_date",
                $"{relapse:yyyy-MM-dd}, after the visit on {visit.Date:yyyy-MM-dd}",
                "no day after the visit that reports it",
                "Correct one of the two dates."
            );
        if (check.FirstInfusion(visit.Patient) is { } infusion && relapse < infusion)
            Error(
                check,
                row,
                "relapse_date",
                $"{relapse:yyyy-MM-dd}, before the first infusion on {infusion:yyyy-MM-dd}",
                "only relapses after the first infusion",
                "Correct the date, or delete it when it tells of a relapse before treatment."
            );
        check.BeforeDeath(CohortTable.Visits, row, visit.Patient, ("relapse_date", relapse));
    }

    private static void Error(CohortCheck check, int row, string field, FormattableString found, string expected, string remedy) =>
        check.Findings.Error(CohortTable.Visits, row, field, found, (expected, remedy));
}
