using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Causality;

namespace Longwatch.Portal.Causality;

/// <summary>GET and POST /cases/{id}/assessors: name the assessors; POST …/replace: put another in the place of one who has not signed.</summary>
internal static class AssessorsPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/cases/{id:guid}/assessors", Show).Needs(Permission.CausalityAdjudicate).ExcludeFromDescription();
        app.MapPost("/cases/{id:guid}/assessors", Name).Needs(Permission.CausalityAdjudicate).ExcludeFromDescription();
        app.MapPost("/cases/{id:guid}/assessors/replace", Replace).Needs(Permission.CausalityAdjudicate).ExcludeFromDescription();
    }

    private static Task<IResult> Show(
        HttpContext context,
        Guid id,
        ReadCase read,
        AssessorDirectory directory,
        CancellationToken cancellation
    ) => Draw(context, id, (read, directory), FormInput.Empty(), cancellation);

    private static async Task<IResult> Name(
        HttpContext context,
        Guid id,
        NameAssessors name,
        ReadCase read,
        AssessorDirectory directory,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        ImmutableArray<Guid> chosen = [.. form.Values("assessors").Select(v => Guid.TryParseExact(v, "D", out var id) ? id : Guid.Empty)];
        return await (await name.Do(context.Caller(), new(id, chosen), cancellation)).Answer(
            context,
            _ => Page.Done($"/cases/{id}#causality", "saved"),
            form,
            () => Draw(context, id, (read, directory), form, cancellation),
            ("causality.assessors", "assessors")
        );
    }

    private static async Task<IResult> Replace(
        HttpContext context,
        Guid id,
        ReplaceAssessor replace,
        ReadCase read,
        AssessorDirectory directory,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var (leaving, coming) = (form.Id("leaving", required: true), form.Id("coming", required: true));
        var reason = form.Prose("reason", 1000, required: true);
        if (form.IsRefused)
            return await Draw(context, id, (read, directory), form, cancellation);
        return await (await replace.Do(context.Caller(), new(id, leaving!.Value, coming!.Value, reason!), cancellation)).Answer(
            context,
            _ => Page.Done($"/cases/{id}#causality", "saved"),
            form,
            () => Draw(context, id, (read, directory), form, cancellation),
            ("causality.assessors", "coming"),
            ("causality.reason-missing", "reason")
        );
    }

    private static async Task<IResult> Draw(
        HttpContext context,
        Guid id,
        (ReadCase Read, AssessorDirectory Directory) sources,
        FormInput form,
        CancellationToken cancellation
    )
    {
        if (
            await sources.Read.Do(context.Caller(), id, cancellation) is not Result<CaseView>.Ok { Value: var view }
            || !context.Caller().May(Permission.CausalityAdjudicate, view.Patient.Centre)
        )
            return Page.Error(context, StatusCodes.Status404NotFound);
        var people = await sources.Directory.Of(view.Patient.Centre, cancellation);
        return Page.Of<AssessorsForm>(
            context,
            Text.T("causality.name"),
            new { View = view, People = people.Select(a => new Choice(a.Account.ToString("D"), a.PrintedName)).ToArray() },
            form
        );
    }
}
