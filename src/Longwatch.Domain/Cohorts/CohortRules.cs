using Longwatch.Domain.FollowUp;

namespace Longwatch.Domain.Cohorts;

/// <summary>What must be true of a patient-level data set beyond the form of its single cells. An error refuses the set; a warning asks for a look.</summary>
/// <remarks>
/// Pure. Each rule is one condition in one place: <see cref="TreatmentRules"/>, <see cref="VisitRules"/>, <see cref="NeoplasmRules"/>,
/// <see cref="SpecimenRules"/>. A rule that needs a date says nothing where the date is not known. A tumour specimen may be older than the
/// diagnosis, which is made from it; a specimen may be younger than the death (autopsy).
/// </remarks>
public static class CohortRules
{
    public const int ListedByDefault = 100;

    /// <summary>Checks all rules in one pass over each table.</summary>
    /// <param name="lockCuts">True when rows after the data lock will be cut off, so that they are no errors.</param>
    /// <param name="listed">Findings listed for each table and severity; the rest is counted.</param>
    public static CohortFindings Check(Cohort cohort, bool lockCuts, int listed = ListedByDefault)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var check = new CohortCheck(cohort, lockCuts ? DateOnly.MaxValue : cohort.DataLock, new CohortFindings(listed));
        TreatmentRules.Check(check);
        VisitRules.Check(check);
        NeoplasmRules.Check(check);
        SpecimenRules.Check(check);
        return check.Findings;
    }
}

/// <summary>What the rules share: the cohort, its last allowed day, and per patient the first infusion and the death.</summary>
internal sealed class CohortCheck
{
    private readonly DateOnly[] firstInfusion;
    private readonly DateOnly[] death;

    public CohortCheck(Cohort cohort, DateOnly lastDay, CohortFindings findings)
    {
        (Cohort, LastDay, Findings) = (cohort, lastDay, findings);
        firstInfusion = Latest(cohort.Patients.Length);
        death = Latest(cohort.Patients.Length);
        foreach (ref readonly var infusion in cohort.Infusions.AsSpan())
            if (infusion.Date < firstInfusion[infusion.Patient])
                firstInfusion[infusion.Patient] = infusion.Date;
        foreach (ref readonly var visit in cohort.Visits.AsSpan())
            if (visit.VitalStatus == VitalStatus.Dead && visit.DeathDate is { } day && day < death[visit.Patient])
                death[visit.Patient] = day;
    }

    public Cohort Cohort { get; }

    public DateOnly LastDay { get; }

    public CohortFindings Findings { get; }

    /// <summary>Null when the patient was never infused.</summary>
    public DateOnly? FirstInfusion(int patient) => firstInfusion[patient] == DateOnly.MaxValue ? null : firstInfusion[patient];

    /// <summary>Earliest death recorded; null when none is.</summary>
    public DateOnly? Death(int patient) => death[patient] == DateOnly.MaxValue ? null : death[patient];

    /// <summary>Every date lies between birth and data lock.</summary>
    public void InLife(CohortTable table, int row, int patient, (string Field, DateOnly Date) at)
    {
        if (Cohort.Patients[patient].Birth is { } birth && at.Date < birth.Earliest)
            Findings.Error(
                table,
                row,
                at.Field,
                $"{at.Date:yyyy-MM-dd}, before the birth ({birth})",
                ("a day after the birth", "Correct this date, or birth_date in patients.csv.")
            );
        if (at.Date > LastDay)
            Findings.Error(
                table,
                row,
                at.Field,
                $"{at.Date:yyyy-MM-dd}, after the data lock {LastDay:yyyy-MM-dd}",
                ("no day after the data lock", "Correct the date, or data_lock in dataset.csv; --data-lock DATE cuts the set at a day.")
            );
    }

    /// <summary>What happens to a living patient does not lie after the death.</summary>
    public void BeforeDeath(CohortTable table, int row, int patient, (string Field, DateOnly Date) at)
    {
        if (Death(patient) is { } day && at.Date > day)
            Findings.Error(
                table,
                row,
                at.Field,
                $"{at.Date:yyyy-MM-dd}, after the death on {day:yyyy-MM-dd}",
                ("no day after the death", "Correct this date, or death_date in visits.csv; what autopsy found has the date of death.")
            );
    }

    private static DateOnly[] Latest(int count)
    {
        var dates = new DateOnly[count];
        Array.Fill(dates, DateOnly.MaxValue);
        return dates;
    }
}
