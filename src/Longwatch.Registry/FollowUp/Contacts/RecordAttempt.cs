using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.FollowUp.Contacts;

/// <summary>One attempt to reach a patient.</summary>
public sealed record AttemptReport(Guid Patient, DateOnly Date, ContactMeans Means, ContactOutcome Outcome, string? Note)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(AttemptReport);
}

/// <summary>Records that somebody tried to reach a patient, how, and what came of it.</summary>
public sealed class RecordAttempt(RegistryStore store, TimeProvider time) : IUseCase
{
    private const int LongestNote = 1000;

    public Task<Result<Guid>> Do(Caller caller, AttemptReport command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        if (command.Date > time.Today())
            return Task.FromResult<Result<Guid>>(new Refusal("attempt.date-in-the-future", "The day of the attempt lies in the future."));
        if (command.Note?.Length > LongestNote)
            return Task.FromResult<Result<Guid>>(new Refusal("attempt.note-too-long", $"A note has at most {LongestNote} characters."));
        if (command.Note is { } note && !Reasons.IsStorable(note))
            return Task.FromResult<Result<Guid>>(new Refusal("attempt.note-characters", "A note holds no control characters."));
        if (!Enum.IsDefined(command.Means) || !Enum.IsDefined(command.Outcome))
            return Task.FromResult<Result<Guid>>(new Refusal("attempt.code-unknown", "Choose how and what came of it."));
        return store.Write<Guid>(
            caller,
            new Act("follow-up.record-attempt", command.Patient),
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.FollowUpWrite, command.Patient, token) is null)
                    return Visibility.NotFound;
                var row = new AttemptRow
                {
                    Patient = command.Patient,
                    Date = command.Date,
                    Means = command.Means,
                    Outcome = command.Outcome,
                    Note = string.IsNullOrWhiteSpace(command.Note) ? null : command.Note.Trim(),
                    ByAccount = caller.Account,
                    ByName = caller.PrintedName,
                };
                db.Add(row);
                await ExpectationWriter.Refresh(db, command.Patient, token);
                return row.Id;
            },
            cancellation
        );
    }
}
