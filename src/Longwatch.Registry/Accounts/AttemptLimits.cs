using Longwatch.Domain;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Accounts;

/// <summary>Counts attempts in fixed stretches of time, in the database, so that all nodes count together.</summary>
public sealed class AttemptLimits(StoreConnections connections, AccountKeys keys, TimeProvider time) : IUseCase
{
    public static readonly Refusal TooMany = new("attempts.too-many", "Too many attempts. Wait a while, then try again.");

    internal static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Counts one attempt; whether it is still within the limit.</summary>
    /// <param name="what">Kind of attempt: constant text.</param>
    /// <param name="who">Network address or recipient; kept as a keyed hash only.</param>
    internal async Task<bool> Allow(string what, string who, int most, TimeSpan stretch, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var start = now - TimeSpan.FromTicks(now.Ticks % stretch.Ticks);
        await using var command = connections.App.CreateCommand(
            """
            insert into access.attempt_count (key, stretch, attempts) values ($1, $2, 1)
            on conflict (key, stretch) do update set attempts = access.attempt_count.attempts + 1 returning attempts
            """
        );
        command.Parameters.Add(new() { Value = keys.Hash($"attempt/{what}", who) });
        command.Parameters.Add(new() { Value = start });
        return (int)(await command.ExecuteScalarAsync(cancellation))! <= most;
    }
}
