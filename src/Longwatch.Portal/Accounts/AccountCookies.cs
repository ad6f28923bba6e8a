using Longwatch.Portal.Shell.Requests;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Portal.Accounts;

/// <summary>The cookies of sign-in: HttpOnly, SameSite=Strict, Secure over https. Each holds a random token and nothing of a person.</summary>
internal static class AccountCookies
{
    private const string SessionName = "session";
    private const string CeremonyName = "passkey";

    internal static string? Session(HttpContext context) => Read(context, SessionName);

    /// <summary>Ends with the browser, or when the store says so; the store decides, the cookie only carries.</summary>
    internal static void SetSession(HttpContext context, OpenedSession session) => Set(context, SessionName, session.Token, null);

    internal static void ClearSession(HttpContext context) => Clear(context, SessionName);

    internal static string? Ceremony(HttpContext context) => Read(context, CeremonyName);

    internal static void SetCeremony(HttpContext context, string ticket, TimeSpan lifetime) => Set(context, CeremonyName, ticket, lifetime);

    internal static void ClearCeremony(HttpContext context) => Clear(context, CeremonyName);

    private static PortalOptions Options(HttpContext context) => context.RequestServices.GetRequiredService<PortalOptions>();

    private static string? Read(HttpContext context, string name) => context.Request.Cookies[PortalCookies.Name(Options(context), name)];

    private static void Set(HttpContext context, string name, string value, TimeSpan? lifetime)
    {
        var options = Options(context);
        context.Response.Cookies.Append(PortalCookies.Name(options, name), value, PortalCookies.Options(options, lifetime));
    }

    private static void Clear(HttpContext context, string name)
    {
        var options = Options(context);
        context.Response.Cookies.Delete(PortalCookies.Name(options, name), PortalCookies.Options(options));
    }
}
