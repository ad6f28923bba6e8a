using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Transfers;

/// <summary>Takes a transfer back: one that still waits for its answer, or the leaving of a patient who is back or never left, whose watch then goes on.</summary>
public sealed class WithdrawTransfer(RegistryStore store) : IUseCase
{
    public Task<Result<bool>> Do(Caller caller, Guid patient, string? reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (Reasons.Wrong(reason) is { } missing)
            return Task.FromResult<Result<bool>>(missing);
        return store.Write<bool>(
            caller,
            new Act("transfer.withdraw", patient, reason!.Trim()),
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.TransfersWrite, patient, token) is not { } found)
                    return Visibility.NotFound;
                var transfers = await db.Set<TransferRow>()
                    .Where(t => t.Patient == patient && t.FromCentre == found.Centre && !t.Voided)
                    .Where(t => t.Answered == null || (t.Accepted == true && t.ToCentre == null))
                    .ToListAsync(token);
                if (transfers.Count == 0)
                    return new Refusal("transfer.none", "No transfer of this patient waits, and the patient has not left the registry.");
                foreach (var transfer in transfers)
                    transfer.Voided = true;
                await ExpectationWriter.Refresh(db, patient, token);
                return true;
            },
            cancellation
        );
    }
}
