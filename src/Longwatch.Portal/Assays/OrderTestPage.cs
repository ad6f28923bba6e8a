using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Assays;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Assays;

/// <summary>GET and POST /specimens/{id}/order: order a test; the check of product and assay warns first.</summary>
internal static class OrderTestPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/specimens/{id:guid}/order", Show).Needs(Permission.AssaysOrder).ExcludeFromDescription();
        app.MapPost("/specimens/{id:guid}/order", Save).Needs(Permission.AssaysOrder).ExcludeFromDescription();
    }

    /// <summary>What the page is drawn from.</summary>
    internal sealed record Sources(ReadSpecimen Read, CheckAssay Check, ListLaboratories Laboratories, CaseGround Ground);

    private static Task<IResult> Show(
        HttpContext context,
        Guid id,
        ReadSpecimen read,
        CheckAssay check,
        ListLaboratories laboratories,
        CaseGround ground,
        CancellationToken cancellation,
        string? assay = null
    ) => Draw(context, id, new(read, check, laboratories, ground), assay, FormInput.Of(("assay", assay)), cancellation);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        OrderTest order,
        ReadSpecimen read,
        CheckAssay check,
        ListLaboratories laboratories,
        CaseGround ground,
        CancellationToken cancellation
    )
    {
        var sources = new Sources(read, check, laboratories, ground);
        var form = await FormInput.Read(context, cancellation);
        var assay = form.OneOf("assay", ground.Casework.Assays.Select(a => a.Code), required: true);
        var laboratory = form.Line("laboratory", 64, required: true);
        var reason = form.Prose("acknowledgement", 1000);
        if (form.IsRefused)
            return await Draw(context, id, sources, assay, form, cancellation);
        return await (await order.Do(context.Caller(), new(id, assay!, laboratory!, reason), cancellation)).Answer(
            context,
            _ => Page.Done($"/specimens/{id}", "ordered"),
            form,
            () => Draw(context, id, sources, assay, form, cancellation),
            ("assay.acknowledgement", "acknowledgement"),
            ("assay.laboratory", "laboratory"),
            ("assay.unknown", "assay")
        );
    }

    private static async Task<IResult> Draw(
        HttpContext context,
        Guid id,
        Sources sources,
        string? assay,
        FormInput form,
        CancellationToken cancellation
    )
    {
        var caller = context.Caller();
        if (
            await sources.Read.Do(caller, id, cancellation) is not Result<SpecimenView>.Ok { Value: var view }
            || !caller.May(Permission.AssaysOrder, view.Centre)
        )
            return Page.Error(context, StatusCodes.Status404NotFound);
        ImmutableArray<AssayFinding>? findings = null;
        if (
            assay is not null
            && await sources.Check.Do(caller, id, assay, cancellation) is Result<ImmutableArray<AssayFinding>>.Ok checkedAssay
        )
            findings = checkedAssay.Value;
        return Page.Of<OrderTestForm>(
            context,
            Text.T("assays.order"),
            new
            {
                View = view,
                sources.Ground,
                Laboratories = (await sources.Laboratories.Do(cancellation)).Select(l => new Choice(l.Code, l.Name)).ToArray(),
                Assay = assay is null ? null : sources.Ground.Casework.Assay(assay),
                Findings = findings,
            },
            form
        );
    }
}
