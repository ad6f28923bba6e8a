using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>GET and POST /cases/{id}/specimens/add: ask for a specimen, or enter one that is in hand.</summary>
internal static class AddSpecimenPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/cases/{id:guid}/specimens/add", Show).Needs(Permission.SpecimensWrite).ExcludeFromDescription();
        app.MapPost("/cases/{id:guid}/specimens/add", Save).Needs(Permission.SpecimensWrite).ExcludeFromDescription();
    }

    private static Task<IResult> Show(HttpContext context, Guid id, FindCaseForSpecimen find, CancellationToken cancellation) =>
        Draw(context, id, find, FormInput.Of(("type", "tumour"), ("fixation", "unknown")), cancellation);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        FindCaseForSpecimen find,
        RequestSpecimen request,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        if (await find.Do(context.Caller(), id, cancellation) is not Result<CaseForSpecimen>.Ok { Value: var of })
            return Page.Error(context, StatusCodes.Status404NotFound);
        var type = form.Code<SpecimenType>("type", required: true);
        var party = form.Line("party", 64, required: true);
        var collected = form.Day("collected", DayRange.UntilToday(clock));
        var fraction = form.Number("tumour_fraction", 0, 1);
        var detail = SpecimenFields.Read(form);
        if (form.IsRefused)
            return await Draw(context, id, find, form, cancellation);
        var command = new RequestSpecimen.Command(
            of.Patient,
            type == SpecimenType.Tumour ? of.Neoplasm : null,
            type!.Value,
            detail!,
            fraction,
            collected,
            party!
        );
        return await (await request.Do(context.Caller(), command, cancellation)).Answer(
            context,
            made => Page.Done($"/specimens/{made}", "saved"),
            form,
            () => Draw(context, id, find, form, cancellation),
            SpecimenFields.Refusals
        );
    }

    private static async Task<IResult> Draw(
        HttpContext context,
        Guid id,
        FindCaseForSpecimen find,
        FormInput form,
        CancellationToken cancellation
    ) =>
        await find.Do(context.Caller(), id, cancellation) switch
        {
            Result<CaseForSpecimen>.Ok { Value: var of } => Page.Of<AddSpecimenForm>(
                context,
                Text.T("specimens.add"),
                new { Case = id, Parties = of.Parties.Select(p => new Choice(p, p)).ToArray() },
                form
            ),
            Result<CaseForSpecimen>.Refused refused => Page.Refused(context, refused.Why),
            _ => throw new InvalidOperationException(),
        };
}
