using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Contacts;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Transfers;

/// <summary>The answer of the centre that was asked to take a patient over.</summary>
public sealed record TransferAnswer(Guid Transfer, bool Accept, string? Reason);

/// <summary>Accepts or declines a transfer. Accepted, the one patient with the whole history moves; the old centre sees it no more.</summary>
public sealed class AnswerTransfer(RegistryStore store, TimeProvider time) : IUseCase
{
    public static readonly Refusal NotFound = new("transfer.not-found", "There is no such transfer, or it is not yours to answer.");

    public async Task<Result<bool>> Do(Caller caller, TransferAnswer command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Accept && Reasons.Wrong(command.Reason) is { } missing)
            return missing;
        var patient = await store.Read(
            (db, token) =>
                db.Set<TransferRow>().Where(t => t.Id == command.Transfer).Select(t => (Guid?)t.Patient).SingleOrDefaultAsync(token),
            cancellation
        );
        return await store.Write<bool>(
            caller,
            new Act(command.Accept ? "transfer.accept" : "transfer.decline", patient, command.Reason?.Trim()),
            async (db, token) =>
            {
                var transfer = await db.Set<TransferRow>().SingleOrDefaultAsync(t => t.Id == command.Transfer && !t.Voided, token);
                if (transfer?.ToCentre is not { } to || !caller.May(Permission.TransfersWrite, to))
                    return NotFound;
                if (transfer.Answered is not null)
                    return new Refusal("transfer.conflict", "This transfer was answered already.");
                (transfer.Answered, transfer.Accepted, transfer.AnsweredBy, transfer.AnswerReason) = (
                    time.Today(),
                    command.Accept,
                    caller.PrintedName,
                    command.Reason?.Trim()
                );
                if (!command.Accept)
                    return true;
                (await db.Set<PatientRow>().SingleAsync(p => p.Id == transfer.Patient, token)).Centre = to;
                // Whoever kept the watch did so at the old centre.
                if (await db.Set<KeeperRow>().SingleOrDefaultAsync(k => k.Patient == transfer.Patient && !k.Voided, token) is { } keeper)
                    keeper.Voided = true;
                await ExpectationWriter.Refresh(db, transfer.Patient, token);
                return true;
            },
            cancellation
        );
    }
}
