using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>GET /specimens/{id}: one specimen with its custody log; POST …/custody: the next step of its life.</summary>
internal static class SpecimenPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/specimens/{id:guid}", Show).Needs(Permission.SpecimensRead).ExcludeFromDescription();
        app.MapPost("/specimens/{id:guid}/custody", Step).Needs(Permission.SpecimensWrite).ExcludeFromDescription();
    }

    private static Task<IResult> Show(
        HttpContext context,
        Guid id,
        ReadSpecimen read,
        CaseGround ground,
        TimeProvider clock,
        CancellationToken cancellation
    ) =>
        Draw(
            context,
            id,
            (read, ground),
            FormInput.Of(("date", Shell.Frame.Days.Text(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)))),
            cancellation
        );

    private static async Task<IResult> Step(
        HttpContext context,
        Guid id,
        RecordCustody record,
        ReadSpecimen read,
        CaseGround ground,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var step = form.Code<CustodyStep>("step", required: true);
        var party = form.Line("party", 64, required: true);
        var date = form.Day("date", DayRange.UntilToday(clock), required: true);
        var to = step == CustodyStep.Shipped ? form.Line("to", 64, required: true) : null;
        var note = form.Prose("note", 500);
        if (form.IsRefused)
            return await Draw(context, id, (read, ground), form, cancellation);
        var command = new RecordCustody.Command(id, form.Version(), new(step!.Value, party!, date!.Value, to, note));
        var taken = await record.Do(context.Caller(), command, cancellation);
        if (taken.IsConflict())
        {
            await form.Conflicted(context, (Permission.SpecimensWrite, id));
            return await Draw(context, id, (read, ground), form, cancellation);
        }

        return await taken.Answer(
            context,
            _ => Page.Done($"/specimens/{id}", "saved"),
            form,
            () => Draw(context, id, (read, ground), form, cancellation),
            ("custody.not-yours", "party"),
            ("custody.not-the-holder", "party"),
            ("custody.not-the-receiver", "party"),
            ("custody.not-the-sender", "party"),
            ("custody.same-person", "step"),
            ("custody.step-out-of-order", "step"),
            ("custody.receiver-unknown", "to"),
            ("custody.sent-to-self", "to"),
            ("custody.date-before-last", "date"),
            ("custody.reason-missing", "note")
        );
    }

    private static async Task<IResult> Draw(
        HttpContext context,
        Guid id,
        (ReadSpecimen Read, CaseGround Ground) sources,
        FormInput form,
        CancellationToken cancellation
    ) =>
        await sources.Read.Do(context.Caller(), id, cancellation) switch
        {
            Result<SpecimenView>.Ok { Value: var view } => Page.Of<SpecimenFile>(
                context,
                Text.T("specimens.one"),
                new { View = view, sources.Ground },
                form
            ),
            Result<SpecimenView>.Refused refused => Page.Refused(context, refused.Why),
            _ => throw new InvalidOperationException(),
        };
}
