using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Centres;

namespace Longwatch.Portal.Centres;

/// <summary>GET and POST /centres/add.</summary>
internal static class AddCentrePage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/centres/add", (HttpContext context) => Answer(context, FormInput.Of(("time_zone", "UTC"))))
            .Needs(Permission.CentresWrite)
            .ExcludeFromDescription();
        app.MapPost("/centres/add", Save).Needs(Permission.CentresWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Save(HttpContext context, AddCentre add, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var code = form.Line("code", 32, required: true);
        var facts = CentreFields.Read(form);
        if (form.IsRefused)
            return Answer(context, form);
        return await add.Do(context.Caller(), new(code!, facts), cancellation) switch
        {
            Result<Guid>.Ok => Page.Done("/centres", "saved"),
            Result<Guid>.Refused refused => Answer(context, form.Refuse(refused.Why, CentreFields.Refusals)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static IResult Answer(HttpContext context, FormInput form) =>
        Page.Of<AddCentreForm>(context, Text.T("centres.add"), null, form);
}
