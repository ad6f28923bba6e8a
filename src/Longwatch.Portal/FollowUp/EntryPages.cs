using Longwatch.Domain;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Forms;

namespace Longwatch.Portal.FollowUp;

/// <summary>
/// /patients/{id}/forms/{form}: a new form; /forms/{id}: a draft or a completed one. The page is drawn from the form's definition; what is asked next
/// is decided on the server, by each post, with or without a script.
/// </summary>
internal static class EntryPages
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/patients/{patient:guid}/forms/{form}", New).Needs(Permission.FollowUpWrite).ExcludeFromDescription();
        app.MapPost("/patients/{patient:guid}/forms/{form}", SaveNew).Needs(Permission.FollowUpWrite).ExcludeFromDescription();
        app.MapGet("/forms/{entry:guid}", Open).Needs(Permission.FollowUpWrite).ExcludeFromDescription();
        app.MapPost("/forms/{entry:guid}", SaveOpen).Needs(Permission.FollowUpWrite).ExcludeFromDescription();
        app.MapPost("/forms/{entry:guid}/discard", Discard).Needs(Permission.FollowUpWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> New(
        HttpContext context,
        Guid patient,
        string form,
        OpenEntry open,
        CancellationToken cancellation
    ) =>
        await open.New(context.Caller(), patient, form, null, cancellation) switch
        {
            Result<EntryView>.Ok view => Draw(context, view.Value, _ => false),
            Result<EntryView>.Refused why => Page.Refused(context, why.Why),
            _ => throw new InvalidOperationException(),
        };

    private static async Task<IResult> Open(HttpContext context, Guid entry, OpenEntry open, CancellationToken cancellation) =>
        await open.Saved(context.Caller(), entry, cancellation) switch
        {
            Result<EntryView>.Ok view => Draw(context, view.Value, p => p.Kind != EntryProblemKind.Missing),
            Result<EntryView>.Refused why => Page.Refused(context, why.Why),
            _ => throw new InvalidOperationException(),
        };

    private static Task<IResult> SaveNew(
        HttpContext context,
        Guid patient,
        string form,
        OpenEntry open,
        SaveEntry save,
        CancellationToken cancellation
    ) => Save(context, (null, patient, form), open, save, cancellation);

    private static async Task<IResult> SaveOpen(
        HttpContext context,
        Guid entry,
        OpenEntry open,
        SaveEntry save,
        CancellationToken cancellation
    ) =>
        await open.Find(context.Caller(), entry, cancellation) switch
        {
            Result<EntryRow>.Ok { Value: var row } => await Save(context, (entry, row.Patient, row.Form), open, save, cancellation),
            Result<EntryRow>.Refused why => Page.Refused(context, why.Why),
            _ => throw new InvalidOperationException(),
        };

    private static async Task<IResult> Save(
        HttpContext context,
        (Guid? Entry, Guid Patient, string Form) which,
        OpenEntry open,
        SaveEntry save,
        CancellationToken cancellation
    )
    {
        var input = await FormInput.Read(context, cancellation);
        var (answers, confirmed) = EntryInput.Read(input, context.Request.Form.Keys);
        var visitDate = input.Day(EntryInput.VisitDate, new(new(1900, 1, 1), new(2200, 12, 31)), required: true);
        var intent = input.Value("intent");
        var command = new EntryCommand(
            which.Entry,
            which.Patient,
            which.Form,
            visitDate ?? new(1900, 1, 1),
            answers,
            confirmed,
            which.Entry is null ? null : input.Version(),
            intent == "complete",
            input.Prose("reason", 1000)
        );
        if (intent is not ("draft" or "complete") || input.IsRefused)
            return await Preview(context, command, open, input, cancellation);
        return await save.Do(context.Caller(), command, cancellation) switch
        {
            Result<EntryOutcome>.Ok { Value: { Saved: true, Id: var id } } => command.Complete
                ? Page.Done($"/patients/{which.Patient}/plan", "completed")
                : Page.Done($"/forms/{id}", "draft"),
            Result<EntryOutcome>.Ok => await Preview(context, command, open, input, cancellation),
            Result<EntryOutcome>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status404NotFound => Page.Refused(
                context,
                why
            ),
            Result<EntryOutcome>.Refused { Why: var why } => await Preview(context, command, open, input, cancellation, why),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>The form again, as typed. Missing answers are complained of only by whoever wants to complete it.</summary>
    private static async Task<IResult> Preview(
        HttpContext context,
        EntryCommand command,
        OpenEntry open,
        FormInput input,
        CancellationToken cancellation,
        Refusal? refusal = null
    )
    {
        if (await open.Preview(context.Caller(), command, cancellation) is not Result<EntryView>.Ok { Value: var view })
            return Page.Error(context, StatusCodes.Status404NotFound);
        var saving = input.Value("intent") is "draft" or "complete";
        // The version is the one that was looked at: a change by somebody else meanwhile must stay a conflict.
        view = view with
        {
            Version = command.Version,
        };
        return Draw(
            context,
            view,
            p => command.Complete || p.Kind is EntryProblemKind.Malformed || (!saving && p.Kind != EntryProblemKind.Missing),
            saving,
            command.Reason,
            (input.Message(EntryInput.VisitDate), refusal)
        );
    }

    private static IResult Draw(
        HttpContext context,
        EntryView view,
        Func<EntryProblem, bool> isShown,
        bool refused = false,
        string? reason = null,
        (string? VisitDate, Refusal? Why) more = default
    )
    {
        var form = EntryInput.Show(view, isShown, reason);
        if (more.VisitDate is { } message)
            form.Refuse(EntryInput.VisitDate, message);
        if (more.Why is { } why)
            form.Refuse(why, ("entry.reason-missing", "reason"), ("record.reason", "reason"));
        var parameters = new
        {
            Entry = view,
            MayWrite = context.Caller().May(Permission.FollowUpWrite, view.Centre),
            Refused = refused,
            Form = form,
        };
        // Only a save that was refused is a refusal; questions that follow from answers are not.
        return refused
            ? Page.Of<EntryPage>(context, Text.T("entry.title"), parameters, form)
            : Page.Of<EntryPage>(context, Text.T("entry.title"), parameters);
    }

    private static async Task<IResult> Discard(HttpContext context, Guid entry, DiscardDraft discard, CancellationToken cancellation) =>
        await discard.Do(context.Caller(), entry, cancellation) switch
        {
            Result<Guid>.Ok patient => Page.Done($"/patients/{patient.Value}/plan", "discarded"),
            Result<Guid>.Refused why => Page.Refused(context, why.Why),
            _ => throw new InvalidOperationException(),
        };
}
