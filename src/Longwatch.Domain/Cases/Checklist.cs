using System.Collections.Immutable;

namespace Longwatch.Domain.Cases;

/// <summary>What an answer to an item may be.</summary>
public enum ChecklistValue : byte
{
    /// <summary>One of the choices of the item.</summary>
    Choice,
    Text,
    Morphology,
    Topography,
}

/// <summary>Where an item is answered by a fact that is kept elsewhere: the neoplasm itself.</summary>
public enum ChecklistFact : byte
{
    /// <summary>Kept with the case.</summary>
    None,
    Morphology,
    Lineage,
    Topography,
    Relation,
}

/// <summary>One thing that a case needs to know.</summary>
/// <param name="Code">Stable key.</param>
/// <param name="Why">What it is needed for, in a sentence.</param>
/// <param name="Choices">Codes of the answers; empty unless <paramref name="Value"/> is <see cref="ChecklistValue.Choice"/>.</param>
public sealed record ChecklistItem(
    string Code,
    string Label,
    string Why,
    ChecklistValue Value,
    ChecklistFact Fact,
    ImmutableArray<string> Choices,
    string Source,
    string Evidence
);

/// <summary>The checklist of a case as data.</summary>
public sealed record ChecklistDefinition(string Version, ImmutableArray<ChecklistItem> Items)
{
    public ChecklistItem? Item(string code) => Items.FirstOrDefault(i => string.Equals(i.Code, code, StringComparison.Ordinal));
}
