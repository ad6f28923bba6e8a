using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Neoplasms;
using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Neoplasms;

namespace Longwatch.Portal.Cases;

/// <summary>Calls of the HTTP API about cases: the same use cases as the pages.</summary>
internal static class CaseCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases", List).Needs(Permission.CasesRead).WithSummary("The cases of your centres, newest first.");
        api.MapGet("/cases/{id:guid}", Read)
            .Needs(Permission.CasesRead)
            .WithSummary("The whole evidence of one case; the reading is audited.");
        api.MapPost("/patients/{id:guid}/suspicions", Suspect)
            .Needs(Permission.NeoplasmsWrite)
            .WithSummary("Report a suspected neoplasm; its case opens.");
        api.MapPost("/neoplasms/{id:guid}/case", Open)
            .Needs(Permission.NeoplasmsWrite)
            .WithSummary("Open the case of a neoplasm; twice is once.");
        api.MapPut("/cases/{id:guid}/checklist/{item}", Answer)
            .Needs(Permission.CasesWrite)
            .WithSummary("Answer one item of the checklist.");
        api.MapPost("/cases/{id:guid}/level", Place)
            .Needs(Permission.CausalityAssess)
            .WithSummary("Place another level beside the rule's; signed with a password or code.");
    }

    /// <summary>A suspected neoplasm.</summary>
    internal sealed record Suspicion(
        DateOnly Diagnosed,
        string? Morphology,
        string? Topography,
        Lineage Lineage,
        NeoplasmRelation Relation,
        string? Reason
    );

    /// <summary>Why a case is opened.</summary>
    internal sealed record Opening(string? Reason);

    /// <summary>One answer; <c>version</c> is that of the answer which was seen, 0 when there was none.</summary>
    internal sealed record Given(
        int Version,
        AnswerStatus Status,
        string? Value,
        DateOnly? Date,
        string? Source,
        Ternary? ClonallyUnrelated = null
    );

    /// <summary>Another level, and the proof of who signs.</summary>
    internal sealed record Placing(string Evidence, EvidenceLevel Level, string Reason, string Proof)
    {
        public override string ToString() => nameof(Placing);
    }

    private static async Task<IResult> List(HttpContext context, PageRequest page, ListCases list, CancellationToken cancellation)
    {
        var answer = await list.Do(context.Caller(), new(page.Number, page.Limit), cancellation);
        return TypedResults.Ok(new Paged<CaseLine>(answer.Lines, answer.Total, page.Number, page.Limit));
    }

    private static async Task<IResult> Read(HttpContext context, Guid id, ReadCase read, CancellationToken cancellation) =>
        (await read.Do(context.Caller(), id, cancellation)).Answer();

    private static async Task<IResult> Suspect(
        HttpContext context,
        Guid id,
        Suspicion body,
        SuspectNeoplasm suspect,
        CancellationToken cancellation
    )
    {
        var command = new SuspectNeoplasm.Command(
            id,
            body.Diagnosed,
            body.Morphology,
            body.Topography,
            body.Lineage,
            body.Relation,
            body.Reason
        );
        return (await suspect.Do(context.Caller(), command, cancellation)).AnswerMade(made => $"/cases/{made}");
    }

    private static async Task<IResult> Open(HttpContext context, Guid id, Opening body, OpenCase open, CancellationToken cancellation) =>
        (await open.Do(context.Caller(), new(id, CaseSource.Person, body.Reason), cancellation)).AnswerMade(made => $"/cases/{made}");

    private static async Task<IResult> Answer(
        HttpContext context,
        Guid id,
        string item,
        Given body,
        AnswerChecklist answer,
        CancellationToken cancellation
    )
    {
        var command = new AnswerChecklist.Command(
            id,
            item,
            body.Version,
            body.Status,
            body.Value,
            body.Date,
            body.Source,
            body.ClonallyUnrelated
        );
        return (await answer.Do(context.Caller(), command, cancellation)).AnswerCorrected();
    }

    private static async Task<IResult> Place(
        HttpContext context,
        Guid id,
        Placing body,
        OverrideLevel place,
        CancellationToken cancellation
    ) =>
        (await place.Do(context.Caller(), new(id, body.Evidence, body.Level, body.Reason, body.Proof), cancellation)).AnswerMade(_ =>
            $"/cases/{id}"
        );
}
