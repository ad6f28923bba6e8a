using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Accounts.Registration;

namespace Longwatch.Portal.Accounts.Registration;

/// <summary>GET and POST /confirm-email: takes the code of the letter.</summary>
internal static class ConfirmEmailPage
{
    internal const string Address = "/confirm-email";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (HttpContext context) => Draw(context, FormInput.Empty())).Anyone().ExcludeFromDescription();
        app.MapPost(Address, Save).Anyone().ExcludeFromDescription();
    }

    private static async Task<IResult> Save(HttpContext context, ConfirmEmail confirm, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        if (form.Line("code", 30, required: true) is not { } code)
            return Draw(context, form);
        return await confirm.Do(code, context.Origin().Address, cancellation) is Result<bool>.Refused(var why)
            ? Draw(context, form.Refuse(why, PersonForm.Fields))
            : Page.Done(SignIn.SignInPage.Address, "accounts-requested");
    }

    private static IResult Draw(HttpContext context, FormInput form) =>
        Page.Of<ConfirmEmailForm>(context, Text.T("accounts.confirm.title"), form: form);
}
