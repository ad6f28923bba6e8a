namespace Longwatch.Portal;

/// <summary>How the portal is served.</summary>
/// <param name="OverHttps">
/// True when browsers reach the portal by https only: cookies are then Secure with the <c>__Host-</c> prefix, and HSTS is sent.
/// </param>
public sealed record PortalOptions(bool OverHttps)
{
    /// <summary>Largest request body in bytes where an endpoint asks for no other; 1 MiB.</summary>
    public long RequestBodyBytes { get; init; } = 1024 * 1024;
}
