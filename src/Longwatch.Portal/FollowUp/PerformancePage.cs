using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Performance;

namespace Longwatch.Portal.FollowUp;

/// <summary>GET /follow-up/performance: completeness of follow-up per centre and overall, and the punctuality of one centre.</summary>
internal static class PerformancePage
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/follow-up/performance", Show).Needs(Permission.FollowUpRead).ExcludeFromDescription();

    private static async Task<IResult> Show(
        HttpContext context,
        ShowCompleteness completeness,
        ShowPunctuality punctuality,
        CancellationToken cancellation,
        string? centre = null
    )
    {
        var caller = context.Caller();
        var shares = await completeness.Do(caller, cancellation);
        var own = caller.Centres(Permission.FollowUpRead);
        centre = string.IsNullOrEmpty(centre)
            ? own is [var only]
                ? only
                : null
            : centre;
        IReadOnlyList<Punctuality>? rows = null;
        if (centre is not null)
        {
            var found = await punctuality.Do(caller, centre, cancellation);
            if (found is Result<IReadOnlyList<Punctuality>>.Refused refused)
                return Page.Refused(context, refused.Why);
            rows = ((Result<IReadOnlyList<Punctuality>>.Ok)found).Value;
        }

        return Page.Of<PerformanceView>(
            context,
            Text.T("performance.title"),
            new
            {
                Shares = shares,
                Centre = centre,
                Rows = rows,
            }
        );
    }
}
