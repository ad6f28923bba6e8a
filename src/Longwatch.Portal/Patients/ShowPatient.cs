using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Identities;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>GET /patients/{id}: everything that is recorded of one patient. The reading is audited.</summary>
internal static class ShowPatient
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/patients/{id:guid}", Show).Needs(Permission.PatientsRead).ExcludeFromDescription();

    private static async Task<IResult> Show(
        HttpContext context,
        Guid id,
        ReadPatient read,
        IdentityVault vault,
        CancellationToken cancellation
    )
    {
        var caller = context.Caller();
        return await read.Do(caller, id, cancellation) switch
        {
            Result<ReadPatient.File>.Ok file => Page.Of<PatientView>(
                context,
                Text.T("patients.one"),
                new
                {
                    File = file.Value,
                    HasIdentity = caller.May(Permission.IdentitiesRead, file.Value.Patient.Centre)
                        && await vault.Has(caller, id, cancellation),
                    MayEdit = caller.May(Permission.PatientsWrite, file.Value.Patient.Centre),
                    MayIdentify = caller.May(Permission.IdentitiesRead, file.Value.Patient.Centre),
                    MayKeepIdentity = caller.May(Permission.IdentitiesWrite, file.Value.Patient.Centre),
                }
            ),
            Result<ReadPatient.File>.Refused refused => Page.Refused(context, refused.Why),
            _ => throw new InvalidOperationException(),
        };
    }
}
