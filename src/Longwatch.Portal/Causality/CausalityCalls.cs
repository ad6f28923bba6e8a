using System.Collections.Immutable;
using Longwatch.Domain.Causality;
using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Causality;

namespace Longwatch.Portal.Causality;

/// <summary>Calls of the HTTP API about causality: the same use cases as the pages, with the same blinding.</summary>
internal static class CausalityCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/assessments", List)
            .Needs(Permission.CausalityAssess)
            .WithSummary("The cases that you assess, what waits for your signature first.");
        api.MapPost("/cases/{id:guid}/assessors", Name).Needs(Permission.CausalityAdjudicate).WithSummary("Name the assessors of a case.");
        api.MapPut("/cases/{id:guid}/assessment", Keep)
            .Needs(Permission.CausalityAssess)
            .WithSummary("Keep your draft; nobody else sees it.");
        api.MapPost("/cases/{id:guid}/assessment/signature", Sign)
            .Needs(Permission.CausalityAssess)
            .WithSummary("Sign your draft with a password or code.");
        api.MapPost("/cases/{id:guid}/adjudication", Settle)
            .Needs(Permission.CausalityAdjudicate)
            .WithSummary("Settle a difference between assessors, signed with a password or code.");
    }

    /// <summary>Accounts of the assessors.</summary>
    internal sealed record Named(Guid[] Assessors);

    /// <summary>A judgement; <c>version</c> is that of the draft which was seen, 0 when there was none.</summary>
    internal sealed record Judged(
        int Version,
        CausalityCategory Category,
        Dictionary<CausalityCriterion, CriterionAnswer> Criteria,
        string Reason
    )
    {
        internal JudgementInput Input => new(Category, Criteria, Reason);

        public override string ToString() => nameof(Judged);
    }

    /// <summary>What is signed, and the proof of who signs.</summary>
    internal sealed record Signature(int Version, string Evidence, string Proof)
    {
        public override string ToString() => nameof(Signature);
    }

    /// <summary>An adjudication, and the proof of who signs.</summary>
    internal sealed record Settled(
        string Evidence,
        CausalityCategory Category,
        Dictionary<CausalityCriterion, CriterionAnswer> Criteria,
        string Reason,
        string Proof
    )
    {
        public override string ToString() => nameof(Settled);
    }

    private static async Task<IResult> List(HttpContext context, PageRequest page, ListAssessments list, CancellationToken cancellation)
    {
        var answer = await list.Do(context.Caller(), new(page.Number, page.Limit), cancellation);
        return TypedResults.Ok(new Paged<AssessmentLine>(answer.Lines, answer.Total, page.Number, page.Limit));
    }

    private static async Task<IResult> Name(HttpContext context, Guid id, Named body, NameAssessors name, CancellationToken cancellation) =>
        (await name.Do(context.Caller(), new(id, [.. body.Assessors]), cancellation)).Answer();

    private static async Task<IResult> Keep(
        HttpContext context,
        Guid id,
        Judged body,
        DraftVerdict draft,
        CancellationToken cancellation
    ) => (await draft.Do(context.Caller(), new(id, body.Version, body.Input), cancellation)).Answer();

    private static async Task<IResult> Sign(
        HttpContext context,
        Guid id,
        Signature body,
        SignVerdict sign,
        CancellationToken cancellation
    ) => (await sign.Do(context.Caller(), new(id, body.Version, body.Evidence, body.Proof), cancellation)).Answer();

    private static async Task<IResult> Settle(
        HttpContext context,
        Guid id,
        Settled body,
        Adjudicate adjudicate,
        CancellationToken cancellation
    ) =>
        (
            await adjudicate.Do(
                context.Caller(),
                new(id, body.Evidence, new(body.Category, body.Criteria, body.Reason), body.Proof),
                cancellation
            )
        ).Answer();
}
