using Longwatch.Portal.Accounts.External;
using Longwatch.Portal.Accounts.Own;
using Longwatch.Portal.Accounts.Passkeys;
using Longwatch.Portal.Accounts.Registration;
using Longwatch.Portal.Accounts.SignIn;
using Longwatch.Portal.Api;
using Longwatch.Portal.People;
using Longwatch.Portal.Shell.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longwatch.Portal.Accounts;

/// <summary>Sign-in for the portal: who calls, passkeys by ASP.NET Core Identity, and an outside provider when one is set.</summary>
internal static class PortalAccounts
{
    internal static void AddPortalAccounts(this IServiceCollection services, PortalOptions options)
    {
        services.TryAddSingleton<SessionOfRequest>();
        services.TryAddSingleton<CallerOf>(s => s.GetRequiredService<SessionOfRequest>().Caller);
        services.TryAddSingleton<OwnAccountParts>();
        services.TryAddSingleton<PersonParts>();
        services.AddIdentityCore<PasskeyUser>();
        services.TryAddScoped<IUserStore<PasskeyUser>, PasskeyUsers>();
        services.TryAddScoped<IPasskeyHandler<PasskeyUser>, PasskeyHandler<PasskeyUser>>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            // With the person's own check at the device a passkey is two factors; without it, it would be one.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AttestationConveyancePreference = "none";
            passkeys.ValidateOrigin = asked => ValueTask.FromResult(IsOwnOrigin(asked));
        });
        if (options.External is { } provider)
            services.AddExternalSignIn(provider, options);
    }

    /// <summary>
    /// Whether the page that asked the authenticator is this portal's, by the address that the browser asked for. Identity's own check reads the Origin
    /// header, which browsers send as "null" where the referrer policy is no-referrer.
    /// </summary>
    private static bool IsOwnOrigin(PasskeyOriginValidationContext asked) =>
        !asked.CrossOrigin
        && Uri.TryCreate(asked.Origin, UriKind.Absolute, out var origin)
        && Uri.TryCreate($"{asked.HttpContext.Request.Scheme}://{asked.HttpContext.Request.Host}", UriKind.Absolute, out var own)
        && origin == own;

    internal static void Map(IEndpointRouteBuilder app)
    {
        var options = app.ServiceProvider.GetRequiredService<PortalOptions>();
        SignInPage.Map(app);
        SecondStepPage.Map(app);
        SetUpSecondFactorPage.Map(app);
        SignOutPage.Map(app);
        PasskeySignIn.Map(app);
        AddPasskey.Map(app);
        RequestAccountPage.Map(app);
        ConfirmEmailPage.Map(app);
        ForgotPasswordPage.Map(app);
        SetPasswordPage.Map(app);
        FirstAdministratorPage.Map(app);
        OwnAccountPage.Map(app);
        OwnSecretsPages.Map(app);
        OwnTokensPages.Map(app);
        ListPeoplePage.Map(app);
        ShowPersonPage.Map(app);
        ChangePersonPages.Map(app);
        ListLettersPage.Map(app);
        PeopleCalls.Map(app.MapGroup(PortalApi.Prefix));
        if (options.External is not null)
            ExternalSignInPages.Map(app);
    }
}
