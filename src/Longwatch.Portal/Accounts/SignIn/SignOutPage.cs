using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Portal.Accounts.SignIn;

/// <summary>POST /sign-out: ends the session in the store, not only the cookie.</summary>
internal static class SignOutPage
{
    internal static void Map(IEndpointRouteBuilder app) => app.MapPost("/sign-out", Save).Anyone().ExcludeFromDescription();

    private static async Task<IResult> Save(HttpContext context, OwnSessions sessions, CancellationToken cancellation)
    {
        if (context.SessionOrNull() is { } session)
            await sessions.SignOut(session.Caller, session.Id, cancellation);
        AccountCookies.ClearSession(context);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return Page.Done(SignInPage.Address, "accounts-signed-out");
    }
}
