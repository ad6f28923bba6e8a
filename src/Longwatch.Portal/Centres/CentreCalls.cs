using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Centres;

namespace Longwatch.Portal.Centres;

/// <summary>Calls of the HTTP API about centres.</summary>
internal static class CentreCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/centres", List).Needs(Permission.CentresRead).WithSummary("The directory of treatment centres.");
        api.MapPost("/centres", Add).Needs(Permission.CentresWrite).WithSummary("Add a centre.");
        api.MapPut("/centres/{id:guid}", Correct).Needs(Permission.CentresWrite).WithSummary("Change a centre, with a reason.");
    }

    private static async Task<IResult> List(PageRequest page, ListCentres list, CancellationToken cancellation) =>
        TypedResults.Ok(page.Of(await list.Do(cancellation)));

    private static async Task<IResult> Add(HttpContext context, AddCentre.Command body, AddCentre add, CancellationToken cancellation) =>
        (await add.Do(context.Caller(), body, cancellation)).AnswerMade(id => $"/centres/{id}");

    private static async Task<IResult> Correct(
        HttpContext context,
        Guid id,
        Correction<CentreFacts> body,
        CorrectCentre correct,
        CancellationToken cancellation
    ) => (await correct.Do(context.Caller(), new(id, body.Version, body.Facts, body.Reason), cancellation)).AnswerCorrected();
}
