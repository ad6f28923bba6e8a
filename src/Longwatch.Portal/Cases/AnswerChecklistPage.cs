using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;

namespace Longwatch.Portal.Cases;

/// <summary>GET and POST /cases/{id}/checklist/{item}: answer one item, or say that it was asked for or cannot be had.</summary>
internal static class AnswerChecklistPage
{
    private const string Address = "/cases/{id:guid}/checklist/{item:regex(^[[a-z_]]{{1,40}}$)}";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, Show).Needs(Permission.CasesWrite).ExcludeFromDescription();
        app.MapPost(Address, Save).Needs(Permission.CasesWrite).ExcludeFromDescription();
    }

    private static async Task<IResult> Show(HttpContext context, Guid id, string item, ReadCase read, CancellationToken cancellation)
    {
        var (view, line) = await Find(context, id, item, read, cancellation);
        return line is null
            ? Page.Error(context, StatusCodes.Status404NotFound)
            : Draw(
                context,
                view!,
                line,
                FormInput.Of(
                    ("status", Exchange.Codes.Of(line.Status)),
                    ("value", line.Value),
                    ("date", Days.Text(line.Answer.Date)),
                    ("source", line.Answer.Source),
                    ("unrelated", Exchange.Codes.Of(view!.Neoplasm.ClonallyUnrelated))
                )
            );
    }

    private static async Task<IResult> Save(
        HttpContext context,
        Guid id,
        string item,
        ReadCase read,
        AnswerChecklist answer,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var (view, line) = await Find(context, id, item, read, cancellation);
        if (line is null)
            return Page.Error(context, StatusCodes.Status404NotFound);
        var version = form.Version();
        var status = form.Code<AnswerStatus>("status", required: true);
        var value = form.Line("value", 500);
        var date = form.Day("date", DayRange.UntilToday(clock));
        var source = form.Line("source", 500);
        var unrelated = line.Item.Fact == ChecklistFact.Relation ? form.Code<Ternary>("unrelated") : null;
        if (form.IsRefused)
            return Draw(context, view!, line, form);
        if (status != AnswerStatus.Known)
            value = null; // what was typed before another status was chosen
        var command = new AnswerChecklist.Command(id, item, version, status!.Value, value, date, source, unrelated);
        return await (await answer.Do(context.Caller(), command, cancellation)).Answer(
            context,
            _ => Page.Done($"/cases/{id}#checklist", "saved"),
            form,
            () => Task.FromResult(Draw(context, view!, line, form)),
            ("checklist.value", "value"),
            ("rule.morphology", "value"),
            ("rule.relation", "value"),
            ("rule.topography", "value"),
            ("checklist.date-missing", "date"),
            ("checklist.source-missing", "source")
        );
    }

    private static async Task<(CaseView? View, ChecklistLine? Line)> Find(
        HttpContext context,
        Guid id,
        string item,
        ReadCase read,
        CancellationToken cancellation
    ) =>
        await read.Do(context.Caller(), id, cancellation) is Result<CaseView>.Ok { Value: var view }
        && context.Caller().May(Permission.CasesWrite, view.Patient.Centre)
            ? (view, view.Checklist.Lines.FirstOrDefault(l => l.Item.Code == item))
            : (null, null);

    private static IResult Draw(HttpContext context, CaseView view, ChecklistLine line, FormInput form) =>
        Page.Of<AnswerForm>(
            context,
            Text.T("cases.answer"),
            new
            {
                Case = view.Row.Id,
                line.Item,
                Version = view.AnswerVersions.GetValueOrDefault(line.Item.Code),
            },
            form
        );
}
