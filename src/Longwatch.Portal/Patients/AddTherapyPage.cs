using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>GET and POST /patients/{id}/therapies/add.</summary>
internal static class AddTherapyPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/patients/{id:guid}/therapies/add", Show).Needs(Permission.PatientsWrite).ExcludeFromDescription();
        app.MapPost("/patients/{id:guid}/therapies/add", Save).Needs(Permission.PatientsWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, Editable editable, CancellationToken cancellation) =>
        await editable.Is(context.Caller(), id, cancellation)
            ? Answer(context, id, FormInput.Empty())
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        AddTherapy add,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        if (TherapyFields.Read(form, clock) is not { } facts || form.IsRefused)
            return Answer(context, id, form);
        return await add.Do(context.Caller(), new(id, facts), cancellation) switch
        {
            Result<Guid>.Ok => Page.Done($"/patients/{id}", "saved"),
            Result<Guid>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status404NotFound => Page.Refused(context, why),
            Result<Guid>.Refused { Why: var why } => Answer(context, id, form.Refuse(why, TherapyFields.Refusals)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static IResult Answer(HttpContext context, Guid id, FormInput form) =>
        Page.Of<AddTherapyForm>(context, Text.T("patients.add-therapy"), new { Patient = id }, form);
}
