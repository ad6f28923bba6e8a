using System.Globalization;
using System.Text;
using Longwatch.Evaluation.Report;

namespace Longwatch.Cli.Evaluation;

/// <summary>How wide the terminal is and whether it may be coloured.</summary>
internal sealed record TerminalStyle(int Width, bool Colour);

/// <summary>The evaluation on one screen after another: question numbers, answers, the first key numbers, and where the files are.</summary>
internal static class TerminalSummary
{
    private const int KeyNumbers = 4;
    private const int Indent = 4;
    private const int LongestLabel = 34;
    private const int Narrowest = 40;

    /// <summary>The whole text, lines ended by LF.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="style">Width in columns, at least 40; colour is ANSI escapes, none otherwise.</param>
    /// <param name="folder">As the user would type it.</param>
    /// <param name="files">Relative to the folder; empty when nothing was written.</param>
    internal static string Text(EvaluationReport report, TerminalStyle style, string folder, IReadOnlyCollection<string> files)
    {
        var width = Math.Max(style.Width, Narrowest);
        var ink = new Ink(style.Colour);
        var text = new StringBuilder();
        var dataLock = report.DataLock?.ToString() ?? "not stated";
        foreach (var line in Wrap(report.Title, width))
            text.Append(ink.Bold(line)).Append('\n');
        foreach (var line in Wrap($"Data set {report.Dataset}, data lock {dataLock}, Longwatch {report.Version}", width))
            text.Append(ink.Faint(line)).Append('\n');
        foreach (var section in report.Sections)
            Section(text, section, width, ink);
        Files(text, folder, files, width);
        return text.ToString();
    }

    private static void Section(StringBuilder text, Section section, int width, Ink ink)
    {
        text.Append('\n');
        var number = section.Number.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        var title = Wrap(section.Title, width - Indent);
        for (var i = 0; i < title.Count; i++)
            text.Append(i == 0 ? ink.Accent(number) : "  ").Append("  ").Append(ink.Bold(title[i])).Append('\n');
        foreach (var line in Wrap(section.Answer, width - Indent))
            text.Append(' ', Indent).Append(line).Append('\n');
        var shown = section.Estimates.IsDefault ? [] : section.Estimates.Take(KeyNumbers).ToArray();
        if (shown.Length == 0)
            return;
        text.Append('\n');
        var label = Math.Min(Math.Min(LongestLabel, (width - Indent) / 2), shown.Max(e => Clean(e.Label).Length));
        foreach (var estimate in shown)
            Number(text, estimate, (label, width), ink);
        if (section.Estimates.Length - shown.Length is > 0 and var more)
            text.Append(' ', Indent).Append(ink.Faint($"and {more} more in the report")).Append('\n');
    }

    /// <summary>Label and value side by side, each wrapped in its own column; a mark in the margin where there is no number.</summary>
    private static void Number(StringBuilder text, Estimate estimate, (int Label, int Total) width, Ink ink)
    {
        var missing = estimate.Status != EstimateStatus.Estimated;
        var labels = Wrap(estimate.Label, width.Label);
        var values = Wrap(NumberText.Text(estimate), width.Total - Indent - width.Label - 2);
        for (var i = 0; i < Math.Max(labels.Count, values.Count); i++)
        {
            var label = i < labels.Count ? labels[i] : "";
            var value = i < values.Count ? values[i] : "";
            var mark = missing && i == 0 ? ink.Caution("  ! ") : new string(' ', Indent);
            var body = value.Length == 0 ? label : label.PadRight(width.Label + 2) + (missing ? ink.Caution(value) : value);
            text.Append(mark).Append(body).Append('\n');
        }
    }

    private static void Files(StringBuilder text, string folder, IReadOnlyCollection<string> files, int width)
    {
        if (files.Count == 0)
            return;
        var tables = files.Count(file => file.StartsWith("tables/", StringComparison.Ordinal));
        text.Append('\n');
        foreach (var file in files.Where(file => !file.StartsWith("tables/", StringComparison.Ordinal)))
            text.Append(Clean(Path.Combine(folder, file))).Append('\n');
        if (tables > 0)
            foreach (var line in Wrap($"{Path.Combine(folder, "tables")}{Path.DirectorySeparatorChar} ({tables} CSV files)", width))
                text.Append(line).Append('\n');
    }

    /// <summary>Lines of at most <paramref name="width"/> characters, broken at spaces; a longer word is cut.</summary>
    private static List<string> Wrap(string text, int width)
    {
        var (lines, line) = (new List<string>(), new StringBuilder());
        foreach (var given in Clean(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var word = given;
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
                Break();
            while (word.Length > width)
            {
                lines.Add(word[..width]);
                word = word[width..];
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        Break();
        return lines;

        void Break()
        {
            lines.Add(line.Replace('\u00a0', ' ').ToString());
            line.Clear();
        }
    }

    /// <summary>
    /// No control characters: a cell of the data must not drive the terminal. Where a line must not break (95 % CI 16.3–61.6) the
    /// space becomes a no-break space until the line is set.
    /// </summary>
    private static string Clean(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))
            .Replace(" %", "\u00a0%", StringComparison.Ordinal)
            .Replace("% CI ", "%\u00a0CI\u00a0", StringComparison.Ordinal);

    private sealed record Ink(bool Colour)
    {
        internal string Bold(string text) => Escape("1", text);

        internal string Faint(string text) => Escape("2", text);

        internal string Accent(string text) => Escape("36", text);

        internal string Caution(string text) => Escape("33", text);

        private string Escape(string code, string text) => Colour ? $"\u001b[{code}m{text}\u001b[0m" : text;
    }
}
