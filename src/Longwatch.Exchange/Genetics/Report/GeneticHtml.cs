using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Report.Html;
using Longwatch.Genomics;
using Longwatch.Genomics.Clones;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary><c>report.html</c> of a genetic test: the verdict first, then its reasons, then everything it rests on.</summary>
internal static class GeneticHtml
{
    internal const string Style = "genetics.css";
    private const int SitesInBrief = 5;

    /// <summary>The sections of the report, numbered from 1.</summary>
    internal static ImmutableArray<Section> Sections(GeneticResult result, ComparisonResult? comparison)
    {
        Func<GeneticResult, int, Section>[] all =
        [
            ExplanationSection.Of,
            QuantitySection.Of,
            CoverageSection.Of,
            SitesSection.Of,
            JoinsSection.Of,
            InputSection.Of,
            StatementSection.Of,
        ];
        Section[] sections = [.. all.Select((section, index) => section(result, index + 1))];
        return comparison is null ? [.. sections] : [.. sections, ComparisonSection.Of(comparison, sections.Length + 1)];
    }

    internal static string Write(GeneticResult result, ImmutableArray<Section> sections, IReadOnlyList<string> alarms)
    {
        var notes = new SourceNotes(ImmutableSortedDictionary<string, SourceEntry>.Empty);
        return new HtmlPage($"CAR transgene test of {result.SampleId}", result.Version, "Skip to the verdict")
        {
            ExtraStyle = ReportAssets.Style(Style),
            Facts = html => Facts(html, result),
            Contents = html => Contents(html, sections),
            Main = html =>
            {
                Headline(html, result, alarms);
                foreach (var section in sections)
                    SectionHtml.Write(html, section, notes);
            },
            Notice =
                "Not a diagnosis: this report supports qualified assessors. A detection does not say that the transgene caused a tumour; a negative holds above its limit of detection only.",
        }.Write();
    }

    private static void Facts(HtmlBuilder html, GeneticResult result)
    {
        var purity = result.Specimen.Purity is { } share ? share.ToString("0.## %", CultureInfo.InvariantCulture) : "not stated";
        html.Line(
                $"<div><dt>Sample</dt><dd>{result.SampleId} <span class=\"quiet\">({(result.Setting.Compartment == Compartment.Unknown ? "compartment not stated" : Words.Of(result.Setting.Compartment))})</span></dd></div>"
            )
            .Line($"<div><dt>Product given</dt><dd>{result.Specimen.Product ?? "not stated"}</dd></div>")
            .Line(
                $"<div><dt>Assay</dt><dd>{new Prose($"{Words.Of(result.Specimen.Assay)}, {result.Specimen.Molecule.ToString().ToUpperInvariant()}; tumour cells {purity}")}</dd></div>"
            )
            .Line($"<div><dt>Longwatch</dt><dd>version {result.Version}, rules {result.Setting.RulesVersion}</dd></div>")
            .Line($"<div class=\"wide\"><dt>Vectors and mask (SHA-256)</dt><dd><code>{result.Vectors.Hash}</code></dd></div>");
    }

    private static void Contents(HtmlBuilder html, ImmutableArray<Section> sections)
    {
        html.Line($"<li><a href=\"#verdict\"><span class=\"no\"></span>Verdict</a></li>");
        foreach (var section in sections)
            html.Line(
                $"<li><a href=\"#{section.Id}\"><span class=\"no\">{section.Number}</span><span>{new Prose(section.Title)}</span></a></li>"
            );
    }

    private static void Headline(HtmlBuilder html, GeneticResult result, IReadOnlyList<string> alarms)
    {
        var verdict = result.Verdict;
        html.Line($"<section id=\"verdict\" class=\"verdict {GeneticCodes.Code(verdict.Class)}\" aria-labelledby=\"verdict-title\">")
            .Line($"<p class=\"kicker\">Verdict</p>")
            .Line($"<h2 id=\"verdict-title\">{Words.Of(verdict.Class)}</h2>")
            .Line($"<p class=\"meaning\">{new Prose(Words.Meaning(verdict.Class))}</p>")
            .Line($"<p class=\"sentence\">{new Prose(verdict.Sentence)}</p>");
        Limits(html, result);
        List(html, "To be cleared up first", "alarms", alarms);
        List(html, "Why", "reasons", verdict.Reasons);
        List(html, "Where", "places", Places(result));
        List(html, "What this does not exclude", "limits", verdict.Limits);
        var refused = result.Screening.Findings.Where(f => f.RefusesNegative).Select(f => f.Problem.ToString()).ToArray();
        List(html, "Found wrong with the input", "wrong", refused);
        html.Line($"</section>");
    }

    private static void Limits(HtmlBuilder html, GeneticResult result)
    {
        var estimates = KeyNumbers.Of(result);
        html.Line($"<dl class=\"limits\">");
        var detected = result.Verdict.Class is VerdictClass.DetectedClonal or VerdictClass.DetectedLow;
        string[] ids = detected
            ? ["quantity-lod", "quantity-power-site"]
            : ["quantity-lod", "quantity-lod-cells", "quantity-upper", "quantity-power-site"];
        foreach (var estimate in estimates.Take(detected ? 2 : 0).Concat(ids.Select(id => estimates.Single(e => e.Id == id))))
        {
            var text = estimate.Status == EstimateStatus.Estimated ? NumberText.Text(estimate) : $"cannot be told: {estimate.Note}";
            html.Line($"<div><dt>{new Prose(estimate.Label)}</dt><dd>{new Prose(text)}</dd></div>");
        }
        html.Line($"</dl>");
    }

    private static string[] Places(GeneticResult result)
    {
        var sites = result.Sites.Sites;
        var shown = sites
            .OrderBy(s => s.Status)
            .ThenByDescending(s => s.SplitFragments)
            .Take(SitesInBrief)
            .Select(s => Words.InBrief(result, s));
        return sites.Count > SitesInBrief ? [.. shown, $"and {sites.Count - SitesInBrief} more below"] : [.. shown];
    }

    private static void List(HtmlBuilder html, string title, string kind, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return;
        html.Line($"<div class=\"{kind}\"><h3>{title}</h3><ul>");
        foreach (var text in texts)
            html.Line($"<li>{new Prose(text)}</li>");
        html.Line($"</ul></div>");
    }
}
