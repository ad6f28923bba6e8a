using Longwatch.Domain.Specimens;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Tables;
using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>GET /specimens: the specimens that the caller may see, by status and type.</summary>
internal static class ListSpecimensPage
{
    private const int Rows = 50;

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/specimens", Show).Needs(Permission.SpecimensRead).ExcludeFromDescription();

    private static async Task<IResult> Show(
        HttpContext context,
        ListSpecimens list,
        CancellationToken cancellation,
        int page = 1,
        string? custody = null,
        string? type = null
    )
    {
        page = Math.Clamp(page, 1, 100_000);
        CustodyStatus? status = custody is not null && Exchange.Codes.TryParse<CustodyStatus>(custody, out var c) ? c : null;
        SpecimenType? kind = type is not null && Exchange.Codes.TryParse<SpecimenType>(type, out var t) ? t : null;
        var answer = await list.Do(context.Caller(), new(status, kind, page, Rows), cancellation);
        return Page.Of<SpecimenList>(
            context,
            Text.T("specimens.title"),
            new
            {
                answer.Lines,
                Paging = new Paging(page, Rows, answer.Total),
                Custody = status,
                Type = kind,
            }
        );
    }
}
