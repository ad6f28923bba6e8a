using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;

namespace Longwatch.Portal.Cases;

/// <summary>GET and POST /cases/{id}/checklist/{item}: answer one item, or say that it was asked for or cannot be had.</summary>
internal static class AnswerChecklistPage
{
    private const string Address = "/cases/{id:guid}/checklist/{item}";

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
            : Draw(context, view!, line, FormInput.Of(Now(view!, line)));
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
        var answered = await answer.Do(context.Caller(), command, cancellation);
        if (answered.IsConflict())
            return await Conflict(context, id, item, read, form, cancellation);
        return await answered.Answer(
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

    /// <summary>The answer is read again: somebody else gave one after the form was drawn.</summary>
    private static async Task<IResult> Conflict(
        HttpContext context,
        Guid id,
        string item,
        ReadCase read,
        FormInput form,
        CancellationToken cancellation
    )
    {
        var (view, line) = await Find(context, id, item, read, cancellation);
        if (line is null)
            return Page.Error(context, StatusCodes.Status404NotFound);
        return await Conflicts.SideBySide(
            context,
            view!.Answers.TryGetValue(item, out var there) ? (Permission.CasesWrite, there.Record) : null,
            [
                .. Now(view, line)
                    .Where(f => f.Name != "unrelated" || line.Item.Fact == ChecklistFact.Relation)
                    .Select(f => new ConflictingField(
                        Text.T($"cases.{f.Name}"),
                        Words(f.Name, f.Value),
                        Words(f.Name, form.Value(f.Name))
                    )),
            ],
            $"/cases/{id}/checklist/{item}"
        );
    }

    private static (string Name, string? Value)[] Now(CaseView view, ChecklistLine line) =>
        [
            ("status", Exchange.Codes.Of(line.Status)),
            ("value", line.Value),
            ("date", Days.Text(line.Answer.Date)),
            ("source", line.Answer.Source),
            ("unrelated", Exchange.Codes.Of(view.Neoplasm.ClonallyUnrelated)),
        ];

    private static string? Words(string name, string? value) =>
        string.IsNullOrWhiteSpace(value) ? null
        : name == "status" ? Text.T($"cases.answer.{value}")
        : name == "unrelated" ? Text.T($"patients.ternary.{value}")
        : name == "value" && Text.Has($"checklist.{value}") ? Text.T($"checklist.{value}")
        : value.Trim();

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
                view.Answers.GetValueOrDefault(line.Item.Code).Version,
            },
            form
        );
}
