using System.Text;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Exchange.FollowUp;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Schedules;

/// <summary>Takes a new schedule, or a new version of one, from a file. All dates that it changes are derived anew in the same transaction.</summary>
public sealed class ImportSchedule(RegistryStore store) : IUseCase
{
    /// <summary>The schedule, or every problem of the file; with a problem nothing is stored.</summary>
    public async Task<(DefinitionRead<Schedule> Read, Result<bool> Stored)> Do(
        Caller caller,
        string file,
        ReadOnlyMemory<byte> json,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        var read = ScheduleReader.Read(file, json);
        if (read.Value is not { } schedule)
            return (read, new Refusal("schedule.unreadable", "The file is no schedule of follow-up."));
        if (!caller.May(Permission.SchedulesWrite))
            return (read, new Refusal("schedule.not-found", "There is no such schedule, or it is not yours to change."));
        var stored = await store.Write<bool>(
            caller,
            new Act("follow-up.import-schedule"),
            async (db, token) =>
            {
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(7224933)", connection))
                    await turn.ExecuteNonQueryAsync(token);
                var all = await ScheduleLibrary.All(connection, token);
                var newest = all.Where(s => s.Id == schedule.Id).Select(s => s.Version).DefaultIfEmpty(0).Max();
                if (schedule.Version != newest + 1)
                    return new Refusal(
                        "schedule.version",
                        $"The next version of this schedule is {newest + 1}; the file says {schedule.Version}."
                    );
                if (ScheduleBook.Of([.. all, schedule]) is Result<ScheduleBook>.Refused refused)
                    return refused.Why;
                db.Add(
                    new ScheduleRow
                    {
                        Code = schedule.Id,
                        Edition = schedule.Version,
                        Definition = Encoding.UTF8.GetString(json.Span),
                    }
                );
                await db.SaveChangesAsync(token);
                await ExpectationWriter.RefreshAll(connection, token);
                return true;
            },
            cancellation
        );
        return (read, stored);
    }
}
