using Longwatch.Domain.FollowUp.Forms;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>A form to be saved.</summary>
/// <param name="Entry">The draft or the completed form that is changed; null: a new one.</param>
/// <param name="Form">Id of the form; its newest edition is used for a new entry.</param>
/// <param name="Version">Version of the entry that was looked at; null for a new one.</param>
/// <param name="Complete">True: the visit is recorded; false: a draft, which counts nowhere.</param>
/// <param name="Reason">Why a completed form is corrected.</param>
public sealed record EntryCommand(
    Guid? Entry,
    Guid Patient,
    string Form,
    DateOnly VisitDate,
    IReadOnlyDictionary<string, string> Answers,
    IReadOnlyDictionary<string, string> Confirmed,
    int? Version,
    bool Complete,
    string? Reason = null
)
{
    /// <summary>Answers are health data: none is printed.</summary>
    public override string ToString() => nameof(EntryCommand);
}

/// <summary>What came of saving.</summary>
/// <param name="Id">The entry; null when nothing was saved.</param>
/// <param name="Checked">The form as checked; its problems say why nothing was saved.</param>
public sealed record EntryOutcome(Guid? Id, FormEntry Checked)
{
    public bool Saved => Id is not null;
}

/// <summary>A form on the screen.</summary>
/// <param name="Entry">Null: not saved yet.</param>
/// <param name="Version">Version of the entry; null: not saved yet.</param>
/// <param name="Completed">Day of completion; null for a draft.</param>
/// <param name="Checked">Answers with what is asked and what is wrong.</param>
public sealed record EntryView(
    FormDefinition Form,
    Guid Patient,
    string Centre,
    Guid? Entry,
    int? Version,
    DateOnly VisitDate,
    DateOnly? Completed,
    string? AuthorName,
    IReadOnlyDictionary<string, string> Confirmed,
    FormEntry Checked
)
{
    /// <summary>Answers are health data: none is printed.</summary>
    public override string ToString() => nameof(EntryView);
}

/// <summary>One entry in the list of a patient's forms.</summary>
public sealed record EntryItem(Guid Id, string Form, int Edition, DateOnly VisitDate, DateOnly? Completed, string AuthorName, int Version);
