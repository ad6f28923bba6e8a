using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;

namespace Longwatch.Portal.Audit;

/// <summary>GET and POST /audit: the audit trail, searched by patient, person and day; POST /audit/verify: is it whole?</summary>
internal static class SearchAuditPage
{
    private const int Rows = 50;

    internal static readonly string[] Kinds = ["write", "read", "sign", "identify", "system"];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/audit", Show).Needs(Permission.AuditRead).ExcludeFromDescription();
        app.MapPost("/audit", Search).Needs(Permission.AuditRead).ExcludeFromDescription();
        app.MapPost("/audit/verify", Verify).Needs(Permission.AuditRead).ExcludeFromDescription();
    }

    private static Task<IResult> Show(HttpContext context, SearchAudit search, CancellationToken cancellation) =>
        List(context, FormInput.Empty(), new(null, null, null, null, null), (search, 1), null, cancellation);

    private static async Task<IResult> Search(HttpContext context, SearchAudit search, TimeProvider clock, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        var days = DayRange.UntilToday(clock);
        var (from, until) = (form.Day("from", days), form.Day("until", days));
        if (from > until)
            form.Refuse("until", Text.T("audit.until-before-from"));
        var zone = Viewer.Of(context).Zone;
        var query = new SearchAudit.Query(
            form.Line("pseudonym", 64),
            form.Line("person", 100),
            Start(from, zone),
            Start(until?.AddDays(1), zone),
            form.OneOf("kind", Kinds)
        );
        var page = form.Value("page") is null ? 1 : form.Integer("page", 1, 100_000) ?? 1;
        return await List(context, form, query, (search, page), null, cancellation);
    }

    private static async Task<IResult> Verify(
        HttpContext context,
        VerifyAudit verify,
        SearchAudit search,
        CancellationToken cancellation
    ) =>
        await verify.Do(context.Caller(), cancellation) switch
        {
            Result<AuditVerification>.Ok found => await List(
                context,
                FormInput.Empty(),
                new(null, null, null, null, null),
                (search, 1),
                found.Value,
                cancellation
            ),
            Result<AuditVerification>.Refused refused => Page.Error(context, Refusals.Status(refused.Why)),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>The first moment of a day where the viewer is.</summary>
    private static DateTimeOffset? Start(DateOnly? day, TimeZoneInfo zone)
    {
        if (day is not { } d)
            return null;
        var midnight = d.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }

    private static async Task<IResult> List(
        HttpContext context,
        FormInput form,
        SearchAudit.Query query,
        (SearchAudit Search, int Page) at,
        AuditVerification? verification,
        CancellationToken cancellation
    )
    {
        var answer = new SearchAudit.Answer([], false);
        if (!form.IsRefused)
            switch (await at.Search.Do(context.Caller(), query, (at.Page - 1) * Rows, Rows, cancellation))
            {
                case Result<SearchAudit.Answer>.Ok found:
                    answer = found.Value;
                    break;
                case Result<SearchAudit.Answer>.Refused refused:
                    return Page.Error(context, Refusals.Status(refused.Why));
            }
        return Page.Of<AuditView>(
            context,
            Text.T("audit.title"),
            new
            {
                answer.Acts,
                answer.HasMore,
                Number = at.Page,
                Verification = verification,
                MayVerify = context.Caller().Centres(Permission.AuditRead) is null,
            },
            form
        );
    }
}
