using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Tables;
using Longwatch.Registry.Access;
using Longwatch.Registry.Evaluation;

namespace Longwatch.Portal.Evaluation;

/// <summary>/evaluation: run at a data lock, look at one, compare two.</summary>
internal static class EvaluationPages
{
    private const int PageSize = 20;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/evaluation", List).Needs(Permission.EvaluationRead);
        app.MapPost("/evaluation", Run).Needs(Permission.EvaluationRun);
        app.MapGet("/evaluation/compare", Compare).Needs(Permission.EvaluationRead);
        app.MapGet("/evaluation/{evaluation:guid}", Open).Needs(Permission.EvaluationRead);
        app.MapGet(
                "/evaluation/{evaluation:guid}/report.html",
                (HttpContext c, Guid evaluation, ReadEvaluations r, CancellationToken t) =>
                    Download(c, evaluation, EvaluationFile.Html, r, t)
            )
            .Needs(Permission.EvaluationRead);
        app.MapGet(
                "/evaluation/{evaluation:guid}/evaluation.json",
                (HttpContext c, Guid evaluation, ReadEvaluations r, CancellationToken t) =>
                    Download(c, evaluation, EvaluationFile.Json, r, t)
            )
            .Needs(Permission.EvaluationRead);
    }

    private static Task<IResult> List(
        HttpContext context,
        ReadEvaluations read,
        TimeProvider clock,
        CancellationToken cancellation,
        int page = 1
    )
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return Show(context, FormInput.Of(("data_lock", $"{today:yyyy-MM-dd}"), ("level", "0.95")), page, read, cancellation);
    }

    private static async Task<IResult> Show(
        HttpContext context,
        FormInput form,
        int page,
        ReadEvaluations read,
        CancellationToken cancellation
    )
    {
        var caller = context.Caller();
        page = Math.Clamp(page, 1, 100_000);
        var runs = await read.List(caller, (page - 1) * PageSize, PageSize, cancellation);
        var paging = new Paging(page, PageSize, await read.Count(caller, cancellation));
        return Page.Of<EvaluationList>(context, Text.T("evaluation.title"), new { Runs = runs, Paging = paging }, form);
    }

    private static async Task<IResult> Run(
        HttpContext context,
        RunEvaluation run,
        ReadEvaluations read,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var dataLock = form.Day("data_lock", DayRange.UntilToday(clock), required: true);
        var knownOn = form.Day("known_on", DayRange.UntilToday(clock));
        var level = form.Number("level", 0.5, 0.999, required: true);
        if (!form.IsRefused)
        {
            var outcome = await run.Do(context.Caller(), new(dataLock!.Value, EndOf(knownOn, clock), level!.Value), cancellation);
            if (outcome is Result<Guid>.Ok done)
                return Page.Done($"/evaluation/{done.Value}", "evaluation");
            form.Refuse(
                ((Result<Guid>.Refused)outcome).Why,
                ("evaluation.level", "level"),
                ("evaluation.data-lock", "data_lock"),
                ("evaluation.empty", "data_lock"),
                ("evaluation.known-at", "known_on")
            );
        }

        return await Show(context, form, 1, read, cancellation);
    }

    /// <summary>The end of a day in UTC; of today: now.</summary>
    private static DateTimeOffset? EndOf(DateOnly? day, TimeProvider clock) =>
        day is { } known && known < DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)
            ? new DateTimeOffset(known.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-10)
            : null;

    private static async Task<IResult> Open(HttpContext context, Guid evaluation, ReadEvaluations read, CancellationToken cancellation) =>
        await read.Open(context.Caller(), evaluation, cancellation) switch
        {
            Result<(EvaluationRow Run, EvaluationView View)>.Ok found => Page.Of<EvaluationPage>(
                context,
                Text.T("evaluation.at", $"{found.Value.Run.DataLock:yyyy-MM-dd}"),
                new { found.Value.Run, found.Value.View }
            ),
            _ => Page.Error(context, StatusCodes.Status404NotFound),
        };

    private static async Task<IResult> Compare(
        HttpContext context,
        Guid? earlier,
        Guid? later,
        ReadEvaluations read,
        CancellationToken cancellation
    )
    {
        if (earlier is null || later is null)
            return Page.Error(context, StatusCodes.Status422UnprocessableEntity, null, Text.T("evaluation.compare.needs-two"));
        return await read.Compare(context.Caller(), earlier.Value, later.Value, cancellation) switch
        {
            Result<EvaluationComparison>.Ok found => Page.Of<ComparisonPage>(
                context,
                Text.T("evaluation.compare"),
                new { Comparison = found.Value }
            ),
            _ => Page.Error(context, StatusCodes.Status404NotFound),
        };
    }

    private static async Task<IResult> Download(
        HttpContext context,
        Guid evaluation,
        EvaluationFile file,
        ReadEvaluations read,
        CancellationToken cancellation
    ) =>
        await read.File(context.Caller(), evaluation, file, cancellation) switch
        {
            Result<byte[]>.Ok found => file == EvaluationFile.Json
                ? Results.File(found.Value, "application/json", $"evaluation-{evaluation}.json")
                // as a download: the report carries its script inside, which no page of the portal may
                : Results.File(found.Value, "application/octet-stream", $"report-{evaluation}.html"),
            _ => Page.Error(context, StatusCodes.Status404NotFound),
        };
}
