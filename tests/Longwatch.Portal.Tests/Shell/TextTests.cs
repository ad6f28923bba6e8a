using System.Text.RegularExpressions;
using System.Xml.Linq;
using Longwatch.Portal.Shell;

namespace Longwatch.Portal.Tests.Shell;

public sealed partial class TextTests
{
    private static readonly string Source = Path.Combine(Root(), "src", "Longwatch.Portal");

    [Fact]
    public void Every_text_that_a_page_asks_for_is_there()
    {
        var asked = Files("*.razor")
            .Concat(Files("*.cs"))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value));

        Assert.DoesNotContain(asked.Distinct(), key => !Text.Has(key));
    }

    [Fact]
    public void No_text_is_in_two_files()
    {
        var keys = Files("*.resx").SelectMany(f => XDocument.Load(f).Root!.Elements("data").Select(d => d.Attribute("name")!.Value));

        Assert.Empty(keys.GroupBy(k => k).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void No_component_holds_words_that_a_person_reads()
    {
        var words = Files("*.razor")
            .SelectMany(f =>
                Words().Matches(Markup(File.ReadAllText(f))).Select(m => $"{Path.GetFileName(f)}: {m.Groups["words"].Value.Trim()}")
            );

        Assert.Empty(words);
    }

    /// <summary>A component without its code, its comments and its directives.</summary>
    private static string Markup(string component)
    {
        var code = component.IndexOf("@code", StringComparison.Ordinal);
        var markup = code < 0 ? component : component[..code];
        return Comment().Replace(markup, "");
    }

    private static IEnumerable<string> Files(string pattern) =>
        Directory
            .EnumerateFiles(Source, pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("node_modules", StringComparison.Ordinal));

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Longwatch.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The tests run outside the working tree.");
    }

    [GeneratedRegex("""\bT\("(?<key>[a-z0-9.-]+)"[,)]""", RegexOptions.None, 2000)]
    private static partial Regex Asked();

    [GeneratedRegex(@"@\*.*?\*@|^@\w[^\n]*$|</?text>", RegexOptions.Singleline | RegexOptions.Multiline, 2000)]
    private static partial Regex Comment();

    [GeneratedRegex("""(?<=(?:[\w"]|/)>)(?<words>\s*[A-Za-z][A-Za-z ,.]{2,})(?=</?[a-z])""", RegexOptions.None, 2000)]
    private static partial Regex Words();
}
