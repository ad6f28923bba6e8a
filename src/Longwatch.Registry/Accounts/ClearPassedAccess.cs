using Longwatch.Registry.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Longwatch.Registry.Accounts;

/// <summary>Takes away what has passed: used and old codes, counts of attempts, kept answers, ended sessions. None of it is a fact.</summary>
internal sealed partial class ClearPassedAccess(StoreConnections connections, TimeProvider time, ILogger<ClearPassedAccess> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await Clear(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                StoreAway(e.GetType().Name);
            }
    }

    /// <summary>Sessions and sent letters stay 90 days, so that an administrator can look back; codes a day; counts two hours.</summary>
    internal async Task Clear(CancellationToken cancellation)
    {
        await using var command = connections.App.CreateCommand(
            """
            with codes as (delete from access.one_time_code where ends < $1 - interval '1 day'),
              counts as (delete from access.attempt_count where stretch < $1 - interval '2 hours'),
              answers as (delete from registry.idempotency where begun < $1 - interval '1 day'),
              letters as (delete from access.outbox where sent < $1 - interval '90 days')
            delete from access.session where ends < $1 - interval '90 days'
            """
        );
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What has passed could not be cleared: {Kind}")]
    private partial void StoreAway(string kind);
}
