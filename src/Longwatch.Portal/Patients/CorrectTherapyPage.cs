using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>GET and POST /patients/{id}/therapies/{therapy}/correct, and POST …/void: both with a reason.</summary>
internal static class CorrectTherapyPage
{
    private const string Address = "/patients/{id:guid}/therapies/{therapy:guid}";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address + "/correct", Show).Needs(Permission.PatientsWrite).ExcludeFromDescription();
        app.MapPost(Address + "/correct", Save).Needs(Permission.PatientsWrite).ExcludeFromDescription();
        app.MapPost(Address + "/void", Void).Needs(Permission.PatientsWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, Guid therapy, ReadPatient read, CancellationToken cancellation) =>
        await Find(context, id, therapy, read, cancellation) is { } row
            ? Answer(context, row, row.Version, FormInput.Of(TherapyFields.Show(row)), FormInput.Empty())
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        Guid therapy,
        ReadPatient read,
        CorrectTherapy correct,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var version = form.Version();
        var facts = TherapyFields.Read(form, clock);
        var reason = form.Prose("reason", 1000, required: true);
        if (await Find(context, id, therapy, read, cancellation) is not { } row)
            return Page.Error(context, StatusCodes.Status404NotFound);
        if (form.IsRefused)
            return Answer(context, row, version, form, FormInput.Empty());
        return await correct.Do(context.Caller(), new(therapy, version, facts, reason!), cancellation) switch
        {
            Result<Guid>.Ok => Page.Done($"/patients/{id}", "saved"),
            Result<Guid>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status409Conflict => await Conflict(
                context,
                row,
                form
            ),
            Result<Guid>.Refused { Why: var why } => Answer(
                context,
                row,
                version,
                form.Refuse(why, TherapyFields.Refusals),
                FormInput.Empty()
            ),
            _ => throw new InvalidOperationException(),
        };
    }

    private static async Task<IResult> Void(
        HttpContext context,
        Guid id,
        Guid therapy,
        ReadPatient read,
        CorrectTherapy correct,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var version = form.Version();
        var reason = form.Prose("reason", 1000, required: true);
        if (await Find(context, id, therapy, read, cancellation) is not { } row)
            return Page.Error(context, StatusCodes.Status404NotFound);
        if (!form.IsRefused)
            switch (await correct.Do(context.Caller(), new(therapy, version, null, reason!), cancellation))
            {
                case Result<Guid>.Ok:
                    return Page.Done($"/patients/{id}", "voided");
                case Result<Guid>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status409Conflict:
                    return await Conflict(context, row, FormInput.Of(TherapyFields.Show(row)));
                case Result<Guid>.Refused { Why: var why }:
                    form.Refuse(why, TherapyFields.Refusals);
                    break;
            }
        return Answer(context, row, version, FormInput.Of(TherapyFields.Show(row)), form);
    }

    private static async Task<TherapyRow?> Find(
        HttpContext context,
        Guid id,
        Guid therapy,
        ReadPatient read,
        CancellationToken cancellation
    ) =>
        await read.Do(context.Caller(), id, cancellation) is Result<ReadPatient.File>.Ok { Value: var file }
        && context.Caller().May(Permission.PatientsWrite, file.Patient.Centre)
            ? file.Therapies.FirstOrDefault(t => t.Id == therapy)
            : null;

    private static Task<IResult> Conflict(HttpContext context, TherapyRow row, FormInput form) =>
        Conflicts.SideBySide(
            context,
            (Permission.PatientsWrite, row.Id),
            [
                .. TherapyFields
                    .Show(row)
                    .Select(f => new ConflictingField(
                        Text.T(f.Name == "kind" ? "patients.therapy-kind" : $"patients.{f.Name}"),
                        f.Name == "kind" ? Text.Of("patients.therapy", row.Kind) : f.Value,
                        form.Value(f.Name) is not { Length: > 0 } typed ? null
                            : f.Name == "kind" ? Text.T($"patients.therapy.{typed}")
                            : typed
                    )),
            ],
            $"/patients/{row.Patient}/therapies/{row.Id}/correct"
        );

    private static IResult Answer(HttpContext context, TherapyRow row, int version, FormInput form, FormInput confirm)
    {
        var page = Page.Of<CorrectTherapyForm>(
            context,
            Text.T("patients.correct-therapy"),
            new
            {
                Therapy = row,
                Version = version,
                Confirm = confirm,
                Facts = form,
            },
            form.IsRefused ? form : confirm
        );
        return page;
    }
}
