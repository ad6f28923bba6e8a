using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Transfers;

/// <summary>A transfer that waits for its answer.</summary>
/// <param name="Mine">True when the caller may answer it.</param>
public sealed record OpenTransfer(
    Guid Id,
    Guid Patient,
    string Pseudonym,
    string FromCentre,
    string ToCentre,
    string Reason,
    DateOnly Requested,
    bool Mine
)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(OpenTransfer);
}

/// <summary>Transfers that wait, of the caller's centres: those to answer and those that were asked for.</summary>
public sealed class ListTransfers(RegistryStore store) : IUseCase
{
    public Task<IReadOnlyList<OpenTransfer>> Do(Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return store.Read<IReadOnlyList<OpenTransfer>>(
            async (db, token) =>
            {
                var centres = caller.Centres(Permission.TransfersWrite);
                var open = db.Set<TransferRow>().Where(t => !t.Voided && t.Answered == null && t.ToCentre != null);
                if (centres is not null)
                    open = open.Where(t => centres.Contains(t.ToCentre!) || centres.Contains(t.FromCentre));
                var rows = await open.Join(db.Set<PatientRow>(), t => t.Patient, p => p.Id, (t, p) => new { Transfer = t, p.Pseudonym })
                    .OrderBy(t => t.Transfer.Requested)
                    .ThenBy(t => t.Transfer.Id)
                    .Take(200)
                    .ToListAsync(token);
                return
                [
                    .. rows.Select(r => new OpenTransfer(
                        r.Transfer.Id,
                        r.Transfer.Patient,
                        r.Pseudonym,
                        r.Transfer.FromCentre,
                        r.Transfer.ToCentre!,
                        r.Transfer.Reason,
                        r.Transfer.Requested,
                        caller.May(Permission.TransfersWrite, r.Transfer.ToCentre!)
                    )),
                ];
            },
            cancellation
        );
    }
}
