using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Centres;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>GET and POST /laboratories/add.</summary>
internal static class AddLaboratoryPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/laboratories/add",
                (HttpContext context, ListCentres list, CancellationToken cancellation) =>
                    Draw(context, list, FormInput.Empty(), cancellation)
            )
            .Needs(Permission.CentresWrite)
            .ExcludeFromDescription();
        app.MapPost("/laboratories/add", Save).Needs(Permission.CentresWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Save(HttpContext context, AddLaboratory add, ListCentres list, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var code = form.Line("code", 64, required: true);
        var facts = LaboratoryFields.Read(form);
        if (form.IsRefused)
            return await Draw(context, list, form, cancellation);
        return await (await add.Do(context.Caller(), new(code!, facts), cancellation)).Answer(
            context,
            _ => Page.Done("/centres#laboratories", "saved"),
            form,
            () => Draw(context, list, form, cancellation),
            LaboratoryFields.Refusals
        );
    }

    private static async Task<IResult> Draw(HttpContext context, ListCentres list, FormInput form, CancellationToken cancellation) =>
        Page.Of<AddLaboratoryForm>(
            context,
            Text.T("laboratories.add"),
            new { Centres = await LaboratoryFields.Centres(list, cancellation) },
            form
        );
}
