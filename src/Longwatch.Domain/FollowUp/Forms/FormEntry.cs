using System.Collections.Immutable;

namespace Longwatch.Domain.FollowUp.Forms;

public enum EntryProblemKind : byte
{
    /// <summary>Cannot be read as what the field asks for: not even a draft keeps it.</summary>
    Malformed,

    /// <summary>Breaks a hard check: a draft may keep it, a completed form may not.</summary>
    Impossible,

    /// <summary>A needed answer is missing: a draft may lack it.</summary>
    Missing,

    /// <summary>Breaks a soft check and is not confirmed.</summary>
    Unlikely,
}

/// <summary>One problem beside one field.</summary>
/// <param name="Code">Stable code of the check, for example <c>in-the-future</c>; for a check across fields its own code.</param>
/// <param name="Message">The check's own words; null where the code says all. Never holds the answer.</param>
public sealed record EntryProblem(string Key, EntryProblemKind Kind, string Code, string? Message = null);

/// <summary>What the patient's record says that a form is checked against.</summary>
public sealed record EntryContext(DateOnly Today, DateOnly VisitDate, DateOnly? FirstInfusion, PartialDate? Birth, DateOnly? Death);

/// <summary>A form as filled in so far: what is asked, what is wrong, what is kept.</summary>
/// <param name="Visible">Keys of the fields that are asked, in the order of the form.</param>
/// <param name="Kept">Answers of visible fields, in normal form.</param>
/// <param name="Dropped">Keys with an answer that no visible field asks for, or that the form does not know.</param>
public sealed record FormEntry(
    ImmutableArray<string> Visible,
    ImmutableDictionary<string, string> Kept,
    ImmutableArray<string> Dropped,
    ImmutableArray<EntryProblem> Problems
)
{
    public bool MayBeDraft => Problems.All(p => p.Kind != EntryProblemKind.Malformed);

    public bool MayBeCompleted => Problems.IsEmpty;

    /// <summary>Answers are health data: none is printed.</summary>
    public override string ToString() => $"{nameof(FormEntry)} with {Problems.Length} problems";

    /// <summary>Checks answers against a definition.</summary>
    /// <param name="answers">Text by key of field; empty text is no answer.</param>
    /// <param name="confirmed">Reason by key of field, for answers that a soft check doubts.</param>
    public static FormEntry Check(
        FormDefinition form,
        IReadOnlyDictionary<string, string> answers,
        IReadOnlyDictionary<string, string> confirmed,
        EntryContext context
    )
    {
        var visible = ImmutableArray.CreateBuilder<string>();
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<EntryProblem>();
        foreach (var section in form.Sections.Where(s => s.ShowWhen.Holds(kept)))
        foreach (var field in section.Fields.Where(f => f.ShowWhen.Holds(kept)))
        {
            visible.Add(field.Key);
            var answer = answers.TryGetValue(field.Key, out var text) ? AnswerText.Normal(field, text) : "";
            if (answer.Length > 0)
                kept.Add(field.Key, answer);
            else if (field.Required.Holds(kept))
                problems.Add(new(field.Key, EntryProblemKind.Missing, "missing"));
        }

        var shown = visible.ToHashSet(StringComparer.Ordinal);
        foreach (var field in form.Fields.Where(f => kept.ContainsKey(f.Key)))
            if (AnswerText.Fault(field, kept[field.Key]) is { } fault)
                problems.Add(new(field.Key, EntryProblemKind.Malformed, fault));
            else
                problems.AddRange(FieldChecks.Check(field, kept[field.Key], Death(form, kept, context)));
        problems.AddRange(form.Checks.Where(c => CrossChecks.Fails(form, c, kept)).Select(c => CrossChecks.Problem(c)));
        problems.RemoveAll(p => p.Kind == EntryProblemKind.Unlikely && IsConfirmed(p.Key, confirmed));
        return new(
            visible.ToImmutable(),
            kept.ToImmutableDictionary(StringComparer.Ordinal),
            [
                .. answers
                    .Where(a => !string.IsNullOrWhiteSpace(a.Value) && !shown.Contains(a.Key))
                    .Select(a => a.Key)
                    .Order(StringComparer.Ordinal),
            ],
            problems.ToImmutable()
        );
    }

    /// <summary>Whether a text is the reason of a confirmation: some words of at most 500 characters that can be stored.</summary>
    public static bool IsReason(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= FieldLimits.DefaultLength && AnswerText.IsStorable(text);

    private static bool IsConfirmed(string key, IReadOnlyDictionary<string, string> confirmed) =>
        confirmed.TryGetValue(key, out var reason) && IsReason(reason);

    /// <summary>A death that the form itself reports counts for its other dates.</summary>
    private static EntryContext Death(FormDefinition form, Dictionary<string, string> kept, EntryContext context)
    {
        var field = form.Fields.FirstOrDefault(f => f.MapsTo == FactKeys.DeathDate);
        return field is not null && kept.TryGetValue(field.Key, out var text) && AnswerText.Date(text) is { } death
            ? context with
            {
                Death = death.Latest,
            }
            : context;
    }
}
