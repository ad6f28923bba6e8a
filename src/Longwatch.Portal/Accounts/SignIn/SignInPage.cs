using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Requests;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Portal.Accounts.SignIn;

/// <summary>GET and POST /sign-in: the first step, e-mail and password.</summary>
internal static class SignInPage
{
    internal const string Address = "/sign-in";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, Show).Anyone().ExcludeFromDescription();
        app.MapPost(Address, Save).Anyone().ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context)
    {
        if (context.CallerOrNull() is not null)
            return Page.Done("/");
        return Draw(context, FormInput.Of(("return", LocalAddress.OrHome(context.Request.Query["return"]))));
    }

    private static async Task<IResult> Save(HttpContext context, Registry.Accounts.Sessions.SignIn signIn, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var email = form.Line("email", 254, required: true);
        if (form.Value("password") is not { Length: > 0 } password)
        {
            form.Refuse("password", Text.T("form.required"));
            password = "";
        }

        if (form.IsRefused)
            return Draw(context, form);
        switch (await signIn.Do(email!, password, context.Origin(), cancellation))
        {
            case Result<OpenedSession>.Ok(var opened):
                AccountCookies.SetSession(context, opened);
                return Page.Done(WithReturn(SecondStepPage.Address, form.Value("return")));
            case Result<OpenedSession>.Refused(var why):
                return Draw(context, form.Refuse(why));
            default:
                throw new InvalidOperationException("A result is one of two.");
        }
    }

    /// <summary>Where the person wanted to go, kept through the steps.</summary>
    internal static string WithReturn(string address, string? wanted) =>
        LocalAddress.OrHome(wanted) is var local and not "/" ? $"{address}?return={Uri.EscapeDataString(local)}" : address;

    internal static IResult Draw(HttpContext context, FormInput form) =>
        Page.Of<SignInForm>(
            context,
            Text.T("accounts.sign-in.title"),
            new { External = context.RequestServices.GetRequiredService<PortalOptions>().External?.Name },
            form
        );
}
