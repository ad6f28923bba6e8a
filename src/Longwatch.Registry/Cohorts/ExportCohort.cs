using Longwatch.Domain.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Cohorts;

/// <summary>Reads the registry's facts as a cohort: for export as a CSV set, and for the evaluation.</summary>
public sealed class ExportCohort(RegistryStore store) : IUseCase
{
    /// <summary>The cohort of the centres for which the caller has the permission.</summary>
    /// <param name="knownAt">The moment whose knowledge is asked for; null: now.</param>
    /// <param name="permission"><see cref="Permission.DataExport"/>, or <see cref="Permission.EvaluationRun"/> for a report without single patients.</param>
    public async Task<Cohort> Do(Caller caller, DateTimeOffset? knownAt, Permission permission, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await using var connection = await store.Connections.Batch.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var whole = (await CohortLoader.Load(connection, knownAt, null, cancellation)).Cohort;
        await transaction.RollbackAsync(cancellation);
        if (permission == Permission.DataExport)
            await store.Note(caller, new Act("cohort.export", Kind: ActKind.Read), cancellation);
        return caller.Centres(permission) is { } centres ? OfCentres(whole, centres) : whole;
    }

    private static Cohort OfCentres(Cohort whole, string[] centres)
    {
        var patientAt = new int[whole.Patients.Length];
        var kept = 0;
        for (var p = 0; p < patientAt.Length; p++)
            patientAt[p] = centres.Contains(whole.Patients[p].Centre, StringComparer.Ordinal) ? kept++ : -1;
        var neoplasmAt = Places(whole.Neoplasms, n => patientAt[n.Patient] >= 0);
        var specimenAt = Places(whole.Specimens, s => patientAt[s.Patient] >= 0);
        return whole with
        {
            Patients = [.. whole.Patients.Where((_, p) => patientAt[p] >= 0)],
            Infusions = [.. whole.Infusions.Where(i => patientAt[i.Patient] >= 0).Select(i => i with { Patient = patientAt[i.Patient] })],
            Visits = [.. whole.Visits.Where(v => patientAt[v.Patient] >= 0).Select(v => v with { Patient = patientAt[v.Patient] })],
            Neoplasms = [.. whole.Neoplasms.Where(n => patientAt[n.Patient] >= 0).Select(n => n with { Patient = patientAt[n.Patient] })],
            Specimens =
            [
                .. whole
                    .Specimens.Where(s => patientAt[s.Patient] >= 0)
                    .Select(s => s with { Patient = patientAt[s.Patient], Neoplasm = s.Neoplasm is { } n ? neoplasmAt[n] : null }),
            ],
            Tests = [.. whole.Tests.Where(t => specimenAt[t.Specimen] >= 0).Select(t => t with { Specimen = specimenAt[t.Specimen] })],
            Therapies = [.. whole.Therapies.Where(t => patientAt[t.Patient] >= 0).Select(t => t with { Patient = patientAt[t.Patient] })],
        };
    }

    private static int[] Places<T>(IReadOnlyList<T> rows, Func<T, bool> keep)
    {
        var places = new int[rows.Count];
        var kept = 0;
        for (var i = 0; i < places.Length; i++)
            places[i] = keep(rows[i]) ? kept++ : -1;
        return places;
    }
}
