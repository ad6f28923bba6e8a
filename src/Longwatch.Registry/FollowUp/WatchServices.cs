using Longwatch.Registry.FollowUp.Reminders;
using Microsoft.Extensions.DependencyInjection;

namespace Longwatch.Registry.FollowUp;

/// <summary>Puts the keeping of the watch into a host.</summary>
internal static class WatchServices
{
    /// <summary>
    /// Seeding and reminders; part of <see cref="Store.RegistryServices.AddRegistry"/>. Letters are written when the host adds a
    /// <see cref="PortalAddress"/>.
    /// </summary>
    public static IServiceCollection AddWatch(this IServiceCollection services) => services.AddHostedService<KeepReminding>();
}
