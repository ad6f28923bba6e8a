using Longwatch.Domain.Neoplasms;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;

namespace Longwatch.Portal.Cases;

/// <summary>GET and POST /patients/{id}/suspicion: enter a suspected neoplasm; its case opens.</summary>
internal static class SuspectPage
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/patients/{id:guid}/suspicion", Show).Needs(Permission.NeoplasmsWrite).ExcludeFromDescription();
        app.MapPost("/patients/{id:guid}/suspicion", Save).Needs(Permission.NeoplasmsWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, RegistryStore store, CancellationToken cancellation) =>
        await store.Read(
            async (db, stop) => await db.FindPatient(context.Caller(), Permission.NeoplasmsWrite, id, stop) is not null,
            cancellation
        )
            ? Draw(context, id, FormInput.Of(("lineage", "unknown"), ("relation", "second_primary")))
            : Page.Error(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        SuspectNeoplasm suspect,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var day = form.Day("diagnosed", DayRange.UntilToday(clock), required: true);
        var morphology = form.Line("morphology", 6);
        var topography = form.Line("topography", 5);
        var lineage = form.Code<Lineage>("lineage", required: true);
        var relation = form.Code<NeoplasmRelation>("relation", required: true);
        var reason = form.Prose("reason", 2000, required: true);
        if (form.IsRefused)
            return Draw(context, id, form);
        var command = new SuspectNeoplasm.Command(id, day!.Value, morphology, topography, lineage!.Value, relation!.Value, reason);
        return await (await suspect.Do(context.Caller(), command, cancellation)).Answer(
            context,
            made => Page.Done($"/cases/{made}", "case-opened"),
            form,
            () => Task.FromResult(Draw(context, id, form)),
            ("rule.diagnosis-date", "diagnosed"),
            ("rule.morphology", "morphology"),
            ("rule.topography", "topography"),
            ("rule.relation", "relation"),
            ("neoplasm.diagnosed", "diagnosed")
        );
    }

    private static IResult Draw(HttpContext context, Guid id, FormInput form) =>
        Page.Of<SuspectForm>(context, Text.T("cases.suspect"), new { Patient = id }, form);
}
