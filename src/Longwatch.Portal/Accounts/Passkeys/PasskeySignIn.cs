using Longwatch.Domain;
using Longwatch.Portal.Accounts.SignIn;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Requests;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;
using Microsoft.AspNetCore.Identity;

namespace Longwatch.Portal.Accounts.Passkeys;

/// <summary>POST /sign-in/passkey/options and /sign-in/passkey: sign-in with a passkey, the whole of it or in place of the second step.</summary>
internal static class PasskeySignIn
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-in/passkey/options", Options).Anyone().ExcludeFromDescription();
        app.MapPost("/sign-in/passkey", Save).Anyone().ExcludeFromDescription();
    }

    private static async Task<IResult> Options(
        HttpContext context,
        IPasskeyHandler<PasskeyUser> handler,
        PasskeyCeremonies ceremonies,
        CancellationToken cancellation
    )
    {
        var made = await handler.MakeRequestOptionsAsync(null, context);
        var ticket = await ceremonies.Begin(made.AssertionState ?? "", account: null, cancellation);
        AccountCookies.SetCeremony(context, ticket, PasskeyCeremonies.Lifetime);
        return Results.Text(made.RequestOptionsJson, "application/json");
    }

    private static async Task<IResult> Save(
        HttpContext context,
        IPasskeyHandler<PasskeyUser> handler,
        PasskeyCeremonies ceremonies,
        Registry.Accounts.SecondFactor.Passkeys passkeys,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var state = AccountCookies.Ceremony(context) is { } ticket ? await ceremonies.Take(ticket, account: null, cancellation) : null;
        AccountCookies.ClearCeremony(context);
        if (state is null || form.Value("credential") is not { Length: > 0 } credential)
            return Failed(context, form);
        var asserted = await handler.PerformAssertionAsync(
            new()
            {
                HttpContext = context,
                CredentialJson = credential,
                AssertionState = state,
            }
        );
        if (!asserted.Succeeded)
            return Failed(context, form);
        var half = context.HalfSession();
        if (half is not null && half.Caller.Account != asserted.User.Id)
            return Failed(context, form); // the passkey of another person does not finish this sign-in
        switch (await passkeys.SignIn(asserted.User.Id, asserted.Passkey, half?.Id, context.Origin(), cancellation))
        {
            case Result<OpenedSession>.Ok(var opened):
                AccountCookies.SetSession(context, opened);
                return Page.Done(LocalAddress.OrHome(form.Value("return")));
            case Result<OpenedSession>.Refused:
                return Failed(context, form);
            default:
                throw new InvalidOperationException("A result is one of two.");
        }
    }

    private static IResult Failed(HttpContext context, FormInput form) =>
        SignInPage.Draw(context, form.Refuse(new Refusal("passkey.refused", Text.T("accounts.passkey.refused"))));
}
