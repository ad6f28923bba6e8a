using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;

namespace Longwatch.Portal.Cases;

/// <summary>GET and POST /cases/{id}/level: place another level beside the rule's, signed.</summary>
internal static class OverrideLevelPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/cases/{id:guid}/level", Show).Needs(Permission.CausalityAssess).ExcludeFromDescription();
        app.MapPost("/cases/{id:guid}/level", Save).Needs(Permission.CausalityAssess).ExcludeFromDescription();
    }

    private static Task<IResult> Show(HttpContext context, Guid id, ReadCase read, CancellationToken cancellation) =>
        Draw(context, id, read, FormInput.Empty(), cancellation);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        ReadCase read,
        OverrideLevel place,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var level = form.Code<EvidenceLevel>("level", required: true);
        var reason = form.Prose("reason", LevelOverride.LongestReason, required: true);
        var evidence = form.Line("evidence", 64, required: true);
        if (form.Value("proof") is not { Length: > 0 } proof)
        {
            form.Refuse("proof", Text.T("form.required"));
            proof = "";
        }

        if (form.IsRefused)
            return await Draw(context, id, read, form, cancellation);
        var placed = await place.Do(context.Caller(), new(id, evidence!, level!.Value, reason, proof), cancellation);
        if (placed.IsConflict())
        {
            form.Conflict(Text.T("cases.changed-since.conflict"));
            return await Draw(context, id, read, form, cancellation);
        }

        return await placed.Answer(
            context,
            _ => Page.Done($"/cases/{id}", "signed"),
            form,
            () => Draw(context, id, read, form, cancellation),
            ("level.reason", "reason"),
            ("level.same-as-rule", "level"),
            ("reauthentication.failed", "proof")
        );
    }

    private static async Task<IResult> Draw(HttpContext context, Guid id, ReadCase read, FormInput form, CancellationToken cancellation) =>
        await read.Do(context.Caller(), id, cancellation) switch
        {
            Result<CaseView>.Ok { Value: var view } => Page.Of<LevelForm>(context, Text.T("cases.override"), new { View = view }, form),
            Result<CaseView>.Refused refused => Page.Refused(context, refused.Why),
            _ => throw new InvalidOperationException(),
        };
}
