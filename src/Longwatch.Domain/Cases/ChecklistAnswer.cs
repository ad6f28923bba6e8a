using Longwatch.Domain.Neoplasms;

namespace Longwatch.Domain.Cases;

/// <summary>How far the case has come with one item.</summary>
public enum AnswerStatus : byte
{
    /// <summary>Nobody has asked yet.</summary>
    Unknown,

    /// <summary>Asked for; no answer yet.</summary>
    Asked,
    Known,

    /// <summary>It cannot be had any more; the reason is recorded. This is not an answer.</summary>
    NotObtainable,
}

/// <summary>The state of one item of one case. Always valid.</summary>
public sealed record ChecklistAnswer
{
    private const int LongestText = 500;

    private ChecklistAnswer(string item, AnswerStatus status, string? value, DateOnly? date, string? source) =>
        (Item, Status, Value, Date, Source) = (item, status, value, date, source);

    public string Item { get; }
    public AnswerStatus Status { get; }

    /// <summary>Code of a choice, ICD-O-3 code or text; null unless known.</summary>
    public string? Value { get; }

    /// <summary>Day on which it was asked for, found, or given up.</summary>
    public DateOnly? Date { get; }

    /// <summary>Report or person that it is from; of an open question, who was asked; of one that is given up, why.</summary>
    public string? Source { get; }

    public static ChecklistAnswer Open(string item) => new(item, AnswerStatus.Unknown, null, null, null);

    /// <summary>Makes an answer, or says what is wrong with it.</summary>
    /// <param name="source">As for <see cref="Source"/>.</param>
    public static Result<ChecklistAnswer> Of(ChecklistItem item, AnswerStatus status, string? value, DateOnly? date, string? source)
    {
        ArgumentNullException.ThrowIfNull(item);
        var (given, from) = (Trim(value), Trim(source));
        if (given?.Length > LongestText || from?.Length > LongestText)
            return new Refusal("checklist.too-long", $"An answer or a source has at most {LongestText} characters.");
        if (!Enum.IsDefined(status))
            return new Refusal("checklist.status", "The status is one of unknown, asked, known and not obtainable.");
        if (status != AnswerStatus.Known && given is not null)
            return new Refusal("checklist.value-unexpected", "Only a known item has a value.");
        if (status == AnswerStatus.Unknown)
            return Open(item.Code);
        if (date is null)
            return new Refusal("checklist.date-missing", "Say on which day this was asked for, found or given up.");
        if (from is null)
            return new Refusal("checklist.source-missing", SourceMissing(status));
        if (status == AnswerStatus.Known && (given is null || !Fits(item, given)))
            return new Refusal("checklist.value", Expected(item));
        return new ChecklistAnswer(item.Code, status, given, date, from);
    }

    /// <summary>Says nothing of the case, so that a log line cannot either.</summary>
    public override string ToString() => $"{Item} {Status}";

    private static bool Fits(ChecklistItem item, string value) =>
        item.Value switch
        {
            ChecklistValue.Choice => item.Choices.Contains(value, StringComparer.Ordinal),
            ChecklistValue.Morphology => IcdO.IsMorphology(value),
            ChecklistValue.Topography => IcdO.IsTopography(value),
            _ => true,
        };

    private static string Expected(ChecklistItem item) =>
        item.Value switch
        {
            ChecklistValue.Choice => $"Choose one of: {string.Join(", ", item.Choices)}.",
            ChecklistValue.Morphology => "An ICD-O-3 morphology as 9702/3 is needed.",
            ChecklistValue.Topography => "An ICD-O-3 topography as C77.9 is needed.",
            _ => "A known item needs its value.",
        };

    private static string SourceMissing(AnswerStatus status) =>
        status switch
        {
            AnswerStatus.Asked => "Say who was asked.",
            AnswerStatus.NotObtainable => "Say why it cannot be had.",
            _ => "Say which report or person it is from.",
        };

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
