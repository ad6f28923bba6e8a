using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report.Html;

/// <summary>The analyses of a section, folded: how each was specified, and how far to trust it.</summary>
internal static class SpecificationHtml
{
    internal static void Write(HtmlBuilder html, Section section)
    {
        if (section.Analyses.IsDefaultOrEmpty)
            return;
        var unmet = section.Analyses.Sum(a => a.Diagnostics.Count(d => d.Met == false));
        html.Line(
                $"<details class=\"data specifications\"><summary><b>Analyses.</b> How each was specified, with its diagnostics{(unmet == 0 ? "" : $"; {unmet} not met")}</summary>"
            )
            .Line($"<div class=\"block\">");
        foreach (var analysis in section.Analyses)
            Write(html, analysis);
        html.Line($"</div></details>");
    }

    private static void Write(HtmlBuilder html, SectionAnalysis analysis)
    {
        var asked = analysis.Specification;
        html.Line($"<p><b>{asked.Title}.</b> Of {new Prose(asked.Population)}: {new Prose(asked.Outcome)}. {new Prose(asked.Method)}.");
        if (Set(asked) is { Length: > 0 } set)
            html.Line($" <span class=\"quiet\">Set beforehand: {set}.</span>");
        html.Line($"</p>");
        AnalysisDiagnostic[] shown = [.. analysis.Diagnostics.Where(d => d.Met != true || d.Value != 0)];
        if (shown.Length == 0 && analysis.Reason is null)
            return;
        html.Line($"<ul>");
        if (analysis.Reason is { } reason)
            html.Line(
                $"<li><b>{(analysis.Status == AnalysisStatus.CannotBeEstimated ? "No answer" : "No answer to a part")}:</b> {new Prose(reason)} <span class=\"quiet\">(the data set: {Counts(analysis)})</span></li>"
            );
        foreach (var d in shown)
        {
            html.Add($"<li>{new Prose(d.Label)}: {(d.Value is { } value ? Text(value) : "not to be had")}");
            if (d.Met == false)
                html.Add($" – <b>not met</b>, wanted {new Prose(d.Wanted)}");
            html.Line($"</li>");
        }
        html.Line($"</ul>");
    }

    /// <summary>What there was, for example <c>2 cases, 3,000 patients, 3,735 person-years</c>.</summary>
    private static string Counts(SectionAnalysis analysis) =>
        analysis.Counts.IsEmpty
            ? "no counts"
            : string.Join(
                ", ",
                analysis.Counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value:#,0} {c.Key.Replace('_', '-')}"))
            );

    private static string Set(SectionSpecification s)
    {
        var parts = new List<string>();
        if (s.Level is { } level)
            parts.Add($"level {Text(level)}");
        if (s.Seed is { } seed)
            parts.Add($"seed {seed.ToString(CultureInfo.InvariantCulture)}");
        parts.AddRange(s.Assumptions.Select(a => $"{a.Key} {Text(a.Value)}"));
        parts.AddRange(s.Constants.Select(c => $"{c.Key.Replace('_', ' ')} {Text(c.Value)}"));
        return string.Join("; ", parts);
    }

    private static string Text(ImmutableArray<double> numbers) =>
        numbers.IsEmpty ? "not given" : string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    private static string Text(double number) =>
        number.ToString(Math.Abs(number) is 0 or >= 0.001 ? "0.####" : "G2", CultureInfo.InvariantCulture);
}
