using System.Collections.Immutable;

namespace Longwatch.Domain.FollowUp.Forms;

public enum FieldType : byte
{
    Text,
    WholeNumber,
    Number,
    Date,
    PartialDate,

    /// <summary>One code of a list.</summary>
    Code,

    /// <summary>Any number of codes of a list; as text separated by commas.</summary>
    Codes,

    /// <summary>Yes, no or not known.</summary>
    Ternary,
}

/// <summary>One version of a form. A version that was ever used is never changed, so that old answers can be shown as they were asked.</summary>
/// <param name="Events">Codes of the events that a completed form records, for example <c>visit</c>.</param>
/// <param name="Sections">In the order of the form; a repeating section is already spread out, one section for each repetition.</param>
/// <param name="Checks">Checks across fields.</param>
public sealed record FormDefinition(
    string Id,
    int Version,
    string Title,
    RuleSource Source,
    ImmutableArray<EventRule> Events,
    ImmutableArray<FormSection> Sections,
    ImmutableArray<CrossCheck> Checks
)
{
    public IEnumerable<FormField> Fields => Sections.SelectMany(s => s.Fields);
}

/// <summary>A completed form records the event when the condition holds; on the date that <paramref name="DateField"/> says.</summary>
/// <param name="DateField">Key of a date field; null for the day of the visit.</param>
public sealed record EventRule(string Event, string? DateField, Condition When);

/// <summary>Fields that belong together.</summary>
/// <param name="Code">Unique in the form; the repetitions of a section are <c>therapies.1</c>, <c>therapies.2</c>.</param>
/// <param name="ShowWhen">When the section is asked at all.</param>
public sealed record FormSection(string Code, string Title, Condition ShowWhen, ImmutableArray<FormField> Fields);

/// <summary>One question.</summary>
/// <param name="Key">Unique in the form; the key of its answer.</param>
/// <param name="Unit">Unit of a number, as shown; null where there is none.</param>
/// <param name="Required">When an answer is needed to complete the form.</param>
/// <param name="ShowWhen">When it is asked; together with the section's condition.</param>
/// <param name="MapsTo">Which fact the answer becomes, for example <c>visit.vital_status</c>; null when it stays an answer of the form.</param>
public sealed record FormField(
    string Key,
    string Label,
    string? Hint,
    FieldType Type,
    string? Unit,
    ImmutableArray<CodeOption> Options,
    Condition Required,
    Condition ShowWhen,
    FieldLimits Limits,
    string? MapsTo
);

/// <summary>One code that may be chosen, with its words.</summary>
public sealed record CodeOption(string Code, string Label);

/// <summary>Edit checks of one field. A hard limit refuses; a soft one asks for a confirmation with a reason.</summary>
/// <param name="MaxLength">Characters of a text.</param>
public sealed record FieldLimits(
    decimal? HardLow = null,
    decimal? HardHigh = null,
    decimal? SoftLow = null,
    decimal? SoftHigh = null,
    int MaxLength = FieldLimits.DefaultLength,
    DateLimits Dates = default
)
{
    public const int DefaultLength = 500;

    public static FieldLimits None { get; } = new();
}

/// <summary>What a date may not be. A partial date breaks a limit only when every day that it can be does.</summary>
public readonly record struct DateLimits(
    bool NotFuture,
    bool NotBeforeInfusion,
    bool NotAfterDeath,
    bool NotAfterVisit,
    bool NotBeforeBirth
);

public enum Comparison : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A check across two answers, made when both are given and <paramref name="When"/> holds.</summary>
/// <param name="Hard">True: the form cannot be completed; false: to be confirmed with a reason.</param>
/// <param name="Field">The field beside which the problem is shown.</param>
/// <param name="Message">What is wrong, in words; names no value.</param>
public sealed record CrossCheck(string Code, bool Hard, string Field, Comparison Must, string Other, Condition When, string Message);
