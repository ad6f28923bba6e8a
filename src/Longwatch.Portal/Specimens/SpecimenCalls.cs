using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>Calls of the HTTP API about specimens: the same use cases as the pages.</summary>
internal static class SpecimenCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/specimens", List).Needs(Permission.SpecimensRead).WithSummary("Specimens that you may see, newest first.");
        api.MapGet("/specimens/{id:guid}", Read).Needs(Permission.SpecimensRead).WithSummary("One specimen with its custody log; audited.");
        api.MapPost("/patients/{id:guid}/specimens", Request)
            .Needs(Permission.SpecimensWrite)
            .WithSummary("Ask for a specimen, or enter one that is in hand.");
        api.MapPost("/specimens/{id:guid}/custody", Step).Needs(Permission.SpecimensWrite).WithSummary("Enter the next step of custody.");
        api.MapPut("/patients/{id:guid}/testing-consent", Consent)
            .Needs(Permission.ConsentWrite)
            .WithSummary("Record consent to testing, its refusal or withdrawal.");
    }

    /// <summary>A specimen that is asked for, or in hand when <c>collected</c> is given.</summary>
    internal sealed record Wanted(
        Guid? Neoplasm,
        SpecimenType Type,
        string Identifier,
        double? Amount,
        AmountUnit? Unit,
        Fixation Fixation,
        double? TumourFraction,
        DateOnly? Collected,
        string Party
    );

    /// <summary>One step; <c>version</c> is that of the specimen which was seen.</summary>
    internal sealed record Taken(int Version, CustodyStep Step, string Party, DateOnly Date, string? To, string? Note);

    /// <summary>Consent; <c>version</c> is that of the record which was seen, null when there was none.</summary>
    internal sealed record Consented(int? Version, Ternary Given, DateOnly? From, DateOnly? Withdrawn, string Source);

    private static async Task<IResult> List(HttpContext context, PageRequest page, ListSpecimens list, CancellationToken cancellation)
    {
        var answer = await list.Do(context.Caller(), new(null, null, page.Number, page.Limit), cancellation);
        return TypedResults.Ok(new Paged<SpecimenLine>(answer.Lines, answer.Total, page.Number, page.Limit));
    }

    private static async Task<IResult> Read(HttpContext context, Guid id, ReadSpecimen read, CancellationToken cancellation) =>
        (await read.Do(context.Caller(), id, cancellation)).Answer();

    private static async Task<IResult> Request(
        HttpContext context,
        Guid id,
        Wanted body,
        RequestSpecimen request,
        CancellationToken cancellation
    )
    {
        var detail = SpecimenDetail.Of(body.Identifier, body.Amount, body.Unit, body.Fixation);
        if (detail is not Result<SpecimenDetail>.Ok { Value: var described })
            return detail.Answer();
        var command = new RequestSpecimen.Command(id, body.Neoplasm, body.Type, described, body.TumourFraction, body.Collected, body.Party);
        return (await request.Do(context.Caller(), command, cancellation)).AnswerMade(made => $"/specimens/{made}");
    }

    private static async Task<IResult> Step(
        HttpContext context,
        Guid id,
        Taken body,
        RecordCustody record,
        CancellationToken cancellation
    ) =>
        (
            await record.Do(
                context.Caller(),
                new(id, body.Version, new(body.Step, body.Party, body.Date, body.To, body.Note)),
                cancellation
            )
        ).Answer();

    private static async Task<IResult> Consent(
        HttpContext context,
        Guid id,
        Consented body,
        RecordConsent record,
        CancellationToken cancellation
    ) =>
        (
            await record.Do(context.Caller(), new(id, body.Version, new(body.Given, body.From, body.Withdrawn), body.Source), cancellation)
        ).AnswerCorrected();
}
