using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Tables;
using Longwatch.Registry.Access;
using Longwatch.Registry.Causality;

namespace Longwatch.Portal.Causality;

/// <summary>GET /assessments: the cases that wait for the caller's verdict, and those that have it.</summary>
internal static class ListAssessmentsPage
{
    private const int Rows = 25;

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/assessments", Show).Needs(Permission.CausalityAssess).ExcludeFromDescription();

    private static async Task<IResult> Show(HttpContext context, ListAssessments list, CancellationToken cancellation, int page = 1)
    {
        page = Math.Clamp(page, 1, 100_000);
        var answer = await list.Do(context.Caller(), new(page, Rows), cancellation);
        return Page.Of<AssessmentList>(
            context,
            Text.T("assessments.title"),
            new { answer.Lines, Paging = new Paging(page, Rows, answer.Total) }
        );
    }
}
