using Longwatch.Portal.Shell.Assets;

namespace Longwatch.Portal.Shell.Requests;

/// <summary>Headers on every response, errors included: nothing from elsewhere, nothing inline, nothing kept by a cache.</summary>
/// <remarks>Anchors: OWASP ASVS 5.0 3.4 (headers), 14.3.2 (anti-caching).</remarks>
internal sealed class SecurityHeaders(RequestDelegate next, PortalOptions options)
{
    internal const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    private const string NoDevices =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

    public Task InvokeAsync(HttpContext context)
    {
        if (options.OverHttps)
            context.Request.Scheme = "https"; // the proxy in front has the certificate: what it hands on was asked for by https
        context.Response.OnStarting(Set, context);
        return next(context);
    }

    private Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = NoDevices;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        if (options.OverHttps)
            headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
        var mayBeKept =
            context.Response.StatusCode == StatusCodes.Status200OK && context.GetEndpoint()?.Metadata.GetMetadata<MayBeKept>() is not null;
        headers.CacheControl = mayBeKept ? "public, max-age=31536000, immutable" : "no-store";
        return Task.CompletedTask;
    }
}
