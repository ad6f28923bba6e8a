using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>Records consent to the testing of specimens, its refusal or its withdrawal.</summary>
public sealed class RecordConsent(RegistryStore store, TimeProvider time) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Version">Of the record that the caller saw; null when there was none.</param>
    public sealed record Command(Guid Patient, int? Version, TestingConsent Consent, string Source);

    public Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<int>(
            caller,
            new Act("specimens.record-consent", command.Patient),
            async (db, stop) =>
            {
                if (await db.FindPatient(caller, Permission.ConsentWrite, command.Patient, stop) is null)
                    return Visibility.NotFound;
                if (Wrong(command) is { } why)
                    return why;
                var row = await db.Set<TestingConsentRow>().SingleOrDefaultAsync(c => c.Patient == command.Patient, stop);
                if (row?.Version != command.Version)
                    return RegistryStore.Conflict;
                if (row is null)
                    db.Add(row = new TestingConsentRow { Patient = command.Patient, Source = "" });
                (row.Given, row.FromDate, row.Withdrawn) = (command.Consent.Given, command.Consent.From, command.Consent.Withdrawn);
                row.Source = command.Source.Trim();
                await db.SaveChangesAsync(stop);
                return row.Version;
            },
            cancellation
        );
    }

    private Refusal? Wrong(Command command)
    {
        var consent = command.Consent;
        if (string.IsNullOrWhiteSpace(command.Source) || command.Source.Length > 500)
            return new("consent.source", "Say where the consent is recorded, in at most 500 characters.");
        if (consent.Given != Ternary.Yes && consent.Withdrawn is not null)
            return new("consent.withdrawn", "Only consent that was given can be withdrawn.");
        if ((consent.From is { } from && time.IsFuture(from)) || (consent.Withdrawn is { } end && time.IsFuture(end)))
            return new("consent.future", "A day that has not come yet.");
        return consent.Withdrawn < consent.From ? new("consent.order", "Consent cannot be withdrawn before it was given.") : null;
    }
}
