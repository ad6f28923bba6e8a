using System.Globalization;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report.Html;

/// <summary><c>report.html</c>: one file that needs nothing else, with a policy that lets it load nothing else.</summary>
internal static class HtmlReport
{
    internal static string Write(EvaluationReport report)
    {
        var notes = new SourceNotes(report.Sources);
        return new HtmlPage(report.Title, report.Version, "Skip to the answers")
        {
            Facts = html => Facts(html, report),
            Contents = html => Contents(html, report),
            Main = html => Main(html, report, notes),
            Notice =
                "Reports of cases are not rates of disease. This report supports qualified assessors; it is not a diagnosis and makes no decision about a person.",
            Last = notes.Popovers,
        }.Write();
    }

    private static void Main(HtmlBuilder html, EvaluationReport report, SourceNotes notes)
    {
        Summary(html, report);
        foreach (var section in report.Sections)
            SectionHtml.Write(html, section, notes);
        html.Line($"<section id=\"sources\" aria-labelledby=\"sources-title\">")
            .Line($"<h2 id=\"sources-title\">Sources</h2>")
            .Line(
                $"<p class=\"lead\">Every number above points here. V: seen in the source itself; V2: seen in a secondary source; D: computed from sourced numbers; MK: background knowledge, shown but never counted; X: rejected, never counted.</p>"
            );
        notes.List(html);
        html.Line($"</section>");
    }

    private static void Facts(HtmlBuilder html, EvaluationReport report)
    {
        var dataLock = report.DataLock?.ToString() ?? "not stated";
        html.Line($"<div><dt>Data set</dt><dd>{report.Dataset} <span class=\"quiet\">({Kind(report.Kind)})</span></dd></div>")
            .Line($"<div><dt>Data lock</dt><dd>{dataLock} <span class=\"quiet\">{report.DataLockBasis}</span></dd></div>")
            .Line(
                $"<div><dt>Longwatch</dt><dd>version {report.Version}, seed {report.Seed.ToString(CultureInfo.InvariantCulture)}</dd></div>"
            )
            .Line($"<div class=\"wide\"><dt>Fingerprint of the input (SHA-256)</dt><dd><code>{report.Fingerprint}</code></dd></div>");
    }

    private static string Kind(DatasetKind kind) => kind == DatasetKind.Cohort ? "patient-level cohort" : "published evidence";

    private static void Contents(HtmlBuilder html, EvaluationReport report)
    {
        html.Line($"<li><a href=\"#summary\"><span class=\"no\"></span>The answers in brief</a></li>");
        foreach (var section in report.Sections)
            html.Line(
                $"<li><a href=\"#{section.Id}\"><span class=\"no\">{section.Number}</span><span>{new Prose(section.Title)}</span></a></li>"
            );
        html.Line($"<li><a href=\"#sources\"><span class=\"no\"></span>Sources</a></li>");
    }

    private static void Summary(HtmlBuilder html, EvaluationReport report)
    {
        html.Line($"<section id=\"summary\" class=\"summary\" aria-labelledby=\"summary-title\">")
            .Line($"<h2 id=\"summary-title\">The answers in brief</h2>")
            .Line($"<ol>");
        foreach (var section in report.Sections)
            html.Line(
                $"<li value=\"{section.Number}\"><span class=\"no\" aria-hidden=\"true\">{section.Number}</span><div><a href=\"#{section.Id}\">{new Prose(section.Title)}</a><p>{new Prose(section.Answer)}</p></div></li>"
            );
        html.Line($"</ol>").Line($"</section>");
    }
}
