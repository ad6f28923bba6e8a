using Longwatch.Domain;
using Longwatch.Domain.Assays;
using Longwatch.Domain.Specimens;
using Longwatch.Exchange.Genetics;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Cases;
using Longwatch.Statistics.Partitions;
using Microsoft.AspNetCore.Mvc;

namespace Longwatch.Portal.Assays;

/// <summary>GET /bench/{test}: one test and the form that fits its method; POST …/droplets, …/result and …/verdict.</summary>
internal static class ResultPage
{
    private const int LargestUpload = SequencingResultReader.LongestFile + (64 << 10);

    private static readonly (string Code, string Field)[] Fields =
    [
        ("result.date", "date"),
        ("rule.test-date", "date"),
        ("result.input", "input"),
        ("result.tumour-fraction", "tumour_fraction"),
        ("result.reason", "reason"),
        ("result.intermediate", "intermediate"),
        ("result.reference", "reference"),
        ("result.status", "status"),
        ("rule.result", "result"),
        ("rule.status", "status"),
        ("rule.vector-clonal", "clonal"),
        ("rule.lod-copies-per-cell", "lod"),
        ("result.note", "note"),
        ("result.car-percent", "car_percent"),
        ("result.interval", "copies"),
        ("result.file", "file"),
        ("result.other-person", "file"),
        ("result.other-specimen", "file"),
    ];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/bench/{id:guid}", Show).Needs(Permission.AssaysReport).ExcludeFromDescription();
        app.MapPost("/bench/{id:guid}/droplets", Droplets).Needs(Permission.AssaysReport).ExcludeFromDescription();
        app.MapPost("/bench/{id:guid}/result", Result).Needs(Permission.AssaysReport).ExcludeFromDescription();
        app.MapPost("/bench/{id:guid}/verdict", Verdict)
            .WithMetadata(new RequestSizeLimitAttribute(LargestUpload))
            .WithFormOptions(multipartBodyLengthLimit: LargestUpload, bufferBodyLengthLimit: LargestUpload)
            .Needs(Permission.AssaysReport)
            .ExcludeFromDescription();
    }

    private static Task<IResult> Show(HttpContext context, Guid id, ReadOrder read, CaseGround ground, CancellationToken cancellation) =>
        Draw(context, id, (read, ground), FormInput.Of(("reference", "RPP30"), ("clonal", "unknown")), cancellation);

    private static async Task<IResult> Droplets(
        HttpContext context,
        Guid id,
        EnterDroplets enter,
        ReadOrder read,
        CaseGround ground,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var entered = Entered(form, id, clock);
        var (positive, total) = (Count(form, "positive", true), Count(form, "total", true));
        var (referencePositive, referenceTotal) = (Count(form, "reference_positive", true), Count(form, "reference_total", true));
        var (blankPositive, blankTotal) = (Count(form, "blank_positive", false), Count(form, "blank_total", false));
        var intermediate = Count(form, "intermediate", false);
        var reference = form.Line("reference", 40, required: true);
        if (blankPositive is null != blankTotal is null)
            form.Refuse(blankTotal is null ? "blank_total" : "blank_positive", Text.T("form.required"));
        if (form.IsRefused)
            return await Draw(context, id, (read, ground), form, cancellation);
        var command = new EnterDroplets.Command(
            entered,
            new(positive!.Value, total!.Value),
            new(referencePositive!.Value, referenceTotal!.Value),
            reference!,
            blankTotal is { } blank ? new PartitionCount(blankPositive!.Value, blank) : null,
            intermediate
        );
        return await Finish(await enter.Do(context.Caller(), command, cancellation), context, id, (read, ground), form, cancellation);
    }

    private static async Task<IResult> Result(
        HttpContext context,
        Guid id,
        EnterResult enter,
        ReadOrder read,
        CaseGround ground,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var entered = Entered(form, id, clock);
        var status = form.Code<TestStatus>("status", required: true);
        var result = form.Code<TestResult>("result");
        var clonal = form.Code<Ternary>("clonal");
        var command = new EnterResult.Command(
            entered,
            status ?? default,
            status == TestStatus.Valid ? result ?? TestResult.None : TestResult.None,
            form.Number("copies", 0, 1e6),
            form.Number("copies_lower", 0, 1e6),
            form.Number("copies_upper", 0, 1e6),
            form.Number("lod", 0, 1e6),
            form.Number("car_percent", 0, 100),
            clonal ?? Ternary.Unknown,
            form.Prose("note", 2000)
        );
        if (form.IsRefused)
            return await Draw(context, id, (read, ground), form, cancellation);
        return await Finish(await enter.Do(context.Caller(), command, cancellation), context, id, (read, ground), form, cancellation);
    }

    private static async Task<IResult> Verdict(
        HttpContext context,
        Guid id,
        ImportVerdict import,
        ReadOrder read,
        CaseGround ground,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var entered = Entered(form, id, clock);
        if (context.Request.Form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            form.Refuse("file", Text.T("form.required"));
            return await Draw(context, id, (read, ground), form, cancellation);
        }

        if (form.IsRefused)
            return await Draw(context, id, (read, ground), form, cancellation);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellation);
        var result = await import.Do(context.Caller(), new(entered, bytes.ToArray()), cancellation);
        return await Finish(result, context, id, (read, ground), form, cancellation);
    }

    private static EnteredResult Entered(FormInput form, Guid id, TimeProvider clock)
    {
        var date = form.Day("date", DayRange.UntilToday(clock), required: true) ?? default;
        var (input, fraction) = (form.Number("input", 0, 1e9), form.Number("tumour_fraction", 0, 1));
        var reason = form.Prose("reason", 1000);
        return new(id, form.IsRefused ? 0 : form.Version(), date, input, fraction, reason);
    }

    private static int? Count(FormInput form, string name, bool required) => form.Integer(name, 0, 100_000_000, required);

    private static async Task<IResult> Finish(
        Result<int> result,
        HttpContext context,
        Guid id,
        (ReadOrder, CaseGround) sources,
        FormInput form,
        CancellationToken cancellation
    )
    {
        if (!result.IsConflict())
            return await result.Answer(
                context,
                _ => Page.Done($"/bench/{id}", "saved"),
                form,
                () => Draw(context, id, sources, form, cancellation),
                Fields
            );
        await form.Conflicted(context, (Permission.AssaysReport, id));
        return await Draw(context, id, sources, form, cancellation);
    }

    private static async Task<IResult> Draw(
        HttpContext context,
        Guid id,
        (ReadOrder Read, CaseGround Ground) sources,
        FormInput form,
        CancellationToken cancellation
    ) =>
        await sources.Read.Do(context.Caller(), id, cancellation) switch
        {
            Result<OrderView>.Ok { Value: var view } => Page.Of<ResultForm>(
                context,
                Text.T("bench.one"),
                new { View = view, Assay = sources.Ground.Casework.Assay(view.Test.Assay) },
                form
            ),
            Result<OrderView>.Refused refused => Page.Refused(context, refused.Why),
            _ => throw new InvalidOperationException(),
        };

    internal static bool IsSequencing(Assay? assay) => assay?.Method is AssayMethod.WholeGenome or AssayMethod.TargetedSequencing;
}
