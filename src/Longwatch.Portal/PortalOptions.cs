using System.Net;
using Longwatch.Portal.Accounts.External;

namespace Longwatch.Portal;

/// <summary>How the portal is served.</summary>
/// <param name="OverHttps">
/// True when browsers reach the portal by https only: cookies are then Secure with the <c>__Host-</c> prefix, and HSTS is sent.
/// </param>
public sealed record PortalOptions(bool OverHttps)
{
    /// <summary>Largest request body in bytes where an endpoint asks for no other; 1 MiB.</summary>
    public long RequestBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Outside provider of sign-in; null: there is none.</summary>
    public ExternalProvider? External { get; init; }

    /// <summary>Addresses of proxies whose word about the caller's address is taken; none by default.</summary>
    public IReadOnlyList<IPAddress> TrustedProxies { get; init; } = [];

    /// <summary>Reads <c>LONGWATCH_TRUSTED_PROXIES</c>: addresses with commas between.</summary>
    /// <exception cref="FormatException">One is no address.</exception>
    public static IReadOnlyList<IPAddress> ProxiesOf(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return
        [
            .. (setting("LONGWATCH_TRUSTED_PROXIES") ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(text =>
                    IPAddress.TryParse(text, out var address)
                        ? address
                        : throw new FormatException("LONGWATCH_TRUSTED_PROXIES holds what is no network address.")
                ),
        ];
    }
}
