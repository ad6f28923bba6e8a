using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Transfers;

/// <summary>A wish to hand a patient over.</summary>
/// <param name="ToCentre">A centre of the registry; null when the patient leaves the registry.</param>
/// <param name="ToOutside">Where the patient is followed from now on, in words; only without a centre.</param>
public sealed record TransferRequest(Guid Patient, string? ToCentre, string? ToOutside, string Reason)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(TransferRequest);
}

/// <summary>Asks another centre to take a patient over, or records that a patient left the registry, which ends the watch.</summary>
public sealed class RequestTransfer(RegistryStore store, TimeProvider time) : IUseCase
{
    public Task<Result<Guid>> Do(Caller caller, TransferRequest command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        if (Reasons.Wrong(command.Reason) is { } missing)
            return Task.FromResult<Result<Guid>>(missing);
        if (
            string.IsNullOrWhiteSpace(command.ToCentre) == string.IsNullOrWhiteSpace(command.ToOutside)
            || command.ToOutside?.Length > 200
            || !Reasons.IsStorable($"{command.ToCentre}{command.ToOutside}")
        )
            return Task.FromResult<Result<Guid>>(
                new Refusal("transfer.target", "Give either a centre of the registry, or where outside it (at most 200 characters).")
            );
        return store.Write<Guid>(
            caller,
            new Act("transfer.request", command.Patient, command.Reason.Trim()),
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.TransfersWrite, command.Patient, token) is not { } patient)
                    return Visibility.NotFound;
                if (await db.Set<TransferRow>().AnyAsync(t => t.Patient == command.Patient && t.Answered == null && !t.Voided, token))
                    return new Refusal("transfer.open", "A transfer of this patient waits for its answer already.");
                if (command.ToCentre == patient.Centre)
                    return new Refusal("transfer.same-centre", "The patient is at this centre already.");
                if (command.ToCentre is { } centre && !await db.Set<CentreRow>().AnyAsync(c => c.Code == centre && !c.Voided, token))
                    return new Refusal("transfer.centre-unknown", "There is no such centre in the registry.");
                var outside = command.ToCentre is null;
                var row = new TransferRow
                {
                    Patient = command.Patient,
                    FromCentre = patient.Centre,
                    ToCentre = command.ToCentre,
                    ToOutside = outside ? command.ToOutside!.Trim() : null,
                    Reason = command.Reason.Trim(),
                    Requested = time.Today(),
                    RequestedBy = caller.PrintedName,
                };
                // Nobody outside the registry answers in it.
                if (outside)
                    (row.Answered, row.Accepted, row.AnsweredBy) = (row.Requested, true, caller.PrintedName);
                db.Add(row);
                await ExpectationWriter.Refresh(db, command.Patient, token);
                return row.Id;
            },
            cancellation
        );
    }
}
