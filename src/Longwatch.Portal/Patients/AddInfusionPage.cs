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

/// <summary>GET and POST /patients/{id}/infusions/add.</summary>
internal static class AddInfusionPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/patients/{id:guid}/infusions/add", Show).Needs(Permission.PatientsWrite).ExcludeFromDescription();
        app.MapPost("/patients/{id:guid}/infusions/add", Save).Needs(Permission.PatientsWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(
        HttpContext context,
        Guid id,
        ProductCatalogue catalogue,
        Editable editable,
        CancellationToken cancellation
    ) =>
        await editable.Is(context.Caller(), id, cancellation)
            ? Answer(context, id, catalogue, FormInput.Empty())
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        AddInfusion add,
        ProductCatalogue catalogue,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        if (InfusionFields.Read(form, catalogue, clock) is not { } facts || form.IsRefused)
            return Answer(context, id, catalogue, form);
        return await add.Do(context.Caller(), new(id, facts), cancellation) switch
        {
            Result<Guid>.Ok => Page.Done($"/patients/{id}", "saved"),
            Result<Guid>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status404NotFound => Page.Refused(context, why),
            Result<Guid>.Refused { Why: var why } => Answer(context, id, catalogue, form.Refuse(why, InfusionFields.Refusals)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static IResult Answer(HttpContext context, Guid id, ProductCatalogue catalogue, FormInput form) =>
        Page.Of<AddInfusionForm>(
            context,
            Text.T("patients.add-infusion"),
            new { Patient = id, Products = ProductNames.Choices(catalogue) },
            form
        );
}
