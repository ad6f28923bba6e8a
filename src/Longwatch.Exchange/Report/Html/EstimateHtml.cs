using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report.Html;

/// <summary>The numbers of a section: the first few that could be estimated as cards, the others in one table.</summary>
internal static class EstimateHtml
{
    private const int Cards = 3;

    internal static void Write(HtmlBuilder html, Section section, SourceNotes notes)
    {
        var estimates = ReportRules.Items(section.Estimates);
        if (estimates.IsEmpty)
            return;
        // what was estimated comes first: a card is for a number, and what is missing stands in the table with its reason
        var headlines = estimates.OrderBy(e => e.Status == EstimateStatus.Estimated ? 0 : 1).Take(Cards).ToImmutableArray();
        html.Line($"<h3 id=\"{section.Id}-numbers\">Key numbers</h3>").Line($"<ul class=\"cards\">");
        foreach (var estimate in headlines)
            Card(html, estimate, notes);
        html.Line($"</ul>");
        if (estimates.Length > Cards)
            More(html, section, [.. estimates.Where(e => !headlines.Contains(e))], notes);
    }

    private static void Card(HtmlBuilder html, Estimate estimate, SourceNotes notes)
    {
        html.Line($"<li id=\"est-{estimate.Id}\" class=\"card {Class(estimate.Status)}\">")
            .Line($"<p class=\"label\">{new Prose(estimate.Label)}</p>")
            .Add($"<p class=\"value\">");
        Value(html, estimate, notes);
        html.Line($"</p>");
        if (estimate.Status == EstimateStatus.Estimated && NumberText.Counts(estimate) is { } counts)
            html.Line($"<p class=\"counts\">{counts}</p>");
        foreach (var interval in ReportRules.Items(estimate.Intervals))
            Interval(html, estimate, interval, "p");
        if (estimate.Note is not null)
            html.Line($"<p class=\"remark\">{estimate.Note}</p>");
        if (estimate.Method.Length > 0)
            html.Line($"<p class=\"how\">{estimate.Method}</p>");
        html.Line($"</li>");
    }

    private static void More(HtmlBuilder html, Section section, ImmutableArray<Estimate> estimates, SourceNotes notes)
    {
        html.Line($"<div class=\"scroll\"><table class=\"estimates\" id=\"{section.Id}-estimates\">")
            .Line($"<caption>Further numbers: {section.Title}</caption>")
            .Line(
                $"<thead><tr><th scope=\"col\">Quantity</th><th scope=\"col\" class=\"n\">Value</th><th scope=\"col\" class=\"n\">n/N</th>"
            )
            .Line($"<th scope=\"col\">Interval</th><th scope=\"col\">Method and remarks</th></tr></thead>")
            .Line($"<tbody>");
        foreach (var estimate in estimates)
        {
            html.Line($"<tr id=\"est-{estimate.Id}\" class=\"{Class(estimate.Status)}\"><th scope=\"row\">{estimate.Label}</th>");
            html.Add($"<td class=\"n\" data-label=\"Value\">");
            Value(html, estimate, notes);
            html.Line($"</td><td class=\"n\" data-label=\"n/N\">{NumberText.Counts(estimate)}</td>");
            html.Add($"<td data-label=\"Interval\">");
            foreach (var interval in ReportRules.Items(estimate.Intervals))
                Interval(html, estimate, interval, "div");
            html.Add($"</td><td data-label=\"Method and remarks\">{estimate.Method}");
            if (estimate.Note is not null)
                html.Add($"<div class=\"remark\">{estimate.Note}</div>");
            html.Line($"</td></tr>");
        }
        html.Line($"</tbody></table></div>");
    }

    /// <summary>The number is itself the button that shows its source.</summary>
    private static void Value(HtmlBuilder html, Estimate estimate, SourceNotes notes)
    {
        var id = notes.PopoverId(estimate.Sources);
        if (id is not null)
            html.Add($"<button type=\"button\" class=\"sourced\" popovertarget=\"{id}\">");
        html.Add($"{NumberText.Number(estimate)}<span class=\"unit\">{NumberText.UnitSuffix(estimate)}</span>");
        if (id is not null)
            html.Add($"<span class=\"unseen\">: show source</span></button>");
    }

    /// <summary>The interval and, where the name does not say it already, what kind it is.</summary>
    private static void Interval(HtmlBuilder html, Estimate estimate, IntervalEstimate interval, string element)
    {
        var text = NumberText.Interval(estimate, interval);
        html.Add($"<{new RawHtml(element)} class=\"interval\"><span class=\"range\">{new Prose(text)}</span>");
        if (!text.StartsWith(interval.Kind, StringComparison.OrdinalIgnoreCase))
            html.Add($" <span class=\"kind\">{interval.Kind}</span>");
        html.Line($"</{new RawHtml(element)}>");
    }

    private static string Class(EstimateStatus status) => ReportCodes.Code(status).Replace('_', '-');
}
