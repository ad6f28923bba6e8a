using System.Security.Claims;
using Longwatch.Domain;
using Longwatch.Portal.Accounts.Own;
using Longwatch.Portal.Accounts.SignIn;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Accounts.Sessions;
using Microsoft.AspNetCore.Authentication;

namespace Longwatch.Portal.Accounts.External;

/// <summary>Sign-in through an outside provider, and the link between an account and its identity there.</summary>
/// <remarks>
/// The way back comes from another site, so the session's strict cookie is not with it: for a link the ticket itself carries the session that
/// began it. The last page asks for one more step of the person's own, which is of this site again.
/// </remarks>
internal static class ExternalSignInPages
{
    private const string Back = "/sign-in/external/done";
    private const string LinkFor = "link-for-session";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in/external", () => Go([])).Anyone().ExcludeFromDescription();
        app.MapGet(Back, Done).Anyone().ExcludeFromDescription();
        app.MapGet("/account/external/link", (HttpContext context) => Go(new() { [LinkFor] = context.Session().Id.ToString() }))
            .SignedIn()
            .ExcludeFromDescription();
        app.MapPost("/account/external/unlink", Unlink).SignedIn().ExcludeFromDescription();
    }

    private static IResult Go(Dictionary<string, string?> items) =>
        Results.Challenge(new AuthenticationProperties(items) { RedirectUri = Back }, [ExternalSignIn.Provider]);

    private static async Task<IResult> Done(
        HttpContext context,
        ExternalIdentities identities,
        LiveSessions sessions,
        PortalOptions options,
        CancellationToken cancellation
    )
    {
        var proven = await context.AuthenticateAsync(ExternalSignIn.Proven);
        await context.SignOutAsync(ExternalSignIn.Proven);
        if (
            proven is not { Succeeded: true, Principal: { } principal }
            || principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } subject
        )
            return Page.Done(SignInPage.Address, "accounts-external-failed");
        var identity = new ExternalIdentity(options.External!.Name, subject);
        if (proven.Properties?.Items.TryGetValue(LinkFor, out var begun) == true && Guid.TryParse(begun, out var session))
            return await Link(context, identities, await sessions.Find(session, cancellation), identity, cancellation);
        switch (await identities.SignIn(identity, context.Origin(), cancellation))
        {
            case Result<OpenedSession>.Ok(var opened):
                AccountCookies.SetSession(context, opened);
                return Continue(context, SecondStepPage.Address);
            case Result<OpenedSession>.Refused(var why):
                return SignInPage.Draw(context, FormInput.Empty().Refuse(why));
            default:
                throw new InvalidOperationException("A result is one of two.");
        }
    }

    private static async Task<IResult> Link(
        HttpContext context,
        ExternalIdentities identities,
        LiveSession? session,
        ExternalIdentity identity,
        CancellationToken cancellation
    )
    {
        if (session is not { Stage: SessionStage.Full })
            return Page.Done(SignInPage.Address);
        return await identities.Link(session.Caller, identity, cancellation) is Result<bool>.Refused(var why)
            ? Page.Refused(context, why)
            : Continue(context, OwnAccountPage.Address);
    }

    private static IResult Continue(HttpContext context, string next) =>
        Page.Of<ExternalDoneView>(context, Text.T("accounts.external.done"), new { Next = next });

    private static async Task<IResult> Unlink(
        HttpContext context,
        ExternalIdentities identities,
        OwnAccountParts parts,
        PortalOptions options,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        return await identities.Unlink(context.Caller(), options.External!.Name, form.Proof(), cancellation) switch
        {
            Result<bool>.Refused({ Code: "reauthentication.failed" } why) => await OwnAccountPage.Draw(
                context,
                parts,
                "external",
                form.Refuse(why, ("reauthentication.failed", "proof")),
                cancellation
            ),
            Result<bool>.Refused(var why) => Page.Refused(context, why),
            _ => Page.Done(OwnAccountPage.Address, "accounts-external-unlinked"),
        };
    }
}
