using System.Net;
using System.Net.Sockets;
using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Assets;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Portal.Accounts;

/// <summary>Who calls, by the cookie of a session or, for the HTTP API, by a token. Asked of the store at every request: what ended there has ended.</summary>
internal sealed class SessionOfRequest(LiveSessions sessions, ApiTokens tokens)
{
    private const string Bearer = "Bearer ";

    internal async ValueTask<Caller?> Caller(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<MayBeKept>() is not null)
            return null; // a style sheet needs nobody
        if (
            ApiRequests.Is(context.Request)
            && context.Request.Headers.Authorization is [{ } authorization]
            && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        )
            return await tokens.Find(authorization[Bearer.Length..].Trim(), context.RequestAborted);
        if (AccountCookies.Session(context) is not { } token || await sessions.Find(token, context.RequestAborted) is not { } session)
            return null;
        context.Features.Set(session);
        return session.Stage == SessionStage.Full ? session.Caller : null;
    }
}

internal static class RequestOrigin
{
    /// <summary>The session of the request, of whatever stage; null: none, or a token of the API.</summary>
    internal static LiveSession? SessionOrNull(this HttpContext context) => context.Features.Get<LiveSession>();

    /// <summary>The session of a sign-in whose second step is still to come; null: there is none such.</summary>
    internal static LiveSession? HalfSession(this HttpContext context) =>
        context.SessionOrNull() is { Stage: SessionStage.SecondFactor } half ? half : null;

    /// <summary>Where the request comes from: for limits, and for the list of sessions.</summary>
    internal static Origin Origin(this HttpContext context) =>
        new(Network(context.Connection.RemoteIpAddress), Device(context.Request.Headers.UserAgent.ToString()));

    /// <summary>An address of IPv6 counts as its network of 64 bits: one subscriber has all of it.</summary>
    private static string Network(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    /// <summary>Browser and system in the words of their makers; nothing of what a header says is repeated.</summary>
    private static string Device(string agent)
    {
        bool Has(string word) => agent.Contains(word, StringComparison.Ordinal);
        var browser =
            Has("Firefox/") ? "Firefox"
            : Has("Edg/") ? "Edge"
            : Has("Chrome/") || Has("Chromium/") ? "Chrome"
            : Has("Safari/") ? "Safari"
            : "Browser";
        var system =
            Has("Android") ? "Android"
            : Has("iPhone") || Has("iPad") ? "iOS"
            : Has("Windows") ? "Windows"
            : Has("Mac OS X") ? "macOS"
            : Has("Linux") ? "Linux"
            : "";
        return system.Length == 0 ? browser : $"{browser}, {system}";
    }
}
