using Longwatch.Domain;
using Longwatch.Portal.Accounts.Own;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Requests;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Portal.Accounts.SignIn;

/// <summary>GET and POST /sign-in/set-up: at the first sign-in a person sets up an authenticator or a passkey; nobody works without one.</summary>
internal static class SetUpSecondFactorPage
{
    internal const string Address = "/sign-in/set-up";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, Show).Anyone().ExcludeFromDescription();
        app.MapPost(Address, Save).Anyone().ExcludeFromDescription();
    }

    private static Task<IResult> Show(HttpContext context, SetUpTotp totp, CancellationToken cancellation) =>
        Draw(context, totp, FormInput.Of(("return", LocalAddress.OrHome(context.Request.Query["return"]))), cancellation);

    private static async Task<IResult> Save(HttpContext context, SetUpTotp totp, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        if (context.HalfSession() is not { } half)
            return Page.Done(SignInPage.Address);
        if (form.Line("code", 12, required: true) is not { } code)
            return await Draw(context, totp, form, cancellation);
        switch (await totp.Confirm(half, code, proof: "", context.Origin(), cancellation))
        {
            case Result<SecondFactorAdded>.Ok(var added):
                AccountCookies.SetSession(context, added.Session!);
                return RecoveryCodesPage.Draw(context, added.RecoveryCodes, LocalAddress.OrHome(form.Value("return")));
            case Result<SecondFactorAdded>.Refused(var why):
                form.Refuse(why, ("totp.code", "code"));
                return await Draw(context, totp, form, cancellation);
            default:
                throw new InvalidOperationException("A result is one of two.");
        }
    }

    internal static async Task<IResult> Draw(HttpContext context, SetUpTotp totp, FormInput form, CancellationToken cancellation)
    {
        if (context.HalfSession() is not { } half)
            return Page.Done(SignInPage.Address);
        if (await totp.Propose(half, cancellation) is not { } key)
            return Page.Done(SecondStepPage.Address);
        return Page.Of<SetUpSecondFactorForm>(context, Text.T("accounts.set-up.title"), new { Key = key }, form);
    }
}
