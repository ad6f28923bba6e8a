using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Schedules;

namespace Longwatch.Portal.FollowUp;

/// <summary>/schedules: every edition of every schedule with its sources; an administrator adds one by file.</summary>
internal static class SchedulePages
{
    private const int LargestFile = 1 << 20;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/schedules", (HttpContext c, ListSchedules l, CancellationToken t) => List(c, l, FormInput.Empty(), t))
            .Needs(Permission.SchedulesRead)
            .ExcludeFromDescription();
        app.MapGet("/schedules/{code}/{edition:int}", Show).Needs(Permission.SchedulesRead).ExcludeFromDescription();
        app.MapPost("/schedules", Add).Needs(Permission.SchedulesWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> List(HttpContext context, ListSchedules list, FormInput form, CancellationToken cancellation) =>
        Page.Of<ScheduleList>(context, Text.T("schedules.title"), new { Schedules = await list.Do(cancellation) }, form);

    private static async Task<IResult> Show(
        HttpContext context,
        string code,
        int edition,
        ListSchedules list,
        CancellationToken cancellation
    ) =>
        (await list.Do(cancellation)).FirstOrDefault(s => s.Id == code && s.Version == edition) is { } schedule
            ? Page.Of<ScheduleView>(context, schedule.Title, new { Schedule = schedule })
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Add(HttpContext context, ImportSchedule import, ListSchedules list, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        if (context.Request.Form.Files["file"] is not { Length: > 0 and <= LargestFile } file)
        {
            form.Refuse("file", Text.T("form.required"));
            return await List(context, list, form, cancellation);
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellation);
        var (read, stored) = await import.Do(context.Caller(), "file", bytes.ToArray(), cancellation);
        if (stored is Result<bool>.Ok)
            return Page.Done($"/schedules/{read.Value!.Id}/{read.Value.Version}", "schedule-stored");
        foreach (var problem in read.Problems)
            form.Refuse(
                new Refusal("schedule.problem", Text.T("schedules.problem", problem.Path, problem.Found, problem.Expected, problem.Remedy))
            );
        if (read.Problems.IsEmpty)
            form.Refuse(((Result<bool>.Refused)stored).Why);
        return await List(context, list, form, cancellation);
    }
}
