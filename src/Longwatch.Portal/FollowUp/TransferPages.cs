using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Transfers;

namespace Longwatch.Portal.FollowUp;

/// <summary>/follow-up/transfers: patients who are to change their centre; the other centre answers.</summary>
internal static class TransferPages
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/follow-up/transfers", (HttpContext c, ListTransfers l, CancellationToken t) => Show(c, l, null, null, t))
            .Needs(Permission.TransfersWrite)
            .ExcludeFromDescription();
        app.MapPost("/follow-up/transfers/{transfer:guid}", Answer).Needs(Permission.TransfersWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(
        HttpContext context,
        ListTransfers list,
        Guid? refused,
        FormInput? form,
        CancellationToken cancellation
    ) =>
        Page.Of<TransferList>(
            context,
            Text.T("transfers.title"),
            new { Transfers = await list.Do(context.Caller(), cancellation), Refused = refused },
            form ?? FormInput.Empty()
        );

    private static async Task<IResult> Answer(
        HttpContext context,
        Guid transfer,
        AnswerTransfer answer,
        ListTransfers list,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var accept = form.OneOf("answer", ["accept", "decline"], required: true);
        var reason = form.Prose("reason", 1000, required: accept == "decline");
        if (!form.IsRefused)
        {
            var done = await answer.Do(context.Caller(), new(transfer, accept == "accept", reason), cancellation);
            if (done is not Result<bool>.Refused { Why: var why })
                return Page.Done("/follow-up/transfers", "answered");
            if (Refusals.Status(why) != StatusCodes.Status422UnprocessableEntity)
                return Page.Refused(context, why);
            form.Refuse(why, ("record.reason", "reason"));
        }

        return await Show(context, list, transfer, form, cancellation);
    }
}
