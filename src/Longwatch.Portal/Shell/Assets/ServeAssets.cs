using Longwatch.Portal.Shell.Access;

namespace Longwatch.Portal.Shell.Assets;

/// <summary>GET /assets/{hash}/{name}: immutable, because another content has another address.</summary>
internal static class ServeAssets
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/assets/{hash}/{name}", Serve).Anyone().WithMetadata(new MayBeKept()).ExcludeFromDescription();

    private static IResult Serve(string hash, string name, HttpContext context, AssetStore assets)
    {
        if (assets.Find(hash, name) is not { } asset)
            return Results.StatusCode(StatusCodes.Status404NotFound);
        var headers = context.Response.Headers;
        headers.Vary = "Accept-Encoding";
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
            return Results.Bytes(asset.Content, asset.Type);
        headers.ContentEncoding = "br";
        return Results.Bytes(asset.Brotli, asset.Type);
    }
}

/// <summary>Metadata: a good answer of this endpoint may be kept for ever by every cache.</summary>
internal sealed record MayBeKept;
