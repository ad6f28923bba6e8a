using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Schedules;

/// <summary>A choice of schedule for one patient.</summary>
/// <param name="Chosen">False: it is chosen no more. Schedules that hold by rule cannot be taken away.</param>
public sealed record ScheduleChoice(Guid Patient, string Schedule, bool Chosen, string Reason);

/// <summary>Chooses a schedule for one patient by hand, or takes the choice back.</summary>
public sealed class AssignSchedule(RegistryStore store) : IUseCase
{
    public Task<Result<bool>> Do(Caller caller, ScheduleChoice command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (Reasons.Wrong(command.Reason) is { } missing)
            return Task.FromResult<Result<bool>>(missing);
        return store.Write<bool>(
            caller,
            new Act("follow-up.assign-schedule", command.Patient, command.Reason.Trim()),
            async (db, token) =>
            {
                if (await db.FindPatient(caller, Permission.FollowUpWrite, command.Patient, token) is null)
                    return Visibility.NotFound;
                if (!await db.Set<ScheduleRow>().AnyAsync(s => s.Code == command.Schedule && !s.Voided, token))
                    return new Refusal("schedule.not-found", "There is no such schedule.");
                var row = await db.Set<AssignmentRow>()
                    .SingleOrDefaultAsync(a => a.Patient == command.Patient && a.Schedule == command.Schedule, token);
                if (row is null && !command.Chosen)
                    return new Refusal(
                        "schedule.not-chosen",
                        "This schedule was not chosen by hand; one that holds by rule cannot be taken away."
                    );
                if (row is null)
                    db.Add(new AssignmentRow { Patient = command.Patient, Schedule = command.Schedule });
                else
                    row.Voided = !command.Chosen;
                await ExpectationWriter.Refresh(db, command.Patient, token);
                return true;
            },
            cancellation
        );
    }
}
