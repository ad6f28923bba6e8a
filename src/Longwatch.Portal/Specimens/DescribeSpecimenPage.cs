using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>GET and POST /specimens/{id}/describe: correct what is known of a specimen, with a reason.</summary>
internal static class DescribeSpecimenPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/specimens/{id:guid}/describe", Show).Needs(Permission.SpecimensWrite).ExcludeFromDescription();
        app.MapPost("/specimens/{id:guid}/describe", Save).Needs(Permission.SpecimensWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, ReadSpecimen read, CancellationToken cancellation)
    {
        if (await Find(context, id, read, cancellation) is not { } view)
            return Page.Error(context, StatusCodes.Status404NotFound);
        return Draw(context, id, view.Version, FormInput.Of(SpecimenFields.Show(view)));
    }

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        ReadSpecimen read,
        DescribeSpecimen describe,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        if (await Find(context, id, read, cancellation) is null)
            return Page.Error(context, StatusCodes.Status404NotFound);
        var version = form.Version();
        var fraction = form.Number("tumour_fraction", 0, 1);
        var reason = form.Prose("reason", 1000, required: true);
        var detail = SpecimenFields.Read(form);
        if (form.IsRefused)
            return Draw(context, id, version, form);
        var described = await describe.Do(context.Caller(), new(id, version, detail!, fraction, reason!), cancellation);
        if (described.IsConflict() && await Find(context, id, read, cancellation) is { } now)
            return await Conflicts.SideBySide(
                context,
                (Permission.SpecimensWrite, id),
                [
                    .. SpecimenFields
                        .Show(now)
                        .Select(f => new ConflictingField(
                            Text.T($"specimens.{f.Name.Replace('_', '-')}"),
                            SpecimenFields.Words(f.Name, f.Value),
                            SpecimenFields.Words(f.Name, form.Value(f.Name))
                        )),
                ],
                $"/specimens/{id}/describe"
            );
        return await described.Answer(
            context,
            _ => Page.Done($"/specimens/{id}", "saved"),
            form,
            () => Task.FromResult(Draw(context, id, version, form)),
            SpecimenFields.Refusals
        );
    }

    private static async Task<SpecimenView?> Find(HttpContext context, Guid id, ReadSpecimen read, CancellationToken cancellation) =>
        await read.Do(context.Caller(), id, cancellation) is Result<SpecimenView>.Ok { Value: var view }
        && context.Caller().May(Permission.SpecimensWrite, view.Centre)
            ? view
            : null;

    private static IResult Draw(HttpContext context, Guid id, int version, FormInput form) =>
        Page.Of<DescribeSpecimenForm>(context, Text.T("specimens.describe"), new { Specimen = id, Version = version }, form);
}
