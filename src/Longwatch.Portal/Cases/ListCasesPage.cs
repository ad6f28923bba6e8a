using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Tables;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;

namespace Longwatch.Portal.Cases;

/// <summary>GET /cases: the cases of the caller's centres, newest first.</summary>
internal static class ListCasesPage
{
    private const int Rows = 25;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/cases", Show).Needs(Permission.CasesRead).ExcludeFromDescription();

    private static async Task<IResult> Show(HttpContext context, ListCases list, CancellationToken cancellation, int page = 1)
    {
        page = Math.Clamp(page, 1, 100_000);
        var answer = await list.Do(context.Caller(), new(page, Rows), cancellation);
        return Page.Of<CaseList>(context, Text.T("cases.title"), new { answer.Lines, Paging = new Paging(page, Rows, answer.Total) });
    }
}
