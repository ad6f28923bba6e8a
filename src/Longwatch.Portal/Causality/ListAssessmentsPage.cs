using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Causality;

namespace Longwatch.Portal.Causality;

/// <summary>GET /assessments: the cases that wait for the caller's verdict, and those that have it.</summary>
internal static class ListAssessmentsPage
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/assessments", Show).Needs(Permission.CausalityAssess).ExcludeFromDescription();

    private static async Task<IResult> Show(HttpContext context, ListAssessments list, CancellationToken cancellation) =>
        Page.Of<AssessmentList>(context, Text.T("assessments.title"), new { Lines = await list.Do(context.Caller(), cancellation) });
}
