using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Causality;

namespace Longwatch.Portal.Causality;

/// <summary>GET and POST /cases/{id}/adjudication: settle a difference, signed in the same act.</summary>
internal static class AdjudicatePage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/cases/{id:guid}/adjudication", Show).Needs(Permission.CausalityAdjudicate).ExcludeFromDescription();
        app.MapPost("/cases/{id:guid}/adjudication", Save).Needs(Permission.CausalityAdjudicate).ExcludeFromDescription();
    }

    private static Task<IResult> Show(HttpContext context, Guid id, ReadCase read, CaseGround ground, CancellationToken cancellation) =>
        Draw(context, id, (read, ground), FormInput.Empty(), cancellation);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        Adjudicate adjudicate,
        ReadCase read,
        CaseGround ground,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var evidence = form.Line("evidence", 64, required: true);
        var proof = JudgementFields.Proof(form);
        var judgement = JudgementFields.Read(form, ground.Casework.Scale);
        if (form.IsRefused)
            return await Draw(context, id, (read, ground), form, cancellation);
        var settled = await adjudicate.Do(context.Caller(), new(id, evidence!, judgement!, proof), cancellation);
        if (settled.IsConflict())
        {
            form.Conflict(Text.T("cases.changed-since.conflict"));
            return await Draw(context, id, (read, ground), form, cancellation);
        }

        return await settled.Answer(
            context,
            _ => Page.Done($"/cases/{id}#causality", "signed"),
            form,
            () => Draw(context, id, (read, ground), form, cancellation),
            JudgementFields.Refusals
        );
    }

    private static async Task<IResult> Draw(
        HttpContext context,
        Guid id,
        (ReadCase Read, CaseGround Ground) sources,
        FormInput form,
        CancellationToken cancellation
    )
    {
        if (await sources.Read.Do(context.Caller(), id, cancellation) is not Result<CaseView>.Ok { Value: var view })
            return Page.Error(context, StatusCodes.Status404NotFound);
        if (view.Causality is not { MayAdjudicate: true })
            return Page.Of<NothingToSign>(
                context,
                Text.T("causality.adjudicate"),
                new { Case = id, Words = Text.T("causality.nothing-to-settle") },
                form
            );
        return Page.Of<AdjudicateForm>(context, Text.T("causality.adjudicate"), new { View = view, sources.Ground.Casework.Scale }, form);
    }
}
