using System.Globalization;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report.Html;

/// <summary><c>report.html</c>: one file that needs nothing else, with a policy that lets it load nothing else.</summary>
internal static class HtmlReport
{
    internal static string Write(EvaluationReport report)
    {
        var (html, notes) = (new HtmlBuilder(), new SourceNotes(report));
        var (style, scripts) = (ReportAssets.Style(), ReportAssets.Scripts.Select(ReportAssets.Script).ToArray());
        Head(html, report, style, scripts);
        html.Line($"<body>").Line($"<a class=\"skip\" href=\"#main\">Skip to the answers</a>");
        Header(html, report);
        html.Line($"<div class=\"page\">");
        Contents(html, report);
        html.Line($"<main id=\"main\" tabindex=\"-1\">");
        Summary(html, report);
        foreach (var section in report.Sections)
            SectionHtml.Write(html, section, notes);
        html.Line($"<section id=\"sources\" aria-labelledby=\"sources-title\">")
            .Line($"<h2 id=\"sources-title\">Sources</h2>")
            .Line(
                $"<p class=\"lead\">Every number above points here. V: seen in the source itself; V2: seen in a secondary source; D: computed from sourced numbers; MK: background knowledge, shown but never counted; X: rejected, never counted.</p>"
            );
        notes.List(html);
        html.Line($"</section>").Line($"</main>").Line($"</div>");
        Footer(html, report);
        notes.Popovers(html);
        foreach (var script in scripts)
            html.Line($"<script>{new RawHtml(script)}</script>");
        html.Line($"</body>").Line($"</html>");
        return html.ToString();
    }

    private static void Head(HtmlBuilder html, EvaluationReport report, string style, IEnumerable<string> scripts)
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
            .Line($"<meta name=\"generator\" content=\"Longwatch {report.Version}\">")
            .Line($"<title>{report.Title}</title>")
            .Line($"<style>{new RawHtml(style)}</style>")
            .Line($"</head>");
    }

    private static void Header(HtmlBuilder html, EvaluationReport report)
    {
        var dataLock = report.DataLock?.ToString() ?? "not stated";
        html.Line($"<header class=\"masthead\">")
            .Line($"<div class=\"bar\"><span class=\"brand\">Longwatch</span>")
            .Line($"<fieldset class=\"theme\"><legend>Theme</legend>")
            .Line($"<label><input type=\"radio\" name=\"theme\" id=\"theme-auto\" checked><span>Auto</span></label>")
            .Line($"<label><input type=\"radio\" name=\"theme\" id=\"theme-light\"><span>Light</span></label>")
            .Line($"<label><input type=\"radio\" name=\"theme\" id=\"theme-dark\"><span>Dark</span></label>")
            .Line($"</fieldset></div>")
            .Line($"<h1>{report.Title}</h1>")
            .Line($"<dl class=\"facts\">")
            .Line($"<div><dt>Data set</dt><dd>{report.Dataset} <span class=\"quiet\">({Kind(report.Kind)})</span></dd></div>")
            .Line($"<div><dt>Data lock</dt><dd>{dataLock} <span class=\"quiet\">{report.DataLockBasis}</span></dd></div>")
            .Line(
                $"<div><dt>Longwatch</dt><dd>version {report.Version}, seed {report.Seed.ToString(CultureInfo.InvariantCulture)}</dd></div>"
            )
            .Line($"<div class=\"wide\"><dt>Fingerprint of the input (SHA-256)</dt><dd><code>{report.Fingerprint}</code></dd></div>")
            .Line($"</dl>")
            .Line($"</header>");
    }

    private static string Kind(DatasetKind kind) => kind == DatasetKind.Cohort ? "patient-level cohort" : "published evidence";

    private static void Contents(HtmlBuilder html, EvaluationReport report)
    {
        html.Line($"<nav class=\"contents\" aria-label=\"Contents\"><details><summary>Contents</summary><ol>");
        html.Line($"<li><a href=\"#summary\"><span class=\"no\"></span>The answers in brief</a></li>");
        foreach (var section in report.Sections)
            html.Line($"<li><a href=\"#{section.Id}\"><span class=\"no\">{section.Number}</span>{section.Title}</a></li>");
        html.Line($"<li><a href=\"#sources\"><span class=\"no\"></span>Sources</a></li>").Line($"</ol></details></nav>");
    }

    private static void Summary(HtmlBuilder html, EvaluationReport report)
    {
        html.Line($"<section id=\"summary\" class=\"summary\" aria-labelledby=\"summary-title\">")
            .Line($"<h2 id=\"summary-title\">The answers in brief</h2>")
            .Line($"<ol>");
        foreach (var section in report.Sections)
            html.Line(
                $"<li value=\"{section.Number}\"><span class=\"no\" aria-hidden=\"true\">{section.Number}</span><div><a href=\"#{section.Id}\">{section.Title}</a><p>{new Prose(section.Answer)}</p></div></li>"
            );
        html.Line($"</ol>").Line($"</section>");
    }

    private static void Footer(HtmlBuilder html, EvaluationReport report) =>
        html.Line($"<footer class=\"colophon\">")
            .Line(
                $"<p>Reports of cases are not rates of disease. This report supports qualified assessors; it is not a diagnosis and makes no decision about a person.</p>"
            )
            .Line(
                $"<p>Written by Longwatch {report.Version} (Apache-2.0). Charts by Vega, Vega-Lite and Vega-Embed, © University of Washington Interactive Data Lab and contributors, BSD 3-Clause licence; this file contains them and loads nothing.</p>"
            )
            .Line($"</footer>");
}
