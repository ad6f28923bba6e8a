using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Accounts.Passwords;

namespace Longwatch.Portal.Accounts.Registration;

/// <summary>GET and POST /set-password: the first or a new password, by the code of a letter.</summary>
internal static class SetPasswordPage
{
    internal const string Address = "/set-password";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (HttpContext context) => Draw(context, FormInput.Empty())).Anyone().ExcludeFromDescription();
        app.MapPost(Address, Save).Anyone().ExcludeFromDescription();
    }

    private static async Task<IResult> Save(HttpContext context, SetPassword set, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var code = form.Line("code", 30, required: true);
        var password = form.NewPassword();
        if (form.IsRefused)
            return Draw(context, form);
        return await set.Do(code!, password!, context.Origin().Address, cancellation) is Result<bool>.Refused(var why)
            ? Draw(context, form.Refuse(why, PersonForm.Fields))
            : Page.Done(SignIn.SignInPage.Address, "accounts-password-set");
    }

    /// <summary>A new password, typed twice; spaces at its ends are kept, as typed.</summary>
    internal static string? NewPassword(this FormInput form)
    {
        if (form.Value("password") is not { Length: > 0 } password)
        {
            form.Refuse("password", Text.T("form.required"));
            return null;
        }

        if (form.Value("again") == password)
            return password;
        form.Refuse("again", Text.T("accounts.password.differ"));
        return null;
    }

    private static IResult Draw(HttpContext context, FormInput form) =>
        Page.Of<SetPasswordForm>(context, Text.T("accounts.set-password.title"), form: form);
}
