using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report.Html;

/// <summary>
/// The frame of every report: head with its policy, masthead with the theme switch, contents, main part, colophon, and the scripts that draw the
/// charts. One file that needs nothing else and may load nothing else.
/// </summary>
/// <param name="Skip">Text of the link that jumps over masthead and contents.</param>
internal sealed record HtmlPage(string Title, string Version, string Skip)
{
    /// <summary>Style beyond that of every report.</summary>
    internal string ExtraStyle { get; init; } = "";

    /// <summary>The pairs of the list in the masthead.</summary>
    internal required Action<HtmlBuilder> Facts { get; init; }

    /// <summary>The items of the contents.</summary>
    internal required Action<HtmlBuilder> Contents { get; init; }

    internal required Action<HtmlBuilder> Main { get; init; }

    /// <summary>First line of the colophon: what the report is not.</summary>
    internal required string Notice { get; init; }

    /// <summary>What stands behind the colophon, such as pop-overs.</summary>
    internal Action<HtmlBuilder> Last { get; init; } = _ => { };

    /// <summary>A report that is its sections, without sources of its numbers.</summary>
    internal static string OfSections(
        string title,
        string version,
        string skip,
        IReadOnlyCollection<Section> sections,
        Action<HtmlBuilder> facts,
        string notice
    )
    {
        var notes = new SourceNotes(ImmutableSortedDictionary<string, SourceEntry>.Empty);
        return new HtmlPage(title, version, skip)
        {
            Facts = facts,
            Contents = html =>
            {
                foreach (var section in sections)
                    html.Line(
                        $"<li><a href=\"#{section.Id}\"><span class=\"no\">{section.Number}</span><span>{new Prose(section.Title)}</span></a></li>"
                    );
            },
            Main = html =>
            {
                foreach (var section in sections)
                    SectionHtml.Write(html, section, notes);
            },
            Notice = notice,
        }.Write();
    }

    internal string Write()
    {
        var html = new HtmlBuilder();
        var (style, scripts) = (ReportAssets.Style() + ExtraStyle, ReportAssets.Scripts.Select(ReportAssets.Script).ToArray());
        Head(html, style, scripts);
        html.Line($"<body>").Line($"<a class=\"skip\" href=\"#main\">{Skip}</a>");
        Header(html);
        html.Line($"<div class=\"page\">")
            .Line($"<nav class=\"contents\" aria-label=\"Contents\"><details><summary>Contents</summary><ol>");
        Contents(html);
        html.Line($"</ol></details></nav>").Line($"<main id=\"main\" tabindex=\"-1\">");
        Main(html);
        html.Line($"</main>").Line($"</div>");
        Footer(html);
        Last(html);
        foreach (var script in scripts)
            html.Line($"<script>{new RawHtml(script)}</script>");
        html.Line($"</body>").Line($"</html>");
        return html.ToString();
    }

    private void Head(HtmlBuilder html, string style, IEnumerable<string> scripts)
    {
        var policy =
            $"default-src 'none'; script-src {string.Join(' ', scripts.Select(ReportAssets.Hash))}; style-src {ReportAssets.Hash(style)}; base-uri 'none'; form-action 'none'";
        html.Line($"<!doctype html>")
            .Line($"<html lang=\"en-GB\">")
            .Line($"<head>")
            .Line($"<meta charset=\"utf-8\">")
            .Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"{new RawHtml(policy)}\">")
            .Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Line($"<meta name=\"color-scheme\" content=\"light dark\">")
            .Line($"<meta name=\"generator\" content=\"Longwatch {Version}\">")
            .Line($"<title>{Title}</title>")
            .Line($"<style>{new RawHtml(style)}</style>")
            .Line($"</head>");
    }

    private void Header(HtmlBuilder html)
    {
        html.Line($"<header class=\"masthead\">")
            .Line($"<div class=\"bar\"><span class=\"brand\">Longwatch</span>")
            .Line($"<fieldset class=\"theme\"><legend>Theme</legend>")
            .Line($"<label><input type=\"radio\" name=\"theme\" id=\"theme-auto\" checked><span>Auto</span></label>")
            .Line($"<label><input type=\"radio\" name=\"theme\" id=\"theme-light\"><span>Light</span></label>")
            .Line($"<label><input type=\"radio\" name=\"theme\" id=\"theme-dark\"><span>Dark</span></label>")
            .Line($"</fieldset></div>")
            .Line($"<h1>{new Prose(Title)}</h1>")
            .Line($"<dl class=\"facts\">");
        Facts(html);
        html.Line($"</dl>").Line($"</header>");
    }

    private void Footer(HtmlBuilder html) =>
        html.Line($"<footer class=\"colophon\">")
            .Line($"<p>{Notice}</p>")
            .Line(
                $"<p>Written by Longwatch {Version} (Apache-2.0). Charts by Vega, Vega-Lite and Vega-Embed, © University of Washington Interactive Data Lab and contributors, BSD 3-Clause licence; this file contains them and loads nothing.</p>"
            )
            .Line($"</footer>");
}
