using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Causality;

namespace Longwatch.Portal.Causality;

/// <summary>GET and POST /cases/{id}/assessment: the caller's own verdict; POST …/sign: sign it.</summary>
internal static class AssessPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/cases/{id:guid}/assessment", Show).Needs(Permission.CausalityAssess).ExcludeFromDescription();
        app.MapPost("/cases/{id:guid}/assessment", Keep).Needs(Permission.CausalityAssess).ExcludeFromDescription();
        app.MapPost("/cases/{id:guid}/assessment/sign", Sign).Needs(Permission.CausalityAssess).ExcludeFromDescription();
    }

    private static Task<IResult> Show(HttpContext context, Guid id, ReadCase read, CaseGround ground, CancellationToken cancellation) =>
        Draw(context, id, (read, ground), null, null, cancellation);

    private static async Task<IResult> Keep(
        HttpContext context,
        Guid id,
        DraftVerdict draft,
        ReadCase read,
        CaseGround ground,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        if (JudgementFields.Read(form, ground.Casework.Scale) is not { } judgement)
            return await Draw(context, id, (read, ground), form, null, cancellation);
        var kept = await draft.Do(context.Caller(), new(id, form.Version(), judgement), cancellation);
        if (kept.IsConflict())
        {
            form.Conflict(Text.T("causality.conflict.draft"));
            return await Draw(context, id, (read, ground), form, null, cancellation);
        }

        return await kept.Answer(
            context,
            _ => Page.Done($"/cases/{id}/assessment#sign", "draft-kept"),
            form,
            () => Draw(context, id, (read, ground), form, null, cancellation),
            JudgementFields.Refusals
        );
    }

    private static async Task<IResult> Sign(
        HttpContext context,
        Guid id,
        SignVerdict sign,
        ReadCase read,
        CaseGround ground,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var evidence = form.Line("evidence", 64, required: true);
        var proof = JudgementFields.Proof(form);
        if (form.IsRefused)
            return await Draw(context, id, (read, ground), null, form, cancellation);
        var signed = await sign.Do(context.Caller(), new(id, form.Version(), evidence!, proof), cancellation);
        if (signed.IsConflict())
        {
            form.Conflict(Text.T("cases.changed-since.conflict"));
            return await Draw(context, id, (read, ground), null, form, cancellation);
        }

        return await signed.Answer(
            context,
            _ => Page.Done($"/cases/{id}#causality", "signed"),
            form,
            () => Draw(context, id, (read, ground), null, form, cancellation),
            JudgementFields.Refusals
        );
    }

    private static async Task<IResult> Draw(
        HttpContext context,
        Guid id,
        (ReadCase Read, CaseGround Ground) sources,
        FormInput? judgement,
        FormInput? signature,
        CancellationToken cancellation
    )
    {
        if (await sources.Read.Do(context.Caller(), id, cancellation) is not Result<CaseView>.Ok { Value: var view })
            return Page.Error(context, StatusCodes.Status404NotFound);
        if (view.Causality is not { MayAssess: true } mine)
            return Page.Of<NothingToSign>(
                context,
                Text.T("causality.assess"),
                new { Case = id, Words = Text.T("causality.not-yours") },
                judgement ?? signature
            );
        return Page.Of<AssessForm>(
            context,
            Text.T("causality.assess"),
            new
            {
                View = view,
                sources.Ground.Casework.Scale,
                Judgement = judgement ?? JudgementFields.Show(mine.Draft),
                Signature = signature ?? FormInput.Empty(),
            },
            judgement ?? signature ?? FormInput.Empty()
        );
    }
}
