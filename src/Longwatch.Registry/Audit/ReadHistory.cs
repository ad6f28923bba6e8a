using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.Audit;

/// <summary>Every version of every fact of one patient: who recorded or changed what, when and why. Newest first, 200 acts at most.</summary>
public sealed class ReadHistory(RegistryStore store) : IUseCase
{
    /// <summary>Older acts are found by the audit search, and in "as known at".</summary>
    public const int MostActs = 200;
    private const int MostRecords = 100;

    public Task<Result<IReadOnlyList<AuditedAct>>> Do(Caller caller, Guid patient, CancellationToken cancellation) =>
        store.ReadPatient<IReadOnlyList<AuditedAct>>(
            caller,
            patient,
            "patient.read-history",
            async (db, stop) =>
            {
                if (await db.FindPatient(caller, Permission.PatientsRead, patient, stop) is null)
                    return Visibility.NotFound;
                await db.Database.OpenConnectionAsync(stop);
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                var acts = await Acts(connection, patient, stop);
                var records = await AuditedAct.Records(connection, [.. acts.Select(a => a.Id)], patient, MostRecords, stop);
                return acts.ConvertAll(a => a with { Changes = [.. records[a.Id].Where(c => c.Relation != AuditedAct.Blinded)] });
            },
            cancellation
        );

    private static async Task<List<AuditedAct>> Acts(NpgsqlConnection connection, Guid patient, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select {AuditedAct.Columns}, count(*)
            from audit.entry e join audit.act a on a.id = e.act
            where e.patient = $1 group by a.id order by a.id desc limit {MostActs}
            """,
            connection
        )
        {
            Parameters = { new() { Value = patient } },
        };
        var acts = new List<AuditedAct>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
            acts.Add(AuditedAct.Of(r));
        return acts;
    }
}
