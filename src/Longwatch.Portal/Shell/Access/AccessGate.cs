using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Errors;
using Microsoft.AspNetCore.Antiforgery;

namespace Longwatch.Portal.Shell.Access;

/// <summary>Between routing and the page: who calls, whether they may, and whether a form that changes something is ours.</summary>
internal sealed class AccessGate(RequestDelegate next, CallerOf callerOf, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            context.Features.Set(await callerOf(context)); // the page that says "not found" has the caller's navigation
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (endpoint is not RouteEndpoint)
        {
            context.Features.Set(await callerOf(context));
            await next(context); // routing's own answers: 405 for the method, 415 for the kind of content
            return;
        }

        var rule = endpoint.Metadata.GetMetadata<WhoMayCall>();
        var caller = await callerOf(context);
        context.Features.Set(caller);
        switch (rule)
        {
            case WhoMayCall.Anyone:
                break;
            case WhoMayCall.SignedIn or WhoMayCall.With when caller is null:
                SendToSignIn(context);
                return;
            case WhoMayCall.SignedIn:
                break;
            case WhoMayCall.With with when caller!.May(with.Permission):
                break;
            default: // a rule that is missing refuses too
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
        }

        if (ApiRequests.Changes(context.Request))
        {
            if (ApiRequests.Is(context.Request))
            {
                if (!ApiRequests.ComesFromNoOtherSite(context))
                    return;
            }
            else if (!await antiforgery.IsRequestValidAsync(context))
            {
                throw new RefusedRequestException(StatusCodes.Status400BadRequest, "forgery");
            }
        }

        await next(context);
    }

    internal static void RequireEveryEndpointToSayWhoMayCallIt(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints.Where(e => e.Metadata.GetMetadata<WhoMayCall>() is null))
            throw new InvalidOperationException(
                $"{endpoint.DisplayName} does not say who may call it: .Needs(…), .SignedIn() or .Anyone()."
            );
    }

    private static void SendToSignIn(HttpContext context)
    {
        if (ApiRequests.Is(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var address = $"/sign-in?return={Uri.EscapeDataString(context.Request.Path)}";
        if (ApiRequests.Changes(context.Request))
            address = "/sign-in";
        Page.Redirect(context, address);
    }
}
