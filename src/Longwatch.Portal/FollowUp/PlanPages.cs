using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Consent;
using Longwatch.Registry.FollowUp.Contacts;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Transfers;
using Longwatch.Registry.FollowUp.Work;

namespace Longwatch.Portal.FollowUp;

/// <summary>/patients/{id}/plan: the plan of one patient and what is done about it; each change posts to an address below it.</summary>
internal static class PlanPages
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        var plan = app.MapGroup("/patients/{id:guid}/plan").ExcludeFromDescription();
        plan.MapGet("", (HttpContext c, Guid id, ShowPlan s, TimeProvider t, CancellationToken x) => Show(c, id, s, t, Today(t), x))
            .Needs(Permission.FollowUpRead);
        plan.MapPost("/attempts", Attempt).Needs(Permission.FollowUpWrite);
        plan.MapPost("/consent", Consent).Needs(Permission.ConsentWrite);
        plan.MapPost("/transfer", Transfer).Needs(Permission.TransfersWrite);
        plan.MapPost("/withdraw-transfer", WithdrawTransfer).Needs(Permission.TransfersWrite);
        plan.MapPost("/schedules", Schedule).Needs(Permission.FollowUpWrite);
        plan.MapPost("/keeper", Keeper).Needs(Permission.FollowUpWrite);
    }

    private static FormInput Today(TimeProvider clock) => FormInput.Of(("date", $"{clock.GetUtcNow():yyyy-MM-dd}"));

    private static async Task<IResult> Show(
        HttpContext context,
        Guid id,
        ShowPlan show,
        TimeProvider clock,
        FormInput form,
        CancellationToken cancellation,
        string? refused = null
    ) =>
        await show.Do(context.Caller(), id, cancellation) switch
        {
            Result<PatientPlan>.Ok plan => Page.Of<PlanView>(
                context,
                Text.T("plan.title"),
                new
                {
                    Plan = plan.Value,
                    Fresh = Today(clock),
                    Refused = refused,
                    MayWrite = context.Caller().May(Permission.FollowUpWrite, plan.Value.Centre),
                    MayConsent = context.Caller().May(Permission.ConsentWrite, plan.Value.Centre),
                    MayTransfer = context.Caller().May(Permission.TransfersWrite, plan.Value.Centre),
                },
                form
            ),
            Result<PatientPlan>.Refused why => Page.Refused(context, why.Why),
            _ => throw new InvalidOperationException(),
        };

    private static async Task<IResult> Attempt(
        HttpContext context,
        Guid id,
        RecordAttempt record,
        ShowPlan show,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var date = form.Day("date", DayRange.UntilToday(clock), required: true);
        var means = form.OneOf<ContactMeans>("means", required: true);
        var outcome = form.OneOf<ContactOutcome>("outcome", required: true);
        var note = form.Prose("note", 1000);
        if (!form.IsRefused)
        {
            var done = await record.Do(context.Caller(), new(id, date!.Value, means!.Value, outcome!.Value, note), cancellation);
            if (done is not Result<Guid>.Refused { Why: var why })
                return Page.Done($"/patients/{id}/plan", "attempt");
            if (Refusals.Status(why) == StatusCodes.Status404NotFound)
                return Page.Refused(context, why);
            form.Refuse(why, ("attempt.date-in-the-future", "date"), ("attempt.note-too-long", "note"));
        }

        return await Show(context, id, show, clock, form, cancellation, "attempt");
    }

    private static async Task<IResult> Consent(
        HttpContext context,
        Guid id,
        ChangeConsent change,
        ShowPlan show,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var purpose = form.OneOf<Purpose>("purpose", required: true);
        var what = form.OneOf("what", ["give", "withdraw"], required: true);
        var date = form.Day("date", DayRange.UntilToday(clock), required: true);
        var reason = form.Prose("reason", 1000, required: what == "withdraw");
        if (!form.IsRefused)
        {
            var done = await change.Do(context.Caller(), new(id, purpose!.Value, what == "give", date!.Value, reason), cancellation);
            if (done is not Result<Guid>.Refused { Why: var why })
                return Page.Done($"/patients/{id}/plan", "consent");
            if (Refusals.Status(why) == StatusCodes.Status404NotFound)
                return Page.Refused(context, why);
            form.Refuse(
                why,
                ("record.reason", "reason"),
                ("consent.date-in-the-future", "date"),
                ("consent.withdrawn-before-given", "date")
            );
        }

        return await Show(context, id, show, clock, form, cancellation, "consent");
    }

    private static async Task<IResult> Transfer(
        HttpContext context,
        Guid id,
        RequestTransfer request,
        ShowPlan show,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var centre = form.Line("to_centre", 64);
        var outside = form.Line("to_outside", 200);
        var reason = form.Prose("reason", 1000, required: true);
        if (!form.IsRefused)
        {
            var done = await request.Do(context.Caller(), new(id, centre, outside, reason!), cancellation);
            if (done is not Result<Guid>.Refused { Why: var why })
                return Page.Done($"/patients/{id}/plan", "transfer");
            if (Refusals.Status(why) == StatusCodes.Status404NotFound)
                return Page.Refused(context, why);
            form.Refuse(
                why,
                ("record.reason", "reason"),
                ("transfer.target", "to_centre"),
                ("transfer.centre-unknown", "to_centre"),
                ("transfer.same-centre", "to_centre")
            );
        }

        return await Show(context, id, show, clock, form, cancellation, "transfer");
    }

    private static async Task<IResult> WithdrawTransfer(
        HttpContext context,
        Guid id,
        WithdrawTransfer withdraw,
        ShowPlan show,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var reason = form.Prose("reason", 1000, required: true);
        if (!form.IsRefused)
        {
            var done = await withdraw.Do(context.Caller(), id, reason, cancellation);
            if (done is not Result<bool>.Refused { Why: var why })
                return Page.Done($"/patients/{id}/plan", "transfer-withdrawn");
            if (Refusals.Status(why) == StatusCodes.Status404NotFound)
                return Page.Refused(context, why);
            form.Refuse(why, ("record.reason", "reason"));
        }

        return await Show(context, id, show, clock, form, cancellation, "withdraw-transfer");
    }

    private static async Task<IResult> Schedule(
        HttpContext context,
        Guid id,
        AssignSchedule assign,
        ShowPlan show,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var schedule = form.Line("schedule", 64, required: true);
        var chosen = form.OneOf("chosen", ["yes", "no"], required: true);
        var reason = form.Prose("reason", 1000, required: true);
        if (!form.IsRefused)
        {
            var done = await assign.Do(context.Caller(), new(id, schedule!, chosen == "yes", reason!), cancellation);
            if (done is not Result<bool>.Refused { Why: var why })
                return Page.Done($"/patients/{id}/plan", "schedule");
            if (why == Visibility.NotFound)
                return Page.Refused(context, why);
            form.Refuse(why, ("record.reason", "reason"), ("schedule.not-found", "schedule"));
        }

        return await Show(context, id, show, clock, form, cancellation, "schedule");
    }

    private static async Task<IResult> Keeper(HttpContext context, Guid id, AssignKeeper assign, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        return await assign.Do(context.Caller(), id, form.Value("take") == "yes", cancellation) is Result<bool>.Refused refused
            ? Page.Refused(context, refused.Why)
            : Page.Done($"/patients/{id}/plan", "keeper");
    }
}
