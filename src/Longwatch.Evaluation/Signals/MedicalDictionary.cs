using System.Collections.Frozen;

namespace Longwatch.Evaluation.Signals;

/// <summary>MedDRA as the user supplied it: preferred term of each lower-level term, and the primary system organ class of each preferred term. Keys in capitals.</summary>
/// <param name="Name">Of the folder it was read from.</param>
public sealed record MedicalDictionary(
    string Name,
    FrozenDictionary<string, string> PreferredTerms,
    FrozenDictionary<string, string> OrganClasses
);

/// <summary>The terms that are counted, and for each term of the source which of them it counts as.</summary>
/// <param name="Unknown">Terms of the source that the dictionary lacks; they count as they stand.</param>
internal sealed record CountedTerms(string[] Terms, int[] Of, int Renamed, int Unknown)
{
    public static CountedTerms From(string[] source, MedicalDictionary? dictionary)
    {
        if (dictionary is null)
            return new(source, [.. Enumerable.Range(0, source.Length)], 0, 0);
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var (terms, of, renamed, unknown) = (new List<string>(), new int[source.Length], 0, 0);
        for (var i = 0; i < source.Length; i++)
        {
            var known = dictionary.PreferredTerms.TryGetValue(source[i].ToUpperInvariant(), out var preferred);
            var term = known ? preferred! : source[i];
            unknown += known ? 0 : 1;
            renamed += known && !string.Equals(term, source[i], StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            if (!numbers.TryGetValue(term, out of[i]))
            {
                numbers.Add(term, of[i] = terms.Count);
                terms.Add(term);
            }
        }

        return new([.. terms], of, renamed, unknown);
    }
}
