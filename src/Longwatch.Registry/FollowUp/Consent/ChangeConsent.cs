using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Consent;

/// <summary>Consent for one purpose, given or withdrawn on one day.</summary>
/// <param name="Reason">Why it was withdrawn; not needed when it is given.</param>
public sealed record ConsentChange(Guid Patient, Purpose Purpose, bool Given, DateOnly Date, string? Reason)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(ConsentChange);
}

/// <summary>Records consent or its withdrawal, for each purpose by itself. Withdrawal from surveillance ends the watch on that day.</summary>
public sealed class ChangeConsent(RegistryStore store, TimeProvider time) : IUseCase
{
    public Task<Result<Guid>> Do(Caller caller, ConsentChange command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Purpose is not (Purpose.Care or Purpose.Surveillance or Purpose.Research))
            return Task.FromResult<Result<Guid>>(new Refusal("consent.purpose-unknown", "Consent is for care, surveillance or research."));
        if (command.Date > time.Today())
            return Task.FromResult<Result<Guid>>(new Refusal("consent.date-in-the-future", "The day lies in the future."));
        if (!command.Given && Reasons.Wrong(command.Reason) is { } missing)
            return Task.FromResult<Result<Guid>>(missing);
        return store.Write<Guid>(
            caller,
            new Act(command.Given ? "consent.give" : "consent.withdraw", command.Patient, command.Reason?.Trim()),
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.ConsentWrite, command.Patient, token) is null)
                    return Visibility.NotFound;
                var row = await db.Set<ConsentRow>()
                    .SingleOrDefaultAsync(c => c.Patient == command.Patient && c.Purpose == command.Purpose, token);
                if (row is null)
                {
                    // A withdrawal of consent that was never entered is recorded all the same: it must hold.
                    row = new ConsentRow
                    {
                        Patient = command.Patient,
                        Purpose = command.Purpose,
                        Given = command.Date,
                    };
                    db.Add(row);
                }
                else if (command.Given && row.Withdrawn is null && !row.Voided)
                {
                    return new Refusal("consent.given", "Consent for this purpose is recorded already.");
                }
                else if (!command.Given && command.Date < row.Given)
                {
                    return new Refusal("consent.withdrawn-before-given", "The withdrawal lies before the consent.");
                }

                row.Voided = false;
                if (command.Given)
                    (row.Given, row.Withdrawn, row.Reason) = (command.Date, null, null);
                else
                    (row.Withdrawn, row.Reason) = (command.Date, command.Reason!.Trim());
                await ExpectationWriter.Refresh(db, command.Patient, token);
                return row.Id;
            },
            cancellation
        );
    }
}
