using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Longwatch.Registry.Accounts;

/// <summary>Puts accounts and mail into a host.</summary>
public static class AccountServices
{
    /// <summary>Mail and reauthentication for use cases; part of <see cref="RegistryServices.AddRegistry"/>.</summary>
    internal static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IMailer, Outbox>();
        services.AddSingleton<IReauthentication>(s => s.GetRequiredService<Reauthenticate>());
        return services;
    }

    /// <summary>What runs beside the pages: delivery of letters and clearing; and the key ring in the database.</summary>
    /// <param name="mail">Null: letters wait in the outbox.</param>
    public static IServiceCollection AddAccountWork(this IServiceCollection services, MailServer? mail)
    {
        if (mail is not null)
            services.AddSingleton(mail);
        services.AddHostedService<DeliverLetters>();
        services.AddHostedService<ClearPassedAccess>();
        services.AddDataProtection().SetApplicationName("longwatch");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(o =>
            o.XmlRepository = ActivatorUtilities.CreateInstance<KeyRing>(s)
        ));
        return services;
    }
}
