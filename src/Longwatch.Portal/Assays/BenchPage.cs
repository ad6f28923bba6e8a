using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Tables;
using Longwatch.Registry.Access;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Cases;

namespace Longwatch.Portal.Assays;

/// <summary>GET /bench: the orders of the caller's laboratories.</summary>
internal static class BenchPage
{
    private const int Rows = 50;

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/bench", Show).Needs(Permission.AssaysReport).ExcludeFromDescription();

    private static async Task<IResult> Show(
        HttpContext context,
        ListOrders list,
        CaseGround ground,
        CancellationToken cancellation,
        bool done = false,
        int page = 1
    )
    {
        page = Math.Clamp(page, 1, 100_000);
        var answer = await list.Do(context.Caller(), new(done, page, Rows), cancellation);
        return Page.Of<Bench>(
            context,
            Text.T("bench.title"),
            new
            {
                answer.Lines,
                Ground = ground,
                Done = done,
                Paging = new Paging(page, Rows, answer.Total),
            }
        );
    }
}
