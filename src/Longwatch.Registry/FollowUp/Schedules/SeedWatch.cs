using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Schedules;

/// <summary>Puts the schedules and forms that Longwatch ships into the store. To be called when a host starts; the second time it changes nothing.</summary>
public sealed class SeedWatch(RegistryStore store) : IUseCase
{
    /// <summary>Adds what is missing.</summary>
    /// <returns>How many editions were added.</returns>
    public async Task<int> Do(CancellationToken cancellation)
    {
        var missing = await store.Read(
            async (db, token) =>
            {
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                await connection.OpenAsync(token);
                return await Missing(connection, token);
            },
            cancellation
        );
        if (!missing)
            return 0;
        var result = await store.Write<int>(
            Caller.System,
            new Act("watch.seed", Kind: ActKind.System),
            async (db, token) =>
            {
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                // Two nodes that start at once take turns.
                await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(7224933)", connection))
                    await turn.ExecuteNonQueryAsync(token);
                var schedules = await ScheduleLibrary.Seed(connection, token);
                var forms = await FormLibrary.Seed(connection, token);
                if (schedules > 0)
                    await ExpectationWriter.RefreshAll(connection, token);
                return schedules + forms;
            },
            cancellation
        );
        return result is Result<int>.Ok added ? added.Value : throw new StoreException("The schedules of follow-up could not be stored.");
    }

    private static async Task<bool> Missing(NpgsqlConnection connection, CancellationToken cancellation)
    {
        async Task<bool> Lacks(string table, string code, int edition)
        {
            await using var query = new NpgsqlCommand(
                $"select not exists (select from watch.{table} where code = $1 and edition >= $2)",
                connection
            )
            {
                Parameters =
                {
                    new() { Value = code },
                    new() { Value = edition },
                },
            };
            return (bool)(await query.ExecuteScalarAsync(cancellation))!;
        }

        foreach (var (schedule, _) in ScheduleLibrary.Shipped)
            if (await Lacks("schedule", schedule.Id, schedule.Version))
                return true;
        foreach (var (form, _) in FormLibrary.Shipped)
            if (await Lacks("form_definition", form.Id, form.Version))
                return true;
        return false;
    }
}
