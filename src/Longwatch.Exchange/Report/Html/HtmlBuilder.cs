using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Longwatch.Exchange.Report.Html;

/// <summary>Text that is HTML already and is not escaped again.</summary>
internal readonly record struct RawHtml(string? Markup);

/// <summary>Running text for the content of an element: where a line must not break, it does not (95 % CI, T-cell).</summary>
internal readonly record struct Prose(string? Text);

/// <summary>Builds HTML; every value put into a template is escaped unless it is <see cref="RawHtml"/>.</summary>
internal sealed partial class HtmlBuilder
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes a template: the literal parts as they stand, the holes escaped (also for attribute values in double quotes).</summary>
    internal HtmlBuilder Add([InterpolatedStringHandlerArgument("")] Template template)
    {
        _ = template;
        return this;
    }

    internal HtmlBuilder Line([InterpolatedStringHandlerArgument("")] Template template)
    {
        _ = template;
        _text.Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    private void Escaped(string? value)
    {
        foreach (var character in value ?? "")
            _ = character switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                '\0' => _text.Append('\ufffd'),
                '\r' => _text.Append('\n'),
                _ => _text.Append(character),
            };
    }

    /// <summary>One letter, a hyphen and letters: T-cell, B-cells.</summary>
    /// <remarks>Compiled with the program: one of the kind that cannot backtrack is built in 20 ms of every run, and here nothing can backtrack far.</remarks>
    [GeneratedRegex(@"\b[A-Za-z]-[a-z]+\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Hyphenated();

    [InterpolatedStringHandler]
    internal readonly ref struct Template
    {
        private readonly HtmlBuilder _html;

        public Template(int literalLength, int formattedCount, HtmlBuilder html)
        {
            _ = (literalLength, formattedCount);
            _html = html;
        }

        public void AppendLiteral(string value) => _html._text.Append(value);

        public void AppendFormatted(string? value) => _html.Escaped(value);

        public void AppendFormatted(Prose value)
        {
            var text = Unbroken(value.Text) ?? "";
            var from = 0;
            foreach (var word in Hyphenated().EnumerateMatches(text))
            {
                _html.Escaped(text[from..word.Index]);
                from = word.Index + word.Length;
                _html._text.Append("<span class=\"whole\">").Append(text, word.Index, word.Length).Append("</span>");
            }
            _html.Escaped(text[from..]);
        }

        private static string? Unbroken(string? text) =>
            text
                ?.Replace(" %", "\u00a0%", StringComparison.Ordinal)
                .Replace("% CI ", "%\u00a0CI\u00a0", StringComparison.Ordinal)
                .Replace("% CrI ", "%\u00a0CrI\u00a0", StringComparison.Ordinal)
                .Replace("% PI ", "%\u00a0PI\u00a0", StringComparison.Ordinal);

        public void AppendFormatted(int value) => _html._text.Append(value);

        public void AppendFormatted(RawHtml value) => _html._text.Append(value.Markup);
    }
}
