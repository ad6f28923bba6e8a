using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Longwatch.Registry.FollowUp.Reminders;

/// <summary>Address under which people reach the portal, for links in letters.</summary>
/// <param name="Address">Null: not known, and no letter is written.</param>
public sealed record PortalAddress(Uri? Address);

/// <summary>While a host runs: puts shipped schedules and forms into the store at the start, and gives reminders once an hour. Several nodes may do it.</summary>
internal sealed partial class KeepReminding(
    SeedWatch seed,
    GiveReminders reminders,
    TimeProvider time,
    ILogger<KeepReminding> log,
    PortalAddress? portal = null
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>A host answers no request before the schedules are there.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await seed.Do(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (portal?.Address is not { } address)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await reminders.Do(address, stoppingToken);
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or Microsoft.EntityFrameworkCore.DbUpdateException or StoreException)
            {
                StoreAway(e.GetType().Name);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reminders could not be given: {Kind}")]
    private partial void StoreAway(string kind);
}
