using System.Text.RegularExpressions;
using System.Xml.Linq;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Mail;

namespace Longwatch.Registry.Tests.Mail;

public sealed partial class LetterTextsTests
{
    private static readonly DirectoryInfo Source = new(Path.Combine(TestStore.Published, "..", "..", "src", "Longwatch.Registry"));

    private static string[] Keys =>
        [
            .. XDocument
                .Load(Path.Combine(Source.FullName, "Texts", "Letters.resx"))
                .Root!.Elements("data")
                .Select(d => d.Attribute("name")!.Value),
        ];

    [Fact]
    public void A_letter_reads_as_it_is_meant_with_its_code_and_its_time()
    {
        var letter = AccountLetters.NewPassword("ada@example.org", "7K2M9Q", TimeSpan.FromMinutes(30));

        Assert.Equal("ada@example.org", letter.Recipient);
        Assert.Equal("Longwatch: set a new password", letter.Subject);
        Assert.Equal(
            "Somebody, probably you, asked for a new password of Longwatch.\n\nYour code: 7K2M9Q\n\nEnter it on the page that asked for it within 30 minutes.\n"
                + "If it was not you, do nothing: the password stays as it is.",
            letter.Body
        );
        Assert.Contains(
            "within 7 days and",
            AccountLetters.Approved("ada@example.org", "7K2M9Q", TimeSpan.FromDays(7)).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_letter_of_the_source_has_its_two_texts_and_every_text_its_letter()
    {
        var letters = Source
            .EnumerateFiles("*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Written().Matches(File.ReadAllText(f.FullName)).Select(m => m.Groups["letter"].Value))
            .Distinct(StringComparer.Ordinal);

        string[] asked =
        [
            .. letters.SelectMany(l => new[] { $"letters.{l}.subject", $"letters.{l}.body" }),
            "letters.days",
            "letters.minutes",
        ];
        Assert.Equal(Keys.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_letter_is_written_in_the_source_itself() =>
        Assert.Equal(
            ["DeliverLetters.cs", "LetterTexts.cs"], // one sends what was written, one writes from the texts
            Source
                .EnumerateFiles("*.cs", SearchOption.AllDirectories)
                .Where(f => Made().IsMatch(File.ReadAllText(f.FullName)))
                .Select(f => f.Name)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_subject_is_one_line_without_a_place_to_fill_and_a_text_that_is_not_there_is_a_bug()
    {
        Assert.All(
            Keys.Where(k => k.EndsWith(".subject", StringComparison.Ordinal)),
            k => Assert.Matches("^Longwatch: [^{\r\n]+$", LetterTexts.T(k))
        );
        Assert.Throws<InvalidOperationException>(() => LetterTexts.Write("ada@example.org", "nothing"));
    }

    [GeneratedRegex("LetterTexts\\.Write\\(\\s*\\w+,\\s*\"(?<letter>[a-z-]+)\"", RegexOptions.None, 2000)]
    private static partial Regex Written();

    /// <summary>A letter made from words: of its type, or of the type that a method or a server asks for.</summary>
    [GeneratedRegex(
        @"new Letter\(|\bLetter \w+\([^)]*\)\s*(=>|\{[^}]*return)\s*new\(|\.Deliver\(new\(",
        RegexOptions.ExplicitCapture,
        2000
    )]
    private static partial Regex Made();
}
