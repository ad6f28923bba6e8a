using Longwatch.Registry.Accounts;
using Longwatch.Registry.Cases;
using Longwatch.Registry.FollowUp;
using Microsoft.Extensions.DependencyInjection;

namespace Longwatch.Registry.Store;

/// <summary>Puts the registry into a host.</summary>
public static class RegistryServices
{
    /// <summary>The store and every use case of this assembly, one instance each: they hold no state.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services, StoreConnections connections)
    {
        services.AddSingleton(connections);
        services.AddSingleton<RegistryStore>();
        foreach (var useCase in typeof(RegistryServices).Assembly.GetTypes())
            if (useCase is { IsClass: true, IsAbstract: false } && typeof(IUseCase).IsAssignableFrom(useCase))
                services.AddSingleton(useCase);
        return services.AddAccounts().AddWatch().AddCases();
    }
}
