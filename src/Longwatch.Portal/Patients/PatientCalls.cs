using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>Calls of the HTTP API about patients: the same use cases as the pages.</summary>
internal static class PatientCalls
{
    /// <summary>What to look for; the body of a search, because a pseudonym must not stand in an address.</summary>
    internal sealed record Search(
        string? Pseudonym = null,
        string? Batch = null,
        string? Product = null,
        DateOnly? From = null,
        DateOnly? Until = null,
        string? Centre = null
    );

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/patients", List).Needs(Permission.PatientsRead).WithSummary("The patients of your centres.");
        api.MapPost("/patients/search", Find)
            .WithMetadata(new ChangesNothing())
            .Needs(Permission.PatientsRead)
            .WithSummary("Search by beginning of the pseudonym, batch, product, centre and day of infusion.");
        api.MapPost("/patients", Register).Needs(Permission.PatientsWrite).WithSummary("Take a patient into the watch.");
        api.MapGet("/patients/{id:guid}", Read)
            .Needs(Permission.PatientsRead)
            .WithSummary("Everything recorded of one patient; the reading is audited.");
        api.MapPut("/patients/{id:guid}", Correct).Needs(Permission.PatientsWrite).WithSummary("Correct a patient's facts, with a reason.");
        api.MapPost("/patients/{id:guid}/infusions", AddOne).Needs(Permission.PatientsWrite).WithSummary("Record an infusion.");
        api.MapPut("/infusions/{id:guid}", CorrectOne).Needs(Permission.PatientsWrite).WithSummary("Correct an infusion, with a reason.");
        api.MapPost("/patients/{id:guid}/therapies", AddCourse)
            .Needs(Permission.PatientsWrite)
            .WithSummary("Record a course of other therapy.");
        api.MapPut("/therapies/{id:guid}", CorrectCourse)
            .Needs(Permission.PatientsWrite)
            .WithSummary("Correct a course of other therapy, with a reason.");
        api.MapGet("/patients/{id:guid}/history", History)
            .Needs(Permission.PatientsRead)
            .WithSummary("Every version of every fact; who, when, why.");
        api.MapGet("/patients/{id:guid}/as-known", AsKnown)
            .Needs(Permission.PatientsRead)
            .WithSummary("What was known of the patient at the moment ?at= (ISO 8601 with offset).");
    }

    private static Task<IResult> List(HttpContext context, PageRequest page, FindPatients find, CancellationToken cancellation) =>
        Find(context, new(), page, find, cancellation);

    private static async Task<IResult> Find(
        HttpContext context,
        Search search,
        PageRequest page,
        FindPatients find,
        CancellationToken cancellation
    )
    {
        var query = new FindPatients.Query(search.Pseudonym, search.Batch, search.Product, search.From, search.Until, search.Centre);
        var answer = await find.Do(context.Caller(), query, page.Offset, page.Limit, cancellation);
        return TypedResults.Ok(new Paged<FindPatients.Found>(answer.Rows, answer.Total, page.Number, page.Limit));
    }

    private static async Task<IResult> Register(
        HttpContext context,
        RegisterPatient.Command command,
        RegisterPatient register,
        CancellationToken cancellation
    ) => (await register.Do(context.Caller(), command, cancellation)).AnswerMade(id => $"/patients/{id}");

    private static async Task<IResult> Read(HttpContext context, Guid id, ReadPatient read, CancellationToken cancellation) =>
        (await read.Do(context.Caller(), id, cancellation)).Answer();

    private static async Task<IResult> Correct(
        HttpContext context,
        Guid id,
        Correction<PatientFacts> body,
        CorrectPatient correct,
        CancellationToken cancellation
    ) => (await correct.Do(context.Caller(), new(id, body.Version, body.Facts, body.Reason), cancellation)).AnswerCorrected();

    private static async Task<IResult> AddOne(
        HttpContext context,
        Guid id,
        InfusionFacts body,
        AddInfusion add,
        CancellationToken cancellation
    ) => (await add.Do(context.Caller(), new(id, body), cancellation)).AnswerMade(made => $"/infusions/{made}");

    private static async Task<IResult> CorrectOne(
        HttpContext context,
        Guid id,
        Correction<InfusionFacts> body,
        CorrectInfusion correct,
        CancellationToken cancellation
    ) =>
        (await correct.Do(context.Caller(), new(id, body.Version, body.Facts, body.Reason), cancellation)).AnswerMade(patient =>
            $"/patients/{patient}"
        );

    private static async Task<IResult> AddCourse(
        HttpContext context,
        Guid id,
        TherapyFacts body,
        AddTherapy add,
        CancellationToken cancellation
    ) => (await add.Do(context.Caller(), new(id, body), cancellation)).AnswerMade(_ => $"/patients/{id}");

    private static async Task<IResult> CorrectCourse(
        HttpContext context,
        Guid id,
        Correction<TherapyFacts> body,
        CorrectTherapy correct,
        CancellationToken cancellation
    ) =>
        (await correct.Do(context.Caller(), new(id, body.Version, body.Facts, body.Reason), cancellation)).AnswerMade(patient =>
            $"/patients/{patient}"
        );

    private static async Task<IResult> History(HttpContext context, Guid id, ReadHistory read, CancellationToken cancellation) =>
        (await read.Do(context.Caller(), id, cancellation)).Answer();

    private static async Task<IResult> AsKnown(
        HttpContext context,
        Guid id,
        DateTimeOffset at,
        RecallPatient recall,
        CancellationToken cancellation
    ) => (await recall.Do(context.Caller(), id, at, cancellation)).Answer();
}
