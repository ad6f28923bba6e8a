using Longwatch.Domain;
using Longwatch.Portal.Products;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Products;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>GET and POST /patients/{id}/infusions/{infusion}/correct, and POST …/void: both with a reason.</summary>
internal static class CorrectInfusionPage
{
    private const string Address = "/patients/{id:guid}/infusions/{infusion:guid}";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address + "/correct", Show).Needs(Permission.PatientsWrite).ExcludeFromDescription();
        app.MapPost(Address + "/correct", Save).Needs(Permission.PatientsWrite).ExcludeFromDescription();
        app.MapPost(Address + "/void", Void).Needs(Permission.PatientsWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(
        HttpContext context,
        Guid id,
        Guid infusion,
        ReadPatient read,
        ProductCatalogue catalogue,
        CancellationToken cancellation
    ) =>
        await Find(context, id, infusion, read, cancellation) is { } row
            ? Answer(context, row, row.Version, catalogue, FormInput.Of(InfusionFields.Show(row)), FormInput.Empty())
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        Guid infusion,
        ReadPatient read,
        CorrectInfusion correct,
        ProductCatalogue catalogue,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var version = form.Version();
        var facts = InfusionFields.Read(form, catalogue, clock);
        var reason = form.Prose("reason", 1000, required: true);
        if (await Find(context, id, infusion, read, cancellation) is not { } row)
            return Page.Error(context, StatusCodes.Status404NotFound);
        if (form.IsRefused)
            return Answer(context, row, version, catalogue, form, FormInput.Empty());
        return await correct.Do(context.Caller(), new(infusion, version, facts, reason!), cancellation) switch
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
                catalogue,
                form.Refuse(why, InfusionFields.Refusals),
                FormInput.Empty()
            ),
            _ => throw new InvalidOperationException(),
        };
    }

    private static async Task<IResult> Void(
        HttpContext context,
        Guid id,
        Guid infusion,
        ReadPatient read,
        CorrectInfusion correct,
        ProductCatalogue catalogue,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var version = form.Version();
        var reason = form.Prose("reason", 1000, required: true);
        if (await Find(context, id, infusion, read, cancellation) is not { } row)
            return Page.Error(context, StatusCodes.Status404NotFound);
        if (!form.IsRefused)
            switch (await correct.Do(context.Caller(), new(infusion, version, null, reason!), cancellation))
            {
                case Result<Guid>.Ok:
                    return Page.Done($"/patients/{id}", "voided");
                case Result<Guid>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status409Conflict:
                    return await Conflict(context, row, FormInput.Of(InfusionFields.Show(row)));
                case Result<Guid>.Refused { Why: var why }:
                    form.Refuse(why, InfusionFields.Refusals);
                    break;
            }
        return Answer(context, row, version, catalogue, FormInput.Of(InfusionFields.Show(row)), form);
    }

    private static async Task<InfusionRow?> Find(
        HttpContext context,
        Guid id,
        Guid infusion,
        ReadPatient read,
        CancellationToken cancellation
    ) =>
        await read.Do(context.Caller(), id, cancellation) is Result<ReadPatient.File>.Ok { Value: var file }
        && context.Caller().May(Permission.PatientsWrite, file.Patient.Centre)
            ? file.Infusions.FirstOrDefault(i => i.Id == infusion)
            : null;

    private static Task<IResult> Conflict(HttpContext context, InfusionRow row, FormInput form) =>
        Conflicts.SideBySide(
            context,
            (Permission.PatientsWrite, row.Id),
            [
                .. InfusionFields
                    .Show(row)
                    .Select(f => new ConflictingField(
                        Text.T(f.Name == "date" ? "patients.infusion-date" : $"patients.{f.Name}"),
                        f.Value,
                        form.Value(f.Name) is { Length: > 0 } typed ? typed : null
                    )),
            ],
            $"/patients/{row.Patient}/infusions/{row.Id}/correct"
        );

    private static IResult Answer(
        HttpContext context,
        InfusionRow row,
        int version,
        ProductCatalogue catalogue,
        FormInput form,
        FormInput confirm
    )
    {
        var page = Page.Of<CorrectInfusionForm>(
            context,
            Text.T("patients.correct-infusion"),
            new
            {
                Infusion = row,
                Version = version,
                Products = ProductNames.Choices(catalogue),
                Confirm = confirm,
                Facts = form,
            },
            form.IsRefused ? form : confirm
        );
        return page;
    }
}
