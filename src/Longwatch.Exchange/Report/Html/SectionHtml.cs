using System.Collections.Immutable;
using System.Text.Json;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report.Html;

/// <summary>One section: question, answer, key estimates, figures each with its table, methods, caveats.</summary>
internal static class SectionHtml
{
    /// <summary>Characters beyond which an answer is set smaller.</summary>
    private const int LongAnswer = 360;

    internal static void Write(HtmlBuilder html, Section section, SourceNotes notes)
    {
        html.Line($"<section id=\"{section.Id}\" class=\"question\" aria-labelledby=\"{section.Id}-title\">")
            .Line($"<p class=\"kicker\"><span class=\"no\">{section.Number}</span>{new Prose(section.Title)}</p>")
            .Line($"<h2 id=\"{section.Id}-title\">{new Prose(section.Question)}</h2>");
        html.Add($"<p class=\"{(section.Answer.Length > LongAnswer ? "answer long" : "answer")}\">{new Prose(section.Answer)}");
        var cited = ReportRules.Items(section.Estimates).SelectMany(e => ReportRules.Items(e.Sources)).Distinct(StringComparer.Ordinal);
        if (notes.PopoverId([.. cited]) is { } id)
            html.Add($" <button type=\"button\" class=\"cites\" popovertarget=\"{id}\">Sources of this answer</button>");
        html.Line($"</p>");
        EstimateHtml.Write(html, section, notes);
        FiguresAndTables(html, section, notes);
        Block(html, section, "Caveats", "caveats", section.Caveats);
        Block(html, section, "Methods", "methods", section.Methods);
        SpecificationHtml.Write(html, section);
        html.Line($"</section>");
    }

    private static void FiguresAndTables(HtmlBuilder html, Section section, SourceNotes notes)
    {
        var tables = ReportRules.Items(section.Tables);
        var (shown, figure) = (new HashSet<string>(StringComparer.Ordinal), 0);
        var charts = ReportRules.Items(section.Charts);
        if (charts.Length + tables.Length > 0)
            html.Line($"<h3 id=\"{section.Id}-evidence\">Evidence</h3>");
        foreach (var chart in charts)
        {
            var index = TableIndex(tables, chart.TableId);
            if (tables[index].Rows.IsEmpty)
                html.Line(
                    $"<p class=\"undrawable\">{Name(chart.Title)} Nothing to draw: Table {section.Number}.{index + 1} has no rows.</p>"
                );
            else
                Figure(html, chart, $"{section.Number}.{++figure}", $"{section.Number}.{index + 1}");
            if (shown.Add(chart.TableId))
                TableHtml.Write(html, tables[index], $"{section.Number}.{index + 1}", notes);
        }
        for (var index = 0; index < tables.Length; index++)
            if (shown.Add(tables[index].Id))
                TableHtml.Write(html, tables[index], $"{section.Number}.{index + 1}", notes);
    }

    private static int TableIndex(ImmutableArray<ReportTable> tables, string id)
    {
        for (var index = 0; index < tables.Length; index++)
            if (string.Equals(tables[index].Id, id, StringComparison.Ordinal))
                return index;
        throw new InvalidOperationException($"No table {id}.");
    }

    /// <summary>The specification lies beside the figure as data; the script draws it. The default JSON encoder escapes every angle bracket.</summary>
    private static void Figure(HtmlBuilder html, Chart chart, string number, string tableNumber) =>
        html.Line($"<figure id=\"chart-{chart.Id}\">")
            .Line(
                $"<div class=\"chart\" id=\"plot-{chart.Id}\" role=\"img\" aria-label=\"{Name(chart.Title)} {chart.Description}\" data-spec=\"spec-{chart.Id}\"></div>"
            )
            .Line(
                $"<p class=\"undrawn\">Charts are drawn by script, which is off or failed here; Table {tableNumber} has the same numbers.</p>"
            )
            .Line(
                $"<figcaption><b>Figure {number}.</b> <span class=\"title\">{Name(chart.Title)}</span> {chart.Description} <span class=\"quiet\">Numbers: Table {tableNumber}.</span></figcaption>"
            )
            .Line($"<script type=\"application/json\" id=\"spec-{chart.Id}\">{new RawHtml(Json(chart))}</script>")
            .Line($"</figure>");

    private static string Json(Chart chart) => chart.VegaLite.ToJsonString(JsonSerializerOptions.Default);

    /// <summary>A title as a sentence of its own.</summary>
    internal static string Name(string title) => title is [.., '.' or '?' or '!'] ? title : title + ".";

    private static void Block(HtmlBuilder html, Section section, string title, string kind, ImmutableArray<string> texts)
    {
        if (texts.IsDefaultOrEmpty)
            return;
        html.Line($"<div class=\"block {kind}\"><h3 id=\"{section.Id}-{kind}\">{title}</h3>").Line($"<ul>");
        foreach (var text in texts)
            html.Line($"<li>{new Prose(text)}</li>");
        html.Line($"</ul></div>");
    }
}
