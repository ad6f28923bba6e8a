using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Cases;

namespace Longwatch.Portal.Assays;

/// <summary>GET /bench: the orders of the caller's laboratories.</summary>
internal static class BenchPage
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/bench", Show).Needs(Permission.AssaysReport).ExcludeFromDescription();

    private static async Task<IResult> Show(
        HttpContext context,
        ListOrders list,
        CaseGround ground,
        CancellationToken cancellation,
        bool done = false
    ) =>
        Page.Of<Bench>(
            context,
            Text.T("bench.title"),
            new
            {
                Lines = await list.Do(context.Caller(), done, cancellation),
                Ground = ground,
                Done = done,
            }
        );
}
