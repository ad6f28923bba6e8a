using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>How a name was taken for a product.</summary>
public enum NameMatch
{
    None,
    Exact,

    /// <summary>The name stands in a longer one: <c>KYMRIAH (TISAGENLECLEUCEL)</c>.</summary>
    Contained,

    /// <summary>The active ingredient that the source gives is the product's.</summary>
    Ingredient,
    OneLetterWrong,
    TwoLettersWrong,
}

/// <summary>Finds products by INN, brand, code name and their misspellings.</summary>
/// <remarks>
/// Capitals, letters and digits only are compared. Edit distance is Levenshtein's with a swap of neighbours as one (optimal string alignment), for names
/// long enough by the rules; the nearest product wins, and a name equally near to two products is taken for neither.
/// </remarks>
public sealed class ProductFinder
{
    private const int NoProduct = -1;
    private const int SeveralProducts = -2;

    private readonly (string Plain, int Product)[] names;
    private readonly Dictionary<string, int> exact = new(StringComparer.Ordinal);
    private readonly SignalRules rules;

    public ProductFinder(SignalKnowledge knowledge)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        rules = knowledge.Rules;
        names = [.. knowledge.Names.Select(n => (Plain(n.Name), knowledge.Products.IndexOf(n.Product)))];
        foreach (var (plain, product) in names)
            exact.TryAdd(plain, product);
    }

    /// <summary>Index of the product in <see cref="SignalKnowledge.Products"/>; −1: none.</summary>
    public (int Product, NameMatch How) Find(DrugName drug)
    {
        var (product, how) = Of(drug.Name);
        if (product >= 0 || drug.Ingredient.Length == 0)
            return (product, how);
        (product, how) = Of(drug.Ingredient);
        return product >= 0 && how is NameMatch.Exact or NameMatch.Contained ? (product, NameMatch.Ingredient) : (product, how);
    }

    /// <summary>Letters and digits in capitals.</summary>
    internal static string Plain(string name) =>
        string.Create(
            name.Count(char.IsLetterOrDigit),
            name,
            static (into, text) =>
            {
                var at = 0;
                foreach (var c in text)
                    if (char.IsLetterOrDigit(c))
                        into[at++] = char.ToUpperInvariant(c);
            }
        );

    private (int Product, NameMatch How) Of(string name)
    {
        var plain = Plain(name);
        if (exact.TryGetValue(plain, out var product))
            return (product, NameMatch.Exact);
        var contained = Contained(name, plain);
        if (contained != NoProduct)
            return contained == SeveralProducts ? (NoProduct, NameMatch.None) : (contained, NameMatch.Contained);
        var (near, distance) = Nearest(plain);
        if (near < 0)
            foreach (var word in name.Split([' ', '(', ')', '/', '\\', ',', ';', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
                if (word.Length < name.Length && Nearest(Plain(word)) is { Product: >= 0 } found)
                    (near, distance) = found;
        return near < 0 ? (-1, NameMatch.None) : (near, distance == 1 ? NameMatch.OneLetterWrong : NameMatch.TwoLettersWrong);
    }

    /// <summary>A name of enough letters inside a longer one; of two products in one name neither.</summary>
    private int Contained(string name, string plain)
    {
        var found = NoProduct;
        foreach (var (known, product) in names)
        {
            if (known.Length < plain.Length && known.Length < rules.NameEditOne && !HasWord(name, known))
                continue;
            if (!plain.Contains(known, StringComparison.Ordinal))
                continue;
            if (found >= 0 && found != product)
                return SeveralProducts;
            found = product;
        }

        return found;
    }

    private static bool HasWord(string name, string known) =>
        name.Split([' ', '(', ')', '/', '\\', ',', ';', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Any(w => Plain(w) == known);

    private (int Product, int Distance) Nearest(string plain)
    {
        var (best, at, tie) = (int.MaxValue, -1, false);
        foreach (var (known, product) in names)
        {
            var most =
                known.Length >= rules.NameEditTwo ? 2
                : known.Length >= rules.NameEditOne ? 1
                : 0;
            if (most == 0 || Math.Abs(known.Length - plain.Length) > most)
                continue;
            var distance = EditDistance.Of(plain, known, most);
            if (distance > most)
                continue;
            if (distance < best)
                (best, at, tie) = (distance, product, false);
            else if (distance == best && product != at)
                tie = true;
        }

        return tie ? (-1, 0) : (at, best);
    }
}
