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
        var (code, name, centre) = (form.Line("code", 64, required: true), form.Line("name", 200, required: true), form.Line("centre", 64));
        if (form.IsRefused)
            return await Draw(context, list, form, cancellation);
        return await (await add.Do(context.Caller(), new(code!, name!, centre), cancellation)).Answer(
            context,
            _ => Page.Done("/centres#laboratories", "saved"),
            form,
            () => Draw(context, list, form, cancellation),
            ("laboratory.code", "code"),
            ("record.exists", "code"),
            ("laboratory.name", "name"),
            ("laboratory.centre", "centre")
        );
    }

    private static async Task<IResult> Draw(HttpContext context, ListCentres list, FormInput form, CancellationToken cancellation)
    {
        IReadOnlyList<Choice> centres = [.. (await list.Do(cancellation)).Select(c => new Choice(c.Code, $"{c.Name} ({c.Code})"))];
        return Page.Of<AddLaboratoryForm>(context, Text.T("laboratories.add"), new { Centres = centres }, form);
    }
}
