using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Centres;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>GET and POST /patients/register: a patient comes under watch.</summary>
internal static class RegisterPatientPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/patients/register", Show).Needs(Permission.PatientsWrite).ExcludeFromDescription();
        app.MapPost("/patients/register", Save).Needs(Permission.PatientsWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, ListCentres centres, CancellationToken cancellation)
    {
        var mine = await Mine(context, centres, cancellation);
        var form = mine.Length == 1 ? FormInput.Of(("centre", mine[0].Code)) : FormInput.Empty();
        return Answer(context, mine, form);
    }

    private static async Task<IResult> Save(
        HttpContext context,
        ListCentres centres,
        RegisterPatient register,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var mine = await Mine(context, centres, cancellation);
        var centre = form.OneOf("centre", mine.Select(c => c.Code), required: true);
        var facts = PatientFields.Read(form, clock);
        if (form.IsRefused)
            return Answer(context, mine, form);
        return await register.Do(context.Caller(), new(centre!, facts), cancellation) switch
        {
            Result<Guid>.Ok made => Page.Done($"/patients/{made.Value}", "patients.registered"),
            Result<Guid>.Refused refused => Answer(context, mine, form.Refuse(refused.Why, PatientFields.Refusals)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static IResult Answer(HttpContext context, Choice[] centres, FormInput form) =>
        Page.Of<RegisterPatientForm>(context, Text.T("patients.register"), new { Centres = centres }, form);

    private static async Task<Choice[]> Mine(HttpContext context, ListCentres centres, CancellationToken cancellation)
    {
        var mine = context.Caller().Centres(Permission.PatientsWrite);
        return
        [
            .. (await centres.Do(cancellation))
                .Where(c => mine is null || mine.Contains(c.Code))
                .Select(c => new Choice(c.Code, $"{c.Name} ({c.Code})")),
        ];
    }
}
