using Longwatch.Exchange;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Tables;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Work;

namespace Longwatch.Portal.FollowUp;

/// <summary>GET /follow-up: due, overdue, missed. GET /follow-up/lost: lost to follow-up.</summary>
internal static class ListWorkPages
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/follow-up", List).Needs(Permission.FollowUpRead).ExcludeFromDescription();
        app.MapGet("/follow-up/lost", Lost).Needs(Permission.FollowUpRead).ExcludeFromDescription();
    }

    private static async Task<IResult> List(
        HttpContext context,
        ListWork list,
        ListSchedules schedules,
        CancellationToken cancellation,
        string? kind = null,
        string? centre = null,
        string? schedule = null,
        bool mine = false,
        int page = 1
    )
    {
        var caller = context.Caller();
        if (!Codes.TryParse<WorkKind>(kind ?? "overdue", out var chosen))
            return Page.Error(context, StatusCodes.Status404NotFound);
        var query = new WorkQuery(chosen, Some(centre), mine ? caller.Account : null, Some(schedule), Math.Clamp(page, 1, 100_000));
        var found = await list.Do(caller, query, cancellation);
        return Page.Of<WorkListView>(
            context,
            Text.T("follow-up.title"),
            new
            {
                Query = query,
                Items = found.Items,
                Paging = new Paging(found.Page, WorkQuery.PageSize, found.Total),
                Centres = caller.Centres(Permission.FollowUpRead) ?? [],
                Schedules = (await schedules.Do(cancellation)).Select(s => s.Id).Distinct(StringComparer.Ordinal).ToArray(),
                Mine = mine,
            }
        );
    }

    private static async Task<IResult> Lost(HttpContext context, ListLost list, CancellationToken cancellation, int page = 1)
    {
        var found = await list.Do(context.Caller(), null, page, cancellation);
        return Page.Of<LostView>(
            context,
            Text.T("follow-up.lost"),
            new { Items = found.Items, Paging = new Paging(found.Page, WorkQuery.PageSize, found.Total) }
        );
    }

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) || text.Length > 64 ? null : text;
}
