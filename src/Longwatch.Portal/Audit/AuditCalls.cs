using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;

namespace Longwatch.Portal.Audit;

/// <summary>Calls of the HTTP API about the audit trail.</summary>
internal static class AuditCalls
{
    /// <summary>What to look for.</summary>
    internal sealed record Search(
        string? Pseudonym = null,
        string? Person = null,
        DateTimeOffset? From = null,
        DateTimeOffset? Until = null,
        string? Kind = null
    );

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/audit/search", Find)
            .WithMetadata(new ChangesNothing())
            .Needs(Permission.AuditRead)
            .WithSummary("Acts by patient, person and time; newest first.");
        api.MapGet("/audit/verification", Verify)
            .Needs(Permission.AuditRead)
            .WithSummary("Verify the whole trail: every hash is made again.");
    }

    private static async Task<IResult> Find(
        HttpContext context,
        Search search,
        PageRequest page,
        SearchAudit audit,
        CancellationToken cancellation
    ) =>
        (
            await audit.Do(
                context.Caller(),
                new(search.Pseudonym, search.Person, search.From, search.Until, search.Kind),
                page.Offset,
                page.Limit,
                cancellation
            )
        ).Answer();

    private static async Task<IResult> Verify(HttpContext context, VerifyAudit verify, CancellationToken cancellation) =>
        (await verify.Do(context.Caller(), cancellation)).Answer();
}
