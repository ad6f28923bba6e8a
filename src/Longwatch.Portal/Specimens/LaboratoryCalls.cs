using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>Calls of the HTTP API about laboratories: the same use cases as the pages.</summary>
internal static class LaboratoryCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/laboratories", List).Needs(Permission.CentresRead).WithSummary("The laboratories that receive specimens.");
        api.MapPost("/laboratories", Add).Needs(Permission.CentresWrite).WithSummary("Add a laboratory.");
        api.MapPut("/laboratories/{id:guid}", Correct).Needs(Permission.CentresWrite).WithSummary("Correct a laboratory, with a reason.");
    }

    private static async Task<IResult> List(PageRequest page, ListLaboratories list, CancellationToken cancellation) =>
        TypedResults.Ok(page.Of(await list.Do(cancellation)));

    private static async Task<IResult> Add(
        HttpContext context,
        AddLaboratory.Command body,
        AddLaboratory add,
        CancellationToken cancellation
    ) => (await add.Do(context.Caller(), body, cancellation)).AnswerMade(id => $"/laboratories/{id}");

    private static async Task<IResult> Correct(
        HttpContext context,
        Guid id,
        Correction<LaboratoryFacts> body,
        CorrectLaboratory correct,
        CancellationToken cancellation
    ) => (await correct.Do(context.Caller(), new(id, body.Version, body.Facts, body.Reason), cancellation)).AnswerCorrected();
}
