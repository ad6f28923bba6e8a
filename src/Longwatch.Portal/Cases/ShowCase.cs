using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;

namespace Longwatch.Portal.Cases;

/// <summary>GET /cases/{id}: the whole evidence of one case. The reading is audited.</summary>
internal static class ShowCase
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/cases/{id:guid}", Show).Needs(Permission.CasesRead).ExcludeFromDescription();

    private static async Task<IResult> Show(
        HttpContext context,
        Guid id,
        ReadCase read,
        CaseGround ground,
        CancellationToken cancellation
    ) =>
        await read.Do(context.Caller(), id, cancellation) switch
        {
            Result<CaseView>.Ok { Value: var view } => Page.Of<CaseFile>(
                context,
                Text.T("cases.one"),
                new { View = view, Ground = ground }
            ),
            Result<CaseView>.Refused refused => Page.Refused(context, refused.Why),
            _ => throw new InvalidOperationException(),
        };
}
