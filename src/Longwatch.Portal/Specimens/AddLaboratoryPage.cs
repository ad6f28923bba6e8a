using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>GET and POST /laboratories/add.</summary>
internal static class AddLaboratoryPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/laboratories/add", (HttpContext context) => Draw(context, FormInput.Empty()))
            .Needs(Permission.CentresWrite)
            .ExcludeFromDescription();
        app.MapPost("/laboratories/add", Save).Needs(Permission.CentresWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Save(HttpContext context, AddLaboratory add, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var (code, name, centre) = (form.Line("code", 64, required: true), form.Line("name", 200, required: true), form.Line("centre", 64));
        if (form.IsRefused)
            return Draw(context, form);
        return await (await add.Do(context.Caller(), new(code!, name!, centre), cancellation)).Answer(
            context,
            _ => Page.Done("/centres#laboratories", "saved"),
            form,
            () => Task.FromResult(Draw(context, form)),
            ("laboratory.code", "code"),
            ("record.exists", "code"),
            ("laboratory.name", "name"),
            ("laboratory.centre", "centre")
        );
    }

    private static IResult Draw(HttpContext context, FormInput form) =>
        Page.Of<AddLaboratoryForm>(context, Text.T("laboratories.add"), null, form);
}
