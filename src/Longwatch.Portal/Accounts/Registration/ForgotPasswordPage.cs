using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Accounts.Passwords;

namespace Longwatch.Portal.Accounts.Registration;

/// <summary>GET and POST /forgot-password: sends a code, or does as if: the answer does not say whether there is an account.</summary>
internal static class ForgotPasswordPage
{
    private const string Address = "/forgot-password";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (HttpContext context) => Draw(context, FormInput.Empty())).Anyone().ExcludeFromDescription();
        app.MapPost(Address, Save).Anyone().ExcludeFromDescription();
    }

    private static async Task<IResult> Save(HttpContext context, AskForPassword ask, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        if (form.Line("email", 254, required: true) is not { } email)
            return Draw(context, form);
        return await ask.Do(email, context.Origin().Address, cancellation) is Result<bool>.Refused(var why)
            ? Draw(context, form.Refuse(why, PersonForm.Fields))
            : Page.Done(SetPasswordPage.Address, "accounts-code-maybe");
    }

    private static IResult Draw(HttpContext context, FormInput form) =>
        Page.Of<ForgotPasswordForm>(context, Text.T("accounts.forgot.title"), form: form);
}
