using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Longwatch.Exchange.Report.Html;

/// <summary>The files that travel inside this assembly: style, script, chart library, schema.</summary>
internal static partial class ReportAssets
{
    internal const string SchemaFile = "evaluation.schema.json";

    /// <summary>In the order in which they must run.</summary>
    internal static readonly string[] Scripts = ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "report.js"];

    internal static byte[] Bytes(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} was not built in.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>
    /// A script as it may stand between script tags: nothing in it can close the element or open a comment (both occur in strings and
    /// regular expressions only, where the backslash changes nothing), and it asks for no source map.
    /// </summary>
    internal static string Script(string name) => ForScriptElement(Text(name));

    internal static string Style(string name = "report.css") => Text(name).Replace("</", "<\\/", StringComparison.Ordinal);

    internal static string ForScriptElement(string script) =>
        SourceMap()
            .Replace(script, "")
            .Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)
            .Replace("<!--", "<\\!--", StringComparison.Ordinal);

    /// <summary>The source expression of a content security policy that allows exactly this text inline.</summary>
    internal static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    /// <summary>Line ends as the HTML parser reads them, else the hash would not match.</summary>
    private static string Text(string name) =>
        Encoding.UTF8.GetString(Bytes(name)).TrimStart('\ufeff').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    [GeneratedRegex(@"^//# sourceMappingURL=.*$", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SourceMap();
}
