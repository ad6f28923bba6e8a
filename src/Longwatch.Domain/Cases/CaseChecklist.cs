using System.Collections.Immutable;
using System.Text.Json;
using Longwatch.Domain.Neoplasms;

namespace Longwatch.Domain.Cases;

/// <summary>What the neoplasm itself says; the checklist reads it and keeps no copy.</summary>
/// <param name="Morphology">Null when not recorded.</param>
/// <param name="RelationSettled">Whether the relation to the index disease was decided, and not only presumed at entry.</param>
public sealed record NeoplasmFacts(
    string? Morphology,
    string? Topography,
    Lineage Lineage,
    NeoplasmRelation Relation,
    bool RelationSettled
);

/// <summary>One line of the checklist of one case.</summary>
/// <param name="FromNeoplasm">The value stands with the neoplasm and is changed there.</param>
public sealed record ChecklistLine(ChecklistItem Item, ChecklistAnswer Answer, bool FromNeoplasm, string? Value)
{
    public AnswerStatus Status => FromNeoplasm ? AnswerStatus.Known : Answer.Status;
}

/// <summary>The checklist of one case: every item of the definition, answered or not.</summary>
public sealed record CaseChecklist(string Version, ImmutableArray<ChecklistLine> Lines)
{
    public int Known => Lines.Count(l => l.Status == AnswerStatus.Known);

    public int Total => Lines.Length;

    /// <summary>Nobody has asked: these are to be asked for.</summary>
    public ImmutableArray<ChecklistItem> ToAsk => [.. Lines.Where(l => l.Status == AnswerStatus.Unknown).Select(l => l.Item)];

    /// <summary>Asked for and still open.</summary>
    public ImmutableArray<ChecklistItem> Waiting => [.. Lines.Where(l => l.Status == AnswerStatus.Asked).Select(l => l.Item)];

    /// <summary>Given up: they lower what the case can say, and are no answer.</summary>
    public ImmutableArray<ChecklistItem> NotObtainable => [.. Lines.Where(l => l.Status == AnswerStatus.NotObtainable).Select(l => l.Item)];

    public string? Value(string code) => Lines.FirstOrDefault(l => l.Item.Code == code && l.Status == AnswerStatus.Known)?.Value;

    /// <summary>Puts the answers and the facts of the neoplasm beside the items. An answer to an item that the definition does not know is left out.</summary>
    public static CaseChecklist Of(ChecklistDefinition definition, IEnumerable<ChecklistAnswer> answers, NeoplasmFacts facts)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var given = answers.GroupBy(a => a.Item, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        return new(
            definition.Version,
            [
                .. definition.Items.Select(item =>
                {
                    var answer = given.GetValueOrDefault(item.Code) ?? ChecklistAnswer.Open(item.Code);
                    var fact = Fact(item.Fact, facts);
                    return new ChecklistLine(item, answer, fact is not null, fact ?? answer.Value);
                }),
            ]
        );
    }

    private static string? Fact(ChecklistFact fact, NeoplasmFacts facts) =>
        fact switch
        {
            ChecklistFact.Morphology => facts.Morphology is { } m && !IsUnspecified(m) ? m : null,
            ChecklistFact.Topography => facts.Topography is { } t && t != UnknownSite ? t : null,
            ChecklistFact.Lineage => facts.Lineage == Lineage.Unknown ? null : Code(facts.Lineage),
            ChecklistFact.Relation => facts.RelationSettled ? Code(facts.Relation) : null,
            _ => null,
        };

    private static string Code<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>ICD-O-3: C80.9 is an unknown primary site.</summary>
    private const string UnknownSite = "C80.9";

    /// <summary>ICD-O-3: 8000 is a neoplasm that is not further specified; a histology is still to come.</summary>
    private static bool IsUnspecified(string morphology) => morphology.StartsWith("8000/", StringComparison.Ordinal);
}
