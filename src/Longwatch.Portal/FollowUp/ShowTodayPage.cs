using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Work;

namespace Longwatch.Portal.FollowUp;

/// <summary>GET /: the day's work of whoever is signed in, by centre and person.</summary>
internal static class ShowTodayPage
{
    private const int Shown = 10;

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/", Show).SignedIn().ExcludeFromDescription();

    private static async Task<IResult> Show(
        HttpContext context,
        CountWork count,
        ListWork list,
        ListEntries entries,
        CancellationToken cancellation,
        bool mine = false
    )
    {
        var caller = context.Caller();
        if (!caller.May(Permission.FollowUpRead))
            return Page.Of<TodayView>(context, Text.T("today.title"), new { Counts = (WorkCounts?)null });
        var keeper = mine ? caller.Account : null;
        var first = await list.Do(caller, new(WorkKind.Overdue, Keeper: keeper), cancellation);
        return Page.Of<TodayView>(
            context,
            Text.T("today.title"),
            new
            {
                Counts = await count.Do(caller, keeper, cancellation),
                First = first.Items.Take(Shown).ToArray(),
                Drafts = await entries.Drafts(caller, cancellation),
                Mine = mine,
            }
        );
    }
}
