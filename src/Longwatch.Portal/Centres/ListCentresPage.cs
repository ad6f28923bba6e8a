using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Centres;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Centres;

/// <summary>GET /centres: the directory of treatment centres.</summary>
internal static class ListCentresPage
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/centres", Show).Needs(Permission.CentresRead).ExcludeFromDescription();

    private static async Task<IResult> Show(
        HttpContext context,
        ListCentres list,
        ListLaboratories laboratories,
        CancellationToken cancellation
    ) =>
        Page.Of<CentreList>(
            context,
            Text.T("centres.title"),
            new { Centres = await list.Do(cancellation), Laboratories = await laboratories.Do(cancellation) }
        );
}
