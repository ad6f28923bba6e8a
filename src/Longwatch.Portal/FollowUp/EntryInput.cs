using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.FollowUp.Forms;

namespace Longwatch.Portal.FollowUp;

/// <summary>Between the fields of the page and the answers of a form: <c>a.KEY</c> is an answer, <c>c.KEY</c> the reason of a confirmation.</summary>
internal static class EntryInput
{
    internal const string Answer = "a.";
    internal const string Confirmation = "c.";
    internal const string VisitDate = "visit_date";

    /// <summary>What was posted; several boxes of one question become one answer with commas.</summary>
    internal static (Dictionary<string, string> Answers, Dictionary<string, string> Confirmed) Read(
        FormInput form,
        IEnumerable<string> names
    )
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        var confirmed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
            if (name.StartsWith(Answer, StringComparison.Ordinal))
                answers[name[Answer.Length..]] = string.Join(',', form.Values(name).Where(v => v.Length > 0));
            else if (name.StartsWith(Confirmation, StringComparison.Ordinal))
                confirmed[name[Confirmation.Length..]] = form.Value(name) ?? "";
        return (answers, confirmed);
    }

    /// <summary>The form of the page: answers as they are kept, and the problems that are to be shown.</summary>
    internal static FormInput Show(EntryView view, Func<EntryProblem, bool> isShown, string? reason = null)
    {
        var values = view
            .Checked.Kept.SelectMany(a => Split(view.Form, a.Key, a.Value).Select(v => (Answer + a.Key, (string?)v)))
            .Concat(view.Confirmed.Select(c => (Confirmation + c.Key, (string?)c.Value)))
            .Append((VisitDate, $"{view.VisitDate:yyyy-MM-dd}"))
            .Append(("reason", reason));
        var form = FormInput.Of([.. values]);
        foreach (var problem in view.Checked.Problems.Where(isShown))
            form.Refuse(
                problem.Key == VisitDate ? VisitDate : Answer + problem.Key,
                problem.Message ?? Text.T($"entry.problem.{problem.Code}")
            );
        return form;
    }

    private static string[] Split(FormDefinition form, string key, string value) =>
        form.Fields.First(f => f.Key == key).Type == FieldType.Codes ? value.Split(',') : [value];
}
