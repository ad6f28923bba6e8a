namespace Longwatch.Portal.Shell.Requests;

/// <summary>One way to name and to set a cookie of the portal.</summary>
internal static class PortalCookies
{
    /// <summary>Over https the prefix <c>__Host-</c>: the browser then takes the cookie from this host only, Secure and for every path.</summary>
    internal static string Name(PortalOptions options, string name) => options.OverHttps ? $"__Host-longwatch-{name}" : $"longwatch-{name}";

    /// <summary>HttpOnly, SameSite=Strict, for the whole site; without <paramref name="lifetime"/> it ends with the browser.</summary>
    internal static CookieOptions Options(PortalOptions options, TimeSpan? lifetime = null) =>
        new()
        {
            HttpOnly = true,
            Secure = options.OverHttps,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = lifetime,
            IsEssential = true,
        };
}
