using System.Collections.Concurrent;
using System.Reflection;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Exchange.FollowUp;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.FollowUp.Schedules;

/// <summary>The schedules in force, read from the store; the ones that Longwatch ships are put there when they are missing.</summary>
internal static class ScheduleLibrary
{
    private const string Prefix = "schedules/";

    /// <summary>An edition never changes: what was read once is kept, by the id of its row.</summary>
    private static readonly ConcurrentDictionary<Guid, Schedule> Known = new();

    /// <summary>The files of data/schedules.</summary>
    public static IReadOnlyList<(Schedule Schedule, string Text)> Shipped { get; } = LoadShipped();

    /// <summary>The schedules in force.</summary>
    /// <remarks>Runs in the transaction that is open on the connection, if there is one.</remarks>
    public static async Task<ScheduleBook> Book(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var schedules = await All(connection, cancellation);
        if (schedules.Count == 0)
            throw new StoreException("The store has no schedule of follow-up. Start 'longwatch serve' once: it puts them there.");
        return ScheduleBook.Of(schedules) is Result<ScheduleBook>.Ok book
            ? book.Value
            : throw new StoreException("The schedules of the store would let the watch end. Import a lifelong schedule for everyone.");
    }

    /// <summary>Every edition of every schedule.</summary>
    public static async Task<List<Schedule>> All(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var ids = new List<Guid>();
        await using (var query = new NpgsqlCommand("select id from watch.schedule where not voided order by code, edition", connection))
        await using (var reader = await query.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                ids.Add(reader.GetGuid(0));
        var unknown = ids.Where(i => !Known.ContainsKey(i)).ToArray();
        if (unknown.Length > 0)
        {
            await using var texts = new NpgsqlCommand("select id, code, definition from watch.schedule where id = any($1)", connection)
            {
                Parameters = { new() { Value = unknown } },
            };
            await using var reader = await texts.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                Known[reader.GetGuid(0)] = Parse(reader.GetString(1), reader.GetString(2));
        }

        return [.. ids.Select(i => Known[i])];
    }

    /// <summary>Adds shipped editions that the store does not have. Needs an open act on the connection.</summary>
    /// <returns>How many were added.</returns>
    public static async Task<int> Seed(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var added = 0;
        foreach (var (schedule, text) in Shipped)
        {
            await using var insert = new NpgsqlCommand(
                "insert into watch.schedule (id, code, edition, definition) select $1, $2, $3, $4 where not exists (select from watch.schedule where code = $2 and edition >= $3)",
                connection
            )
            {
                Parameters =
                {
                    new() { Value = Guid.CreateVersion7() },
                    new() { Value = schedule.Id },
                    new() { Value = schedule.Version },
                    new() { Value = text },
                },
            };
            added += await insert.ExecuteNonQueryAsync(cancellation);
        }

        return added;
    }

    private static Schedule Parse(string code, string text) =>
        ScheduleReader.Read(code, System.Text.Encoding.UTF8.GetBytes(text)).Value
        ?? throw new StoreException($"The schedule {code} of the store cannot be read by this version of Longwatch.");

    private static (Schedule, string)[] LoadShipped()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!, System.Text.Encoding.UTF8);
                    var text = reader.ReadToEnd();
                    return (Parse(n, text), text);
                }),
        ];
    }
}
