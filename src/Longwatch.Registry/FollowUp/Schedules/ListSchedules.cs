using Longwatch.Domain.FollowUp;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Schedules;

/// <summary>Every edition of every schedule, by id and version.</summary>
public sealed class ListSchedules(RegistryStore store) : IUseCase
{
    public Task<IReadOnlyList<Schedule>> Do(CancellationToken cancellation) =>
        store.Read<IReadOnlyList<Schedule>>(
            async (db, token) =>
            {
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                await connection.OpenAsync(token);
                return await ScheduleLibrary.All(connection, token);
            },
            cancellation
        );
}
