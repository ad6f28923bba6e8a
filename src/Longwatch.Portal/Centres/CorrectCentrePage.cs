using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Centres;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Centres;

/// <summary>GET and POST /centres/{id}/correct.</summary>
internal static class CorrectCentrePage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/centres/{id:guid}/correct", Show).Needs(Permission.CentresWrite).ExcludeFromDescription();
        app.MapPost("/centres/{id:guid}/correct", Save).Needs(Permission.CentresWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, ListCentres list, CancellationToken cancellation) =>
        await list.One(id, cancellation) is { } row
            ? Answer(context, row, row.Version, FormInput.Of(CentreFields.Show(CentreFacts.Of(row))))
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        ListCentres list,
        CorrectCentre correct,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var version = form.Version();
        var facts = CentreFields.Read(form);
        var reason = form.Prose("reason", 1000, required: true);
        if (await list.One(id, cancellation) is not { } row)
            return Page.Error(context, StatusCodes.Status404NotFound);
        if (form.IsRefused)
            return Answer(context, row, version, form);
        return await correct.Do(context.Caller(), new(id, version, facts, reason!), cancellation) switch
        {
            Result<int>.Ok => Page.Done("/centres", "saved"),
            Result<int>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status409Conflict => await Conflicts.SideBySide(
                context,
                (Permission.CentresWrite, id),
                Compare(row, facts),
                $"/centres/{id}/correct"
            ),
            Result<int>.Refused { Why: var why } => Answer(context, row, version, form.Refuse(why, CentreFields.Refusals)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static ConflictingField[] Compare(CentreRow row, CentreFacts yours) =>
        [
            .. CentreFields
                .Show(CentreFacts.Of(row))
                .Zip(CentreFields.Show(yours))
                .Select(f => new ConflictingField(Text.T($"centres.{f.First.Name.Replace('_', '-')}"), f.First.Value, f.Second.Value)),
        ];

    private static IResult Answer(HttpContext context, CentreRow row, int version, FormInput form) =>
        Page.Of<CorrectCentreForm>(context, Text.T("centres.correct"), new { Centre = row, Version = version }, form);
}
