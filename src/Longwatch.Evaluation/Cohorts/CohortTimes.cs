using Longwatch.Domain.Cohorts;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Per patient, in days from the first infusion (day 0): when follow-up ended, and when each first event fell.</summary>
/// <remarks>
/// Computed once and shared by all sections. Arrays are indexed like <see cref="Cohort.Patients"/>. <see cref="None"/> stands for an event that
/// did not happen before the end of follow-up. Only neoplasms with relation <see cref="NeoplasmRelation.SecondPrimary"/> that were diagnosed after
/// the first infusion are events. Follow-up ends at death, or else at the last day on which the patient is known to be alive (visit,
/// later infusion, neoplasm, specimen or therapy), never after the data lock.
/// </remarks>
internal sealed class CohortTimes
{
    public const int None = -1;

    private CohortTimes(int patients)
    {
        FirstInfusion = new int[patients];
        Exit = new int[patients];
        Death = Filled(patients);
        Relapse = Filled(patients);
        SecondaryTCell = Filled(patients);
        SecondPrimary = Filled(patients);
        SecondaryTCellNeoplasm = Filled(patients);
        InfusionDay = new DateOnly[patients];
        Infused = new bool[patients];
    }

    /// <summary>Index into <see cref="Cohort.Infusions"/> of the first infusion; meaningless where not <see cref="Infused"/>.</summary>
    public int[] FirstInfusion { get; }

    /// <summary>False for patients who were not yet infused at the data lock: they are in no denominator.</summary>
    public bool[] Infused { get; }

    public DateOnly[] InfusionDay { get; }

    /// <summary>Day on which follow-up ended.</summary>
    public int[] Exit { get; }

    public int[] Death { get; }

    public int[] Relapse { get; }

    /// <summary>First second-primary T-cell malignancy.</summary>
    public int[] SecondaryTCell { get; }

    /// <summary>Index into <see cref="Cohort.Neoplasms"/> of that malignancy.</summary>
    public int[] SecondaryTCellNeoplasm { get; }

    /// <summary>First second primary of any kind.</summary>
    public int[] SecondPrimary { get; }

    public static CohortTimes Of(Cohort cohort)
    {
        var times = new CohortTimes(cohort.Patients.Length);
        var lockDay = cohort.DataLock.DayNumber;
        var origin = new int[cohort.Patients.Length];
        for (var i = 0; i < cohort.Infusions.Length; i++)
        {
            var infusion = cohort.Infusions[i];
            var day = infusion.Date.DayNumber;
            if (day > lockDay)
                continue;
            var p = infusion.Patient;
            if (!times.Infused[p])
            {
                times.Infused[p] = true;
                times.FirstInfusion[p] = i;
                times.InfusionDay[p] = infusion.Date;
                origin[p] = day;
            }
            else
            {
                times.KnownAlive(p, day - origin[p]);
            }
        }

        foreach (var visit in cohort.Visits)
        {
            var p = visit.Patient;
            if (!times.Infused[p] || visit.Date.DayNumber > lockDay)
                continue;
            if (visit.RelapseDate is { } relapse && relapse.DayNumber >= origin[p] && relapse.DayNumber <= lockDay)
                Earliest(times.Relapse, p, relapse.DayNumber - origin[p]);
            if (visit.VitalStatus == VitalStatus.Alive)
                times.KnownAlive(p, visit.Date.DayNumber - origin[p]);
            else if (visit.VitalStatus == VitalStatus.Dead && visit.DeathDate is { } death)
                Earliest(times.Death, p, death.DayNumber - origin[p]);
        }

        for (var i = 0; i < cohort.Neoplasms.Length; i++)
        {
            var neoplasm = cohort.Neoplasms[i];
            var p = neoplasm.Patient;
            var day = neoplasm.Diagnosed.DayNumber - origin[p];
            if (!times.Infused[p] || neoplasm.Diagnosed.DayNumber > lockDay)
                continue;
            times.KnownAlive(p, day);
            if (neoplasm.Relation != NeoplasmRelation.SecondPrimary || day < 0)
                continue;
            Earliest(times.SecondPrimary, p, day);
            if (neoplasm.Lineage == Lineage.TCell && Earliest(times.SecondaryTCell, p, day))
                times.SecondaryTCellNeoplasm[p] = i;
        }

        foreach (var specimen in cohort.Specimens)
            if (specimen.Collected is { } day && day.DayNumber <= lockDay && times.Infused[specimen.Patient])
                times.KnownAlive(specimen.Patient, day.DayNumber - origin[specimen.Patient]);
        foreach (var therapy in cohort.Therapies)
            if (therapy.Start.DayNumber <= lockDay && times.Infused[therapy.Patient])
                times.KnownAlive(therapy.Patient, therapy.Start.DayNumber - origin[therapy.Patient]);

        for (var p = 0; p < origin.Length; p++)
            if (times.Death[p] != None)
                times.Exit[p] = times.Death[p];
        return times;
    }

    private static int[] Filled(int n)
    {
        var a = new int[n];
        Array.Fill(a, None);
        return a;
    }

    private static bool Earliest(int[] days, int patient, int day)
    {
        if (days[patient] != None && days[patient] <= day)
            return false;
        days[patient] = day;
        return true;
    }

    private void KnownAlive(int patient, int day) => Exit[patient] = Math.Max(Exit[patient], day);
}
