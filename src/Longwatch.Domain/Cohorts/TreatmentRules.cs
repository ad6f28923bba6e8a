namespace Longwatch.Domain.Cohorts;

/// <summary>Rules of patients, infusions and other therapies.</summary>
internal static class TreatmentRules
{
    public static void Check(CohortCheck check)
    {
        Patients(check);
        Infusions(check);
        for (var i = 0; i < check.Cohort.Therapies.Length; i++)
        {
            var therapy = check.Cohort.Therapies[i];
            check.InLife(CohortTable.Therapies, i, therapy.Patient, ("start_date", therapy.Start));
            check.BeforeDeath(CohortTable.Therapies, i, therapy.Patient, ("start_date", therapy.Start));
        }
    }

    private static void Patients(CohortCheck check)
    {
        for (var i = 0; i < check.Cohort.Patients.Length; i++)
            if (check.FirstInfusion(i) is null)
                check.Findings.Warning(
                    CohortTable.Patients,
                    i,
                    "patient_id",
                    $"a patient without infusion",
                    ("at least one row in infusions.csv", "Add the infusion; until then the patient is in no denominator.")
                );
    }

    private static void Infusions(CohortCheck check)
    {
        var infusions = check.Cohort.Infusions.AsSpan();
        for (var i = 0; i < infusions.Length; i++)
        {
            ref readonly var infusion = ref infusions[i];
            check.InLife(CohortTable.Infusions, i, infusion.Patient, ("infusion_date", infusion.Date));
            check.BeforeDeath(CohortTable.Infusions, i, infusion.Patient, ("infusion_date", infusion.Date));
            if (i > 0 && infusions[i - 1].Patient == infusion.Patient && infusions[i - 1].Date == infusion.Date)
                check.Findings.Error(
                    CohortTable.Infusions,
                    i,
                    "infusion_date",
                    $"a second infusion of the same patient on {infusion.Date:yyyy-MM-dd}",
                    ("one infusion of a patient a day", "Delete the row that repeats the infusion, or correct its date.")
                );
        }
    }
}
