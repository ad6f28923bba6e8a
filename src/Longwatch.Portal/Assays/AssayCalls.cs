using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Exchange.Genetics;
using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Assays;
using Longwatch.Statistics.Partitions;
using Microsoft.AspNetCore.Mvc;

namespace Longwatch.Portal.Assays;

/// <summary>Calls of the HTTP API about tests: the same use cases as the pages.</summary>
internal static class AssayCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/specimens/{id:guid}/assay-check/{assay}", Check)
            .Needs(Permission.AssaysOrder)
            .WithSummary("What the assay could not see for this patient.");
        api.MapPost("/specimens/{id:guid}/tests", Order)
            .Needs(Permission.AssaysOrder)
            .WithSummary("Order a test; with consent, and with a reason where the check warns.");
        api.MapGet("/tests", List)
            .Needs(Permission.AssaysReport)
            .WithSummary("Tests ordered from your laboratories; ?done=true for those with a result.");
        api.MapGet("/tests/{id:guid}", Read).Needs(Permission.AssaysReport).WithSummary("One test of your laboratories; audited.");
        api.MapPut("/tests/{id:guid}/droplets", Droplets)
            .Needs(Permission.AssaysReport)
            .WithSummary("Droplet counts of a digital PCR; copies per cell are computed.");
        api.MapPut("/tests/{id:guid}/result", Result).Needs(Permission.AssaysReport).WithSummary("A result as reported.");
        api.MapPut("/tests/{id:guid}/verdict", Verdict)
            .WithMetadata(new RequestSizeLimitAttribute(SequencingResultReader.LongestFile))
            .Needs(Permission.AssaysReport)
            .WithSummary("A verdict.json of longwatch genetics as the body; ?version= and ?date= beside it.");
    }

    /// <summary>An order.</summary>
    internal sealed record Ordered(string Assay, string Laboratory, string? Acknowledgement);

    /// <summary>Counts of droplets.</summary>
    internal sealed record Counted(
        int Version,
        DateOnly Date,
        int Positive,
        int Total,
        int ReferencePositive,
        int ReferenceTotal,
        string Reference,
        int? BlankPositive = null,
        int? BlankTotal = null,
        int? Intermediate = null,
        double? InputNanograms = null,
        double? TumourFraction = null,
        string? Reason = null
    );

    /// <summary>A result.</summary>
    internal sealed record Reported(
        int Version,
        DateOnly Date,
        TestStatus Status,
        TestResult Result,
        double? CopiesPerCell = null,
        double? CopiesLower = null,
        double? CopiesUpper = null,
        double? LimitOfDetection = null,
        double? CarPositivePercent = null,
        Ternary VectorClonal = Ternary.Unknown,
        string? Note = null,
        double? InputNanograms = null,
        double? TumourFraction = null,
        string? Reason = null
    );

    private static async Task<IResult> Check(
        HttpContext context,
        Guid id,
        string assay,
        CheckAssay check,
        CancellationToken cancellation
    ) => (await check.Do(context.Caller(), id, assay, cancellation)).Answer();

    private static async Task<IResult> Order(HttpContext context, Guid id, Ordered body, OrderTest order, CancellationToken cancellation) =>
        (await order.Do(context.Caller(), new(id, body.Assay, body.Laboratory, body.Acknowledgement), cancellation)).AnswerMade(made =>
            $"/tests/{made}"
        );

    private static async Task<IResult> List(
        HttpContext context,
        PageRequest page,
        ListOrders list,
        CancellationToken cancellation,
        bool done = false
    )
    {
        var answer = await list.Do(context.Caller(), new(done, page.Number, page.Limit), cancellation);
        return TypedResults.Ok(new Paged<OrderLine>([.. answer.Lines], answer.Total, page.Number, page.Limit));
    }

    private static async Task<IResult> Read(HttpContext context, Guid id, ReadOrder read, CancellationToken cancellation) =>
        (await read.Do(context.Caller(), id, cancellation)).Answer();

    private static async Task<IResult> Droplets(
        HttpContext context,
        Guid id,
        Counted body,
        EnterDroplets enter,
        CancellationToken cancellation
    )
    {
        var command = new EnterDroplets.Command(
            new(id, body.Version, body.Date, body.InputNanograms, body.TumourFraction, body.Reason),
            new(body.Positive, body.Total),
            new(body.ReferencePositive, body.ReferenceTotal),
            body.Reference,
            body is { BlankPositive: { } blank, BlankTotal: { } of } ? new PartitionCount(blank, of) : null,
            body.Intermediate
        );
        return (await enter.Do(context.Caller(), command, cancellation)).AnswerCorrected();
    }

    private static async Task<IResult> Result(
        HttpContext context,
        Guid id,
        Reported body,
        EnterResult enter,
        CancellationToken cancellation
    )
    {
        var command = new EnterResult.Command(
            new(id, body.Version, body.Date, body.InputNanograms, body.TumourFraction, body.Reason),
            body.Status,
            body.Result,
            body.CopiesPerCell,
            body.CopiesLower,
            body.CopiesUpper,
            body.LimitOfDetection,
            body.CarPositivePercent,
            body.VectorClonal,
            body.Note
        );
        return (await enter.Do(context.Caller(), command, cancellation)).AnswerCorrected();
    }

    private static async Task<IResult> Verdict(
        HttpContext context,
        Guid id,
        int version,
        DateOnly date,
        ImportVerdict import,
        CancellationToken cancellation,
        string? reason = null
    )
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, cancellation);
        var command = new ImportVerdict.Command(new(id, version, date, null, null, reason), bytes.ToArray());
        return (await import.Do(context.Caller(), command, cancellation)).AnswerCorrected();
    }
}
