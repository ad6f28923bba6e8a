using Longwatch.Domain;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Access;

/// <summary>Restricts queries to what a caller may see. A record of another centre is as one that does not exist.</summary>
public static class Visibility
{
    public static readonly Refusal NotFound = new("patient.not-found", "There is no such record, or it is not yours to see.");

    /// <summary>The patients at whose centres the caller has the permission, without voided ones.</summary>
    public static IQueryable<PatientRow> Visible(this IQueryable<PatientRow> patients, Caller caller, Permission permission)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Centres(permission) is { } centres
            ? patients.Where(p => !p.Voided && centres.Contains(p.Centre))
            : patients.Where(p => !p.Voided);
    }

    /// <summary>The facts of patients at whose centres the caller has the permission, without voided ones.</summary>
    public static IQueryable<T> Visible<T>(this IQueryable<T> facts, RegistryDb db, Caller caller, Permission permission)
        where T : Fact, IPatientFact
    {
        ArgumentNullException.ThrowIfNull(db);
        var patients = db.Set<PatientRow>().Visible(caller, permission);
        return facts.Where(f => !f.Voided && patients.Any(p => p.Id == f.Patient));
    }

    /// <summary>One patient whom the caller may see; null when there is none such.</summary>
    public static Task<PatientRow?> FindPatient(
        this RegistryDb db,
        Caller caller,
        Permission permission,
        Guid patient,
        CancellationToken cancellation
    ) => db.Set<PatientRow>().Visible(caller, permission).SingleOrDefaultAsync(p => p.Id == patient, cancellation);
}

/// <summary>A fact about one patient.</summary>
public interface IPatientFact
{
    Guid Patient { get; }
}
