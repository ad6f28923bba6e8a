using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Accounts.Registration;

namespace Longwatch.Portal.Accounts.Registration;

/// <summary>GET and POST /first-administrator: for whoever holds the code that the first start printed.</summary>
public static class FirstAdministratorPage
{
    /// <summary>What a start prints after the portal's own address, with the code as <c>?code=</c>: it works once.</summary>
    public const string Address = "/first-administrator";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (HttpContext context) => Draw(context, FormInput.Of(("code", context.Request.Query["code"]))))
            .Anyone()
            .ExcludeFromDescription();
        app.MapPost(Address, Save).Anyone().ExcludeFromDescription();
    }

    private static async Task<IResult> Save(HttpContext context, FirstAdministrator first, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var code = form.Line("code", 30, required: true);
        var person = PersonForm.Read(form);
        var password = form.NewPassword();
        if (person is null || form.IsRefused)
            return Draw(context, form);
        return await first.Do(code!, person, password!, cancellation) is Result<Guid>.Refused(var why)
            ? Draw(context, form.Refuse(why, PersonForm.Fields))
            : Page.Done(SignIn.SignInPage.Address, "accounts-first-made");
    }

    private static IResult Draw(HttpContext context, FormInput form) =>
        Page.Of<FirstAdministratorForm>(context, Text.T("accounts.first.title"), form: form);
}
