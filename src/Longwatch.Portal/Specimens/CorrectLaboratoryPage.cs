using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Centres;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>GET and POST /laboratories/{id}/correct, and POST …/void: both with a reason.</summary>
internal static class CorrectLaboratoryPage
{
    private const string Address = "/laboratories/{id:guid}";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address + "/correct", Show).Needs(Permission.CentresWrite).ExcludeFromDescription();
        app.MapPost(Address + "/correct", Save).Needs(Permission.CentresWrite).ExcludeFromDescription();
        app.MapPost(Address + "/void", Void).Needs(Permission.CentresWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(
        HttpContext context,
        Guid id,
        ListLaboratories list,
        ListCentres centres,
        CancellationToken cancellation
    ) =>
        await list.One(id, cancellation) is { } row
            ? await Draw(context, (row, row.Version), centres, FormInput.Of(Now(row)), FormInput.Empty(), cancellation)
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        ListLaboratories list,
        ListCentres centres,
        CorrectLaboratory correct,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var version = form.Version();
        var facts = LaboratoryFields.Read(form);
        var reason = form.Prose("reason", 1000, required: true);
        if (await list.One(id, cancellation) is not { } row)
            return Page.Error(context, StatusCodes.Status404NotFound);
        if (form.IsRefused)
            return await Draw(context, (row, version), centres, form, FormInput.Empty(), cancellation);
        switch (await correct.Do(context.Caller(), new(id, version, facts, reason!), cancellation))
        {
            case Result<int>.Ok:
                return Page.Done("/centres#laboratories", "saved");
            case Result<int>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status409Conflict:
                return await Conflict(context, id, list, facts, cancellation);
            case Result<int>.Refused { Why: var why }:
                form.Refuse(why, LaboratoryFields.Refusals);
                return await Draw(context, (row, version), centres, form, FormInput.Empty(), cancellation);
            default:
                throw new InvalidOperationException();
        }
    }

    private static async Task<IResult> Void(
        HttpContext context,
        Guid id,
        ListLaboratories list,
        ListCentres centres,
        CorrectLaboratory correct,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var version = form.Version();
        var reason = form.Prose("reason", 1000, required: true);
        if (await list.One(id, cancellation) is not { } row)
            return Page.Error(context, StatusCodes.Status404NotFound);
        if (!form.IsRefused)
            switch (await correct.Do(context.Caller(), new(id, version, null, reason!), cancellation))
            {
                case Result<int>.Ok:
                    return Page.Done("/centres#laboratories", "voided");
                case Result<int>.Refused { Why: var why } when Refusals.Status(why) == StatusCodes.Status409Conflict:
                    return await Conflict(context, id, list, null, cancellation);
                case Result<int>.Refused { Why: var why }:
                    form.Refuse(why, LaboratoryFields.Refusals);
                    break;
            }
        return await Draw(context, (row, version), centres, FormInput.Of(Now(row)), form, cancellation);
    }

    private static (string Name, string? Value)[] Now(LaboratoryRow row) => LaboratoryFields.Show(LaboratoryFacts.Of(row));

    /// <summary>The record is read again: what somebody else saved is the newer of the two versions.</summary>
    /// <param name="yours">Null: it would have been voided.</param>
    private static async Task<IResult> Conflict(
        HttpContext context,
        Guid id,
        ListLaboratories list,
        LaboratoryFacts? yours,
        CancellationToken cancellation
    ) =>
        await list.One(id, cancellation) is { } row
            ? await Conflicts.SideBySide(
                context,
                (Permission.CentresWrite, id),
                [
                    .. Now(row)
                        .Zip(LaboratoryFields.Show(yours ?? LaboratoryFacts.Of(row)))
                        .Select(f => new ConflictingField(Text.T($"laboratories.{f.First.Name}"), f.First.Value, f.Second.Value)),
                ],
                $"/laboratories/{id}/correct"
            )
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Draw(
        HttpContext context,
        (LaboratoryRow Row, int Version) laboratory,
        ListCentres centres,
        FormInput facts,
        FormInput confirm,
        CancellationToken cancellation
    ) =>
        Page.Of<CorrectLaboratoryForm>(
            context,
            Text.T("laboratories.correct"),
            new
            {
                Laboratory = laboratory.Row,
                laboratory.Version,
                Centres = await LaboratoryFields.Centres(centres, cancellation),
                Facts = facts,
                Confirm = confirm,
            },
            facts.IsRefused ? facts : confirm
        );
}
