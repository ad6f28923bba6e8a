using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Portal.Accounts.Own;

/// <summary>Forms of the own account that end sessions, and make and end tokens of the API.</summary>
internal static class OwnTokensPages
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/account/sessions/{session:guid}/revoke", RevokeSession).SignedIn().ExcludeFromDescription();
        app.MapPost("/account/sessions/revoke-others", RevokeOthers).SignedIn().ExcludeFromDescription();
        app.MapPost("/account/tokens", MakeToken).SignedIn().ExcludeFromDescription();
        app.MapPost("/account/tokens/{token:guid}/revoke", RevokeToken).SignedIn().ExcludeFromDescription();
    }

    private static async Task<IResult> RevokeSession(
        HttpContext context,
        Guid session,
        OwnSessions sessions,
        CancellationToken cancellation
    ) =>
        await sessions.Revoke(context.Caller(), session, cancellation) is Result<bool>.Refused(var why)
            ? Page.Refused(context, why)
            : Page.Done(OwnAccountPage.Address + "#sessions", "accounts-session-ended");

    private static async Task<IResult> RevokeOthers(HttpContext context, OwnSessions sessions, CancellationToken cancellation)
    {
        await sessions.RevokeOthers(context.Caller(), context.Session().Id, cancellation);
        return Page.Done(OwnAccountPage.Address + "#sessions", "accounts-session-ended");
    }

    private static async Task<IResult> MakeToken(
        HttpContext context,
        ApiTokens tokens,
        OwnAccountParts parts,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var name = form.Line("name", 100, required: true);
        var days = form.Integer("days", 1, 3650, required: true);
        if (form.IsRefused)
            return await OwnAccountPage.Draw(context, parts, "token", form, cancellation);
        switch (await tokens.Make(context.Caller(), name!, days!.Value, form.Proof(), cancellation))
        {
            case Result<string>.Ok(var token):
                return Page.Of<NewTokenView>(context, Text.T("accounts.token.title"), new { Token = token });
            case Result<string>.Refused(var why):
                form.Refuse(why, ("api-token.name", "name"), ("api-token.days", "days"), ("reauthentication.failed", "proof"));
                return await OwnAccountPage.Draw(context, parts, "token", form, cancellation);
            default:
                throw new InvalidOperationException("A result is one of two.");
        }
    }

    private static async Task<IResult> RevokeToken(HttpContext context, Guid token, ApiTokens tokens, CancellationToken cancellation) =>
        await tokens.Revoke(context.Caller(), token, cancellation) is Result<bool>.Refused(var why)
            ? Page.Refused(context, why)
            : Page.Done(OwnAccountPage.Address + "#tokens", "accounts-token-revoked");
}
