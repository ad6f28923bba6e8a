using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Exchange;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.Cohorts;

/// <summary>Asks the rules of a cohort of one patient inside the transaction that changes the patient's facts: what is entered by hand passes the same rules as an import.</summary>
internal static class PatientCheck
{
    /// <summary>Why the facts as they would be saved are not allowed; null when they are.</summary>
    public static async Task<Refusal?> Against(RegistryDb db, Guid patient, CohortTable[] tables, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        var stored = await CohortLoader.Load((NpgsqlConnection)db.Database.GetDbConnection(), null, [patient], cancellation);
        var error = CohortRules
            .Check(stored.Cohort, lockCuts: true)
            .Listed.FirstOrDefault(f => f.Severity == Severity.Error && tables.Contains(f.Table));
        // What was saved may move what is due next; dates that are kept follow the facts within the same transaction.
        if (
            error is null
            && tables.Any(t => t is CohortTable.Patients or CohortTable.Infusions or CohortTable.Visits or CohortTable.Therapies)
        )
            await ExpectationWriter.Refresh((NpgsqlConnection)db.Database.GetDbConnection(), [patient], cancellation);
        return error is null
            ? null
            : new($"rule.{error.Field.Replace('_', '-')}", $"Found: {error.Found}. Expected: {error.Expected}. {error.Remedy}");
    }
}
