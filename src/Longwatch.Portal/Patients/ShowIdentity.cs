using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Identities;
using Longwatch.Registry.Store;

namespace Longwatch.Portal.Patients;

/// <summary>POST /patients/{id}/identity: who this is, with a reason, in the answer to the form only. GET and POST …/keep: record it.</summary>
internal static class ShowIdentity
{
    private static readonly (string, string)[] Fields =
    [
        ("identity.reason", "reason"),
        ("identity.last-name", "last_name"),
        ("identity.first-name", "first_name"),
        ("identity.born", "born"),
    ];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/patients/{id:guid}/identity", Show).Needs(Permission.IdentitiesRead).ExcludeFromDescription();
        app.MapGet("/patients/{id:guid}/identity/keep", Ask).Needs(Permission.IdentitiesWrite).ExcludeFromDescription();
        app.MapPost("/patients/{id:guid}/identity/keep", Keep).Needs(Permission.IdentitiesWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, IdentityVault vault, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var reason = form.Prose("reason", 1000, required: true);
        if (!form.IsRefused)
            switch (await vault.Reidentify(context.Caller(), id, reason, cancellation))
            {
                case Result<Identity>.Ok found:
                    return Page.Of<IdentityView>(context, Text.T("identity.title"), new { Patient = id, Identity = found.Value });
                case Result<Identity>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status404NotFound:
                    return Page.Refused(context, why);
                case Result<Identity>.Refused { Why: var why }:
                    form.Refuse(why, Fields);
                    break;
            }
        return Page.Of<IdentityReasonForm>(context, Text.T("identity.title"), new { Patient = id }, form);
    }

    private static async Task<IResult> Ask(HttpContext context, Guid id, RegistryStore store, CancellationToken cancellation) =>
        await IsMine(context, id, store, cancellation)
            ? Page.Of<IdentityForm>(context, Text.T("identity.keep"), new { Patient = id }, FormInput.Empty())
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Keep(
        HttpContext context,
        Guid id,
        IdentityVault vault,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var (first, last) = (form.Line("first_name", required: true), form.Line("last_name", required: true));
        var born = form.Day("born", DayRange.UntilToday(clock));
        var number = form.Line("hospital_number", 64);
        var reason = form.Prose("reason", 1000, required: true);
        if (!form.IsRefused)
            switch (Identity.Of(first, last, born, number, DayRange.UntilToday(clock).Latest))
            {
                case Result<Identity>.Refused { Why: var why }:
                    form.Refuse(why, Fields);
                    break;
                case Result<Identity>.Ok { Value: var identity }:
                    switch (await vault.Keep(context.Caller(), id, identity, reason, cancellation))
                    {
                        case Result<bool>.Ok:
                            return Page.Done($"/patients/{id}", "saved");
                        case Result<bool>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status404NotFound:
                            return Page.Refused(context, why);
                        case Result<bool>.Refused { Why: var why }:
                            form.Refuse(why, Fields);
                            break;
                    }

                    break;
            }
        return Page.Of<IdentityForm>(context, Text.T("identity.keep"), new { Patient = id }, form);
    }

    private static Task<bool> IsMine(HttpContext context, Guid id, RegistryStore store, CancellationToken cancellation) =>
        store.Read(
            async (db, stop) => await db.FindPatient(context.Caller(), Permission.IdentitiesWrite, id, stop) is not null,
            cancellation
        );
}
