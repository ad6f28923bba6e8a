using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>GET and POST /patients/{id}/correct: a new version of a patient's facts, with a reason.</summary>
internal static class CorrectPatientPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/patients/{id:guid}/correct", Show).Needs(Permission.PatientsWrite).ExcludeFromDescription();
        app.MapPost("/patients/{id:guid}/correct", Save).Needs(Permission.PatientsWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, ReadPatient read, CancellationToken cancellation) =>
        await read.Do(context.Caller(), id, cancellation) switch
        {
            Result<ReadPatient.File>.Ok { Value.Patient: var row } when context.Caller().May(Permission.PatientsWrite, row.Centre) =>
                Answer(context, id, row.Version, FormInput.Of(PatientFields.Show(PatientFacts.Of(row)))),
            _ => Page.Error(context, StatusCodes.Status404NotFound),
        };

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        CorrectPatient correct,
        ReadPatient read,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var version = form.Version();
        var facts = PatientFields.Read(form, clock);
        var reason = form.Prose("reason", 1000, required: true);
        if (form.IsRefused)
            return Answer(context, id, version, form);
        return await correct.Do(context.Caller(), new(id, version, facts, reason!), cancellation) switch
        {
            Result<int>.Ok => Page.Done($"/patients/{id}", "saved"),
            Result<int>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status409Conflict => await Conflict(
                context,
                id,
                form,
                read,
                cancellation
            ),
            Result<int>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status404NotFound => Page.Refused(context, why),
            Result<int>.Refused { Why: var why } => Answer(context, id, version, form.Refuse(why, PatientFields.Refusals)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static async Task<IResult> Conflict(
        HttpContext context,
        Guid id,
        FormInput form,
        ReadPatient read,
        CancellationToken cancellation
    )
    {
        if (await read.Do(context.Caller(), id, cancellation) is not Result<ReadPatient.File>.Ok { Value.Patient: var row })
            return Page.Error(context, StatusCodes.Status404NotFound);
        var fields = PatientFields
            .Show(PatientFacts.Of(row))
            .Select(f => new ConflictingField(Text.T($"patients.{f.Item1.Replace('_', '-')}"), f.Item2, Typed(form, f.Item1)));
        return await Conflicts.SideBySide(context, (Permission.PatientsWrite, id), [.. fields], $"/patients/{id}/correct");
    }

    private static string? Typed(FormInput form, string name) => form.Value(name) is { Length: > 0 } value ? value : null;

    private static IResult Answer(HttpContext context, Guid id, int version, FormInput form) =>
        Page.Of<CorrectPatientForm>(context, Text.T("patients.correct"), new { Patient = id, Version = version }, form);
}
