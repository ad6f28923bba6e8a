using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;

namespace Longwatch.Portal.Specimens;

/// <summary>GET and POST /cases/{id}/specimens/add: ask for a specimen, or enter one that is in hand.</summary>
internal static class AddSpecimenPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/cases/{id:guid}/specimens/add", Show).Needs(Permission.SpecimensWrite).ExcludeFromDescription();
        app.MapPost("/cases/{id:guid}/specimens/add", Save).Needs(Permission.SpecimensWrite).ExcludeFromDescription();
    }

    private static Task<IResult> Show(HttpContext context, Guid id, ReadCase read, RegistryStore store, CancellationToken cancellation) =>
        Draw(context, id, (read, store), FormInput.Of(("type", "tumour"), ("fixation", "unknown")), cancellation);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        ReadCase read,
        RegistryStore store,
        RequestSpecimen request,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        if (await read.Do(context.Caller(), id, cancellation) is not Result<CaseView>.Ok { Value: var view })
            return Page.Error(context, StatusCodes.Status404NotFound);
        var type = form.Code<SpecimenType>("type", required: true);
        var party = form.Line("party", 64, required: true);
        var collected = form.Day("collected", DayRange.UntilToday(clock));
        var fraction = form.Number("tumour_fraction", 0, 1);
        var detail = SpecimenFields.Read(form);
        if (form.IsRefused)
            return await Draw(context, id, (read, store), form, cancellation);
        var command = new RequestSpecimen.Command(
            view.Patient.Id,
            type == SpecimenType.Tumour ? view.Neoplasm.Id : null,
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
            () => Draw(context, id, (read, store), form, cancellation),
            SpecimenFields.Refusals
        );
    }

    private static async Task<IResult> Draw(
        HttpContext context,
        Guid id,
        (ReadCase Read, RegistryStore Store) sources,
        FormInput form,
        CancellationToken cancellation
    )
    {
        var caller = context.Caller();
        if (
            await sources.Read.Do(caller, id, cancellation) is not Result<CaseView>.Ok { Value: var view }
            || !caller.May(Permission.SpecimensWrite, view.Patient.Centre)
        )
            return Page.Error(context, StatusCodes.Status404NotFound);
        var parties = await sources.Store.Read((db, stop) => Parties.Of(db, caller, stop), cancellation);
        return Page.Of<AddSpecimenForm>(
            context,
            Text.T("specimens.add"),
            new { Case = id, Parties = parties.Select(p => new Choice(p, p)).ToArray() },
            form
        );
    }
}
