using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.Audit;

/// <summary>What was known of a patient at a moment: the version of each record that was in force then, from the audit trail.</summary>
public sealed class RecallPatient(RegistryStore store) : IUseCase
{
    /// <summary>One record as it was known.</summary>
    /// <param name="Since">When this version was recorded.</param>
    public sealed record Known(string Relation, Guid Record, int Version, DateTimeOffset Since, ImmutableArray<FieldChange> Fields)
    {
        /// <summary>Names nobody.</summary>
        public override string ToString() => $"{Relation} version {Version}";
    }

    /// <summary>Does it, as one act.</summary>
    /// <param name="moment">Versions recorded later are left out, and so are records that were void then.</param>
    public Task<Result<IReadOnlyList<Known>>> Do(Caller caller, Guid patient, DateTimeOffset moment, CancellationToken cancellation) =>
        store.ReadPatient<IReadOnlyList<Known>>(
            caller,
            patient,
            "patient.recall",
            async (db, stop) =>
            {
                if (await db.FindPatient(caller, Permission.PatientsRead, patient, stop) is null)
                    return Visibility.NotFound;
                await db.Database.OpenConnectionAsync(stop);
                await using var command = new NpgsqlCommand(
                    """
                    select * from (
                      select distinct on (e.record) e.relation, e.record, e.version, a.at, e.new::text, (e.new ->> 'voided')::boolean as voided
                      from audit.entry e join audit.act a on a.id = e.act
                      where e.patient = $1 and a.at <= $2 order by e.record, e.n desc
                    ) k where not voided order by relation, at
                    """,
                    (NpgsqlConnection)db.Database.GetDbConnection()
                )
                {
                    Parameters =
                    {
                        new() { Value = patient },
                        new() { Value = moment.ToUniversalTime() },
                    },
                };
                var known = new List<Known>();
                await using var r = await command.ExecuteReaderAsync(stop);
                while (await r.ReadAsync(stop))
                    if (r.GetString(0) is not ("vault.identity" or AuditedAct.Blinded)) // sealed, and no fact; blinded
                        known.Add(
                            new(
                                r.GetString(0),
                                r.GetGuid(1),
                                r.GetInt32(2),
                                r.GetFieldValue<DateTimeOffset>(3),
                                RecordChange.Compare(null, r.GetString(4))
                            )
                        );
                return known;
            },
            cancellation
        );
}
