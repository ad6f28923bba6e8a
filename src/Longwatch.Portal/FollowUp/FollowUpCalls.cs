using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Consent;
using Longwatch.Registry.FollowUp.Contacts;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Performance;
using Longwatch.Registry.FollowUp.Transfers;
using Longwatch.Registry.FollowUp.Work;

namespace Longwatch.Portal.FollowUp;

/// <summary>Calls of the HTTP API about follow-up: the same use cases as the pages.</summary>
internal static class FollowUpCalls
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/follow-up", List)
            .Needs(Permission.FollowUpRead)
            .WithSummary("What is due, overdue or missed today, the longest overdue first; 50 a page.");
        api.MapGet("/follow-up/lost", Lost).Needs(Permission.FollowUpRead).WithSummary("Patients lost to follow-up; 50 a page.");
        api.MapGet("/follow-up/completeness", Completeness)
            .Needs(Permission.FollowUpRead)
            .WithSummary("Completeness of follow-up (Clark's C) per centre and overall, in days.");
        api.MapGet("/patients/{id:guid}/plan", Plan)
            .Needs(Permission.FollowUpRead)
            .WithSummary("The next expectation of every activity; the reading is audited.");
        api.MapPost("/patients/{id:guid}/attempts", Attempt)
            .Needs(Permission.FollowUpWrite)
            .WithSummary("Record an attempt to reach a patient.");
        api.MapPost("/patients/{id:guid}/consent", Consent)
            .Needs(Permission.ConsentWrite)
            .WithSummary("Record consent for a purpose, or its withdrawal.");
        api.MapPost("/patients/{id:guid}/transfers", Transfer)
            .Needs(Permission.TransfersWrite)
            .WithSummary("Ask another centre to take a patient over.");
        api.MapPost("/patients/{id:guid}/transfers/withdrawal", WithdrawTransfer)
            .Needs(Permission.TransfersWrite)
            .WithSummary("Take back a transfer that waits, or the leaving of a patient who is back.");
        api.MapPost("/transfers/{id:guid}/answer", Answer).Needs(Permission.TransfersWrite).WithSummary("Accept or decline a transfer.");
        api.MapPost("/patients/{id:guid}/forms/{form}", Save)
            .Needs(Permission.FollowUpWrite)
            .WithSummary("Save a form as a draft or complete it; problems come back by field, and nothing is saved then.");
    }

    private static async Task<IResult> List(
        HttpContext context,
        ListWork list,
        CancellationToken cancellation,
        WorkKind kind = WorkKind.Overdue,
        string? centre = null,
        string? schedule = null,
        int page = 1
    ) => TypedResults.Ok(await list.Do(context.Caller(), new(kind, centre, null, schedule, Math.Clamp(page, 1, 100_000)), cancellation));

    private static async Task<IResult> Lost(
        HttpContext context,
        ListLost list,
        CancellationToken cancellation,
        string? centre = null,
        int page = 1
    ) => TypedResults.Ok(await list.Do(context.Caller(), centre, page, cancellation));

    private static async Task<IResult> Completeness(HttpContext context, ShowCompleteness show, CancellationToken cancellation) =>
        TypedResults.Ok(
            (await show.Do(context.Caller(), cancellation)).Select(c => new CompletenessOfCentre(
                c.Centre,
                c.Share.Subjects,
                c.Share.Observed,
                c.Share.Potential,
                c.Share.C,
                c.Lost
            ))
        );

    private static async Task<IResult> Plan(HttpContext context, Guid id, ShowPlan show, CancellationToken cancellation) =>
        await show.Do(context.Caller(), id, cancellation) switch
        {
            Result<PatientPlan>.Ok { Value: var plan } => TypedResults.Ok(
                new PlanOfPatient(
                    plan.Patient,
                    plan.Day,
                    plan.Standing.Kind,
                    plan.Standing.Since,
                    plan.Standing.End?.Kind,
                    [
                        .. plan
                            .Activities.Where(a => a.Next is not null)
                            .Select(a => new NextOfActivity(
                                a.Schedule.Id,
                                a.Schedule.Version,
                                a.Activity.Code,
                                a.Next!.Label,
                                a.Next.Opens,
                                a.Next.Due,
                                a.Next.OverdueFrom,
                                a.Next.Closes,
                                a.Next.StatusOn(plan.Day),
                                a.Activity.Source.IsUnverified
                            )),
                    ]
                )
            ),
            var other => other.Answer(),
        };

    private static async Task<IResult> Attempt(
        HttpContext context,
        Guid id,
        AttemptBody body,
        RecordAttempt record,
        CancellationToken cancellation
    ) =>
        (await record.Do(context.Caller(), new(id, body.Date, body.Means, body.Outcome, body.Note), cancellation)).AnswerMade(_ =>
            $"/patients/{id}/plan"
        );

    private static async Task<IResult> Consent(
        HttpContext context,
        Guid id,
        ConsentBody body,
        ChangeConsent change,
        CancellationToken cancellation
    ) =>
        (await change.Do(context.Caller(), new(id, body.Purpose, body.Given, body.Date, body.Reason), cancellation)).AnswerMade(_ =>
            $"/patients/{id}/plan"
        );

    private static async Task<IResult> Transfer(
        HttpContext context,
        Guid id,
        TransferBody body,
        RequestTransfer request,
        CancellationToken cancellation
    ) =>
        (await request.Do(context.Caller(), new(id, body.ToCentre, body.ToOutside, body.Reason), cancellation)).AnswerMade(t =>
            $"/transfers/{t}"
        );

    private static async Task<IResult> WithdrawTransfer(
        HttpContext context,
        Guid id,
        WithdrawalBody body,
        WithdrawTransfer withdraw,
        CancellationToken cancellation
    ) => (await withdraw.Do(context.Caller(), id, body.Reason, cancellation)).Answer();

    private static async Task<IResult> Answer(
        HttpContext context,
        Guid id,
        AnswerBody body,
        AnswerTransfer answer,
        CancellationToken cancellation
    ) => (await answer.Do(context.Caller(), new(id, body.Accept, body.Reason), cancellation)).Answer();

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        string form,
        EntryBody body,
        SaveEntry save,
        CancellationToken cancellation
    )
    {
        var command = new EntryCommand(
            body.Entry,
            id,
            form,
            body.VisitDate,
            body.Answers,
            body.Confirmed ?? new Dictionary<string, string>(),
            body.Version,
            body.Complete,
            body.Reason
        );
        return await save.Do(context.Caller(), command, cancellation) switch
        {
            Result<EntryOutcome>.Ok { Value: { Saved: true } done } => TypedResults.Ok(new EntryAnswer(done.Id, [], done.Checked.Dropped)),
            Result<EntryOutcome>.Ok { Value: var refused } => TypedResults.Json(
                new EntryAnswer(null, refused.Checked.Problems, refused.Checked.Dropped),
                statusCode: StatusCodes.Status422UnprocessableEntity
            ),
            var other => other.Answer(),
        };
    }

    internal sealed record CompletenessOfCentre(
        string? Centre,
        int Patients,
        double ObservedDays,
        double PotentialDays,
        double? C,
        int Lost
    );

    internal sealed record PlanOfPatient(
        Guid Patient,
        DateOnly Day,
        StandingKind Standing,
        DateOnly? Since,
        WatchEndKind? End,
        IReadOnlyList<NextOfActivity> Next
    );

    internal sealed record NextOfActivity(
        string Schedule,
        int Version,
        string Activity,
        string Label,
        DateOnly Opens,
        DateOnly Due,
        DateOnly OverdueFrom,
        DateOnly? Closes,
        ExpectationStatus Status,
        bool Unverified
    );

    internal sealed record AttemptBody(DateOnly Date, ContactMeans Means, ContactOutcome Outcome, string? Note = null);

    internal sealed record ConsentBody(Purpose Purpose, bool Given, DateOnly Date, string? Reason = null);

    internal sealed record WithdrawalBody(string Reason);

    internal sealed record TransferBody(string Reason, string? ToCentre = null, string? ToOutside = null);

    internal sealed record AnswerBody(bool Accept, string? Reason = null);

    internal sealed record EntryBody(
        DateOnly VisitDate,
        Dictionary<string, string> Answers,
        bool Complete,
        Guid? Entry = null,
        int? Version = null,
        Dictionary<string, string>? Confirmed = null,
        string? Reason = null
    );

    internal sealed record EntryAnswer(Guid? Entry, IReadOnlyList<EntryProblem> Problems, IReadOnlyList<string> Dropped);
}
