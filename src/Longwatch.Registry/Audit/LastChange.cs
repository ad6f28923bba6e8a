using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Audit;

/// <summary>Who changed a record last, and when: told to somebody whose own change came too late.</summary>
public sealed class LastChange(RegistryStore store) : IUseCase
{
    /// <summary>The last act that made or changed the record.</summary>
    public sealed record Answer(string PrintedName, DateTimeOffset At)
    {
        /// <summary>Names nobody.</summary>
        public override string ToString() => nameof(LastChange);
    }

    /// <summary>Reads it from the audit trail.</summary>
    /// <param name="permission">What the caller needs for the record; for that of a patient, at the patient's centre.</param>
    /// <returns>Null when the record is not the caller's to see, or there is none.</returns>
    public Task<Answer?> Do(Caller caller, Permission permission, Guid record, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return store.Read(
            async (db, stop) =>
            {
                var last = await db
                    .Database.SqlQuery<Entry>(
                        $"""
                        select a.actor_name as "PrintedName", a.at as "At", e.patient as "Patient"
                        from audit.entry e join audit.act a on a.id = e.act where e.record = {record} order by e.n desc limit 1
                        """
                    )
                    .SingleOrDefaultAsync(stop);
                if (last is null || !caller.May(permission))
                    return null;
                var isVisible = last.Patient is not { } patient || await db.FindPatient(caller, permission, patient, stop) is not null;
                return isVisible ? new Answer(last.PrintedName, last.At) : null;
            },
            cancellation
        );
    }

    private sealed record Entry(string PrintedName, DateTimeOffset At, Guid? Patient);
}
