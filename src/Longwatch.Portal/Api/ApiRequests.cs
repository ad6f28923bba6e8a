namespace Longwatch.Portal.Api;

/// <summary>What makes a request one of the HTTP API, and what is asked of one that changes something.</summary>
internal static class ApiRequests
{
    internal static bool Is(HttpRequest request) => request.Path.StartsWithSegments("/api", StringComparison.Ordinal);

    internal static bool Changes(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    /// <summary>
    /// A page of another site can make a browser post a form, but not JSON without asking first, and browsers say where a request comes from.
    /// Sets the status of the refusal.
    /// </summary>
    internal static bool ComesFromNoOtherSite(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none"))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return false;
        }

        if (request.ContentLength is not 0 && !request.HasJsonContentType())
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }

        return true;
    }
}
