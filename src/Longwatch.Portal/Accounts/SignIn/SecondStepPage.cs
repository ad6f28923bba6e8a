using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Requests;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Portal.Accounts.SignIn;

/// <summary>GET and POST /sign-in/second: the second step, a code of the authenticator or a recovery code; who has none yet goes on to set one up.</summary>
internal static class SecondStepPage
{
    internal const string Address = "/sign-in/second";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, Show).Anyone().ExcludeFromDescription();
        app.MapPost(Address, Save).Anyone().ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, SetUpTotp factors, CancellationToken cancellation)
    {
        var wanted = LocalAddress.OrHome(context.Request.Query["return"]);
        if (context.HalfSession() is not { } half)
            return Page.Done(context.CallerOrNull() is null ? SignInPage.WithReturn(SignInPage.Address, wanted) : wanted);
        if (!(await factors.Read(half.Caller, cancellation)).Any)
            return Page.Done(SignInPage.WithReturn(SetUpSecondFactorPage.Address, wanted));
        return Draw(context, FormInput.Of(("return", wanted)));
    }

    private static async Task<IResult> Save(HttpContext context, ConfirmSecondFactor confirm, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        if (context.HalfSession() is not { } half)
            return Page.Done(SignInPage.WithReturn(SignInPage.Address, form.Value("return")));
        if (form.Line("code", 30, required: true) is not { } code)
            return Draw(context, form);
        switch (await confirm.Do(half, code, context.Origin(), cancellation))
        {
            case Result<OpenedSession>.Ok(var opened):
                AccountCookies.SetSession(context, opened);
                return Page.Done(LocalAddress.OrHome(form.Value("return")));
            case Result<OpenedSession>.Refused(var why):
                return Draw(context, form.Refuse(why, ("sign-in.code", "code")));
            default:
                throw new InvalidOperationException("A result is one of two.");
        }
    }

    private static IResult Draw(HttpContext context, FormInput form) =>
        Page.Of<SecondStepForm>(context, Text.T("accounts.second.title"), form: form);
}
