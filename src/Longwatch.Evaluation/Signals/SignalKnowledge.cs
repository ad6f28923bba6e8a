using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>A name of a product.</summary>
/// <param name="Kind">inn, brand or code_name.</param>
public sealed record ProductName(string Product, string Name, string Kind);

public sealed record ProductIndication(string Product, string Disease);

/// <summary>A term, or the beginning of terms, that belongs to a disease or to a group of events.</summary>
/// <param name="Of">Code of the disease or group; <c>any</c>: of every disease.</param>
public sealed record TermRule(string Of, bool Starts, string Term)
{
    /// <summary>Case does not matter. A beginning ends with a word: <c>Lymphoma</c> does not find <c>Lymphomatoid</c>.</summary>
    public bool Matches(string term) =>
        term.StartsWith(Term, StringComparison.OrdinalIgnoreCase)
        && (term.Length == Term.Length || (Starts && !char.IsLetter(term[Term.Length])));
}

/// <summary>What is known of the products watched: names, diseases treated, terms of those and of secondary malignancy, thresholds.</summary>
/// <param name="Fingerprint">SHA-256 over the files it was read from.</param>
public sealed record SignalKnowledge(
    ImmutableArray<ProductName> Names,
    ImmutableArray<ProductIndication> Indications,
    ImmutableArray<TermRule> IndexTerms,
    ImmutableArray<TermRule> Groups,
    SignalRules Rules,
    string Fingerprint
)
{
    /// <summary>Codes of the products in the order of the file.</summary>
    public ImmutableArray<string> Products { get; } = [.. Names.Select(n => n.Product).Distinct(StringComparer.Ordinal)];

    /// <summary>Codes of the diseases that some product treats, in the order of the file.</summary>
    public ImmutableArray<string> Diseases { get; } = [.. Indications.Select(i => i.Disease).Distinct(StringComparer.Ordinal)];

    /// <summary>Codes of the groups of events in the order of the file.</summary>
    public ImmutableArray<string> GroupCodes { get; } = [.. Groups.Select(g => g.Of).Distinct(StringComparer.Ordinal)];

    /// <summary>As people read it: the INN.</summary>
    public string NameOf(string product) => Names.FirstOrDefault(n => n.Product == product && n.Kind == "inn")?.Name ?? product;
}
