using System.Collections.Immutable;
using Longwatch.Evaluation.Signals;

namespace Longwatch.Evaluation.Tests.Signals;

public sealed class ProductFinderTests
{
    private static readonly ProductFinder Finder = new(SmallKnowledge.Make());

    [Theory]
    [InlineData("KYMRIAH", "", 0, NameMatch.Exact)]
    [InlineData("tisagenlecleucel", "", 0, NameMatch.Exact)]
    [InlineData("KYMRIAH (TISAGENLECLEUCEL)", "", 0, NameMatch.Contained)]
    [InlineData("KYMRIA", "", 0, NameMatch.OneLetterWrong)]
    [InlineData("KYRMIAH", "", 0, NameMatch.OneLetterWrong)] // neighbours swapped
    [InlineData("TISAGENLECLEUCLE", "", 0, NameMatch.OneLetterWrong)]
    [InlineData("TISAGENLECLEUSELL", "", 0, NameMatch.TwoLettersWrong)]
    [InlineData("CTL-019", "", 0, NameMatch.Exact)]
    [InlineData("CELLS", "TISAGENLECLEUCEL", 0, NameMatch.Ingredient)]
    [InlineData("CILTACABTAGENE-AUTOLEUCEL", "", 1, NameMatch.Exact)]
    [InlineData("carvykti suspension", "", 1, NameMatch.Contained)]
    [InlineData("KYM", "", -1, NameMatch.None)]
    [InlineData("KYMRXXH", "", -1, NameMatch.None)] // two letters wrong in a name too short for it
    [InlineData("ASPIRIN", "ACETYLSALICYLIC ACID", -1, NameMatch.None)]
    [InlineData("KYMRIAH AND CARVYKTI", "", -1, NameMatch.None)] // of two products neither
    [InlineData("", "", -1, NameMatch.None)]
    public void A_product_is_found_under_its_names_and_their_misspellings(string name, string ingredient, int product, NameMatch how) =>
        Assert.Equal((product, how), Finder.Find(new(name, ingredient)));

    [Theory]
    [InlineData("KITTEN", "SITTING", 3)]
    [InlineData("ABC", "ACB", 1)]
    [InlineData("", "AB", 2)]
    [InlineData("SAME", "SAME", 0)]
    public void Edit_distance_counts_letters_and_swaps(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Of(a, b, 3));
        Assert.Equal(distance, EditDistance.Of(b, a, 3));
        Assert.Equal(Math.Min(distance, 1 + 1), Math.Min(EditDistance.Of(a, b, 1), 2));
    }
}

/// <summary>Two products, two diseases, two groups.</summary>
internal static class SmallKnowledge
{
    public static SignalKnowledge Make() =>
        new(
            [
                new("tisa", "tisagenlecleucel", "inn"),
                new("tisa", "Kymriah", "brand"),
                new("tisa", "CTL019", "code_name"),
                new("cilta", "ciltacabtagene autoleucel", "inn"),
                new("cilta", "Carvykti", "brand"),
            ],
            [new("tisa", "lymphoma"), new("cilta", "myeloma")],
            [
                new("any", false, "Disease progression"),
                new("lymphoma", true, "Diffuse large B-cell lymphoma"),
                new("myeloma", true, "Plasma cell myeloma"),
            ],
            [
                new("t_cell_malignancy", true, "T-cell lymphoma"),
                new("other_malignancy", true, "Plasma cell myeloma"),
                new("other_malignancy", true, "Diffuse large B-cell lymphoma"),
            ],
            SignalRules.From(
                new Dictionary<string, double>(StringComparer.Ordinal)
                {
                    ["split-date"] = 20231128,
                    ["minimum-reports"] = 3,
                    ["criterion-ror-lower"] = 1,
                    ["criterion-prr"] = 2,
                    ["criterion-chi2"] = 4,
                    ["criterion-ic-lower"] = 0,
                    ["criterion-eb05"] = 1.8,
                    ["criterion-fdr"] = 0.05,
                    ["name-edit-1"] = 7,
                    ["name-edit-2"] = 12,
                    ["duplicate-prior"] = 0.03,
                    ["duplicate-posterior"] = 0.95,
                    ["duplicate-miss-age"] = 0.05,
                    ["duplicate-miss-sex"] = 0.01,
                    ["duplicate-miss-country"] = 0.02,
                    ["duplicate-miss-date"] = 0.2,
                    ["duplicate-miss-term"] = 0.3,
                    ["duplicate-block"] = 24,
                    ["duplicate-window"] = 6,
                    ["broken-lines"] = 0.01,
                }.ToImmutableSortedDictionary(StringComparer.Ordinal)
            ),
            "test"
        );
}
