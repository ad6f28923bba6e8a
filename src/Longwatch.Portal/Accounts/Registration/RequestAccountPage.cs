using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Registration;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Portal.Accounts.Registration;

/// <summary>GET and POST /request-account: anyone asks for an account; the next page takes the code that went to the e-mail.</summary>
internal static class RequestAccountPage
{
    private const string Address = "/request-account";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, Show).Anyone().ExcludeFromDescription();
        app.MapPost(Address, Save).Anyone().ExcludeFromDescription();
    }

    private static Task<IResult> Show(HttpContext context, RegistryStore store, CancellationToken cancellation) =>
        Draw(context, store, FormInput.Empty(), cancellation);

    private static async Task<IResult> Save(
        HttpContext context,
        RequestAccount request,
        RegistryStore store,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var person = PersonForm.Read(form);
        var roles = form.Values("roles")
            .Select(code => Exchange.Codes.TryParse<Role>(code, out var role) ? role : (Role?)null)
            .OfType<Role>()
            .ToArray();
        if (roles.Length == 0)
            form.Refuse("roles", Text.T("form.required"));
        var centre = form.Line("centre", 64);
        if (person is null || form.IsRefused)
            return await Draw(context, store, form, cancellation);
        if (await request.Do(new(person, roles, centre), context.Origin().Address, cancellation) is Result<bool>.Refused(var why))
            return await Draw(context, store, form.Refuse(why, PersonForm.Fields), cancellation);
        return Page.Done(ConfirmEmailPage.Address, "accounts-code-sent");
    }

    private static async Task<IResult> Draw(HttpContext context, RegistryStore store, FormInput form, CancellationToken cancellation)
    {
        var centres = await store.Read(
            (db, token) =>
                db.Set<CentreRow>().Where(c => !c.Voided).OrderBy(c => c.Name).Select(c => new Choice(c.Code, c.Name)).ToListAsync(token),
            cancellation
        );
        return Page.Of<RequestAccountForm>(
            context,
            Text.T("accounts.request.title"),
            new { Centres = (IReadOnlyList<Choice>)centres },
            form
        );
    }
}

/// <summary>The fields of a person, on the request of an account and for the first administrator.</summary>
internal static class PersonForm
{
    internal static readonly (string Code, string Field)[] Fields =
    [
        ("account.first-name", "first_name"),
        ("account.middle-name", "middle_name"),
        ("account.last-name", "last_name"),
        ("account.email", "email"),
        ("account.organisation", "organisation"),
        ("account.organisation-type", "organisation_type"),
        ("account.country", "country"),
        ("account.centre-unknown", "centre"),
        ("account.code", "code"),
        ("password.too-short", "password"),
        ("password.too-long", "password"),
        ("password.guessable", "password"),
    ];

    /// <summary>Null when a field was refused.</summary>
    internal static PersonalDetails? Read(FormInput form)
    {
        var first = form.Line("first_name", 100, required: true);
        var middle = form.Line("middle_name", 100);
        var last = form.Line("last_name", 100, required: true);
        var email = form.Line("email", 254, required: true);
        var organisation = form.Line("organisation", 200, required: true);
        var type = form.OneOf<OrganisationType>("organisation_type", required: true);
        var country = form.Line("country", 2, required: true);
        return form.IsRefused
            ? null
            : new(first!, middle, last!, email!)
            {
                Organisation = organisation!,
                OrganisationType = type!.Value,
                Country = country!,
            };
    }
}
