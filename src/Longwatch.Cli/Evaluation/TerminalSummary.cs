using System.Globalization;
using System.Text;
using Longwatch.Evaluation.Report;
using static Longwatch.Cli.TerminalText;

namespace Longwatch.Cli.Evaluation;

/// <summary>The evaluation on one screen after another: question numbers, answers, the first key numbers, and where the files are.</summary>
internal static class TerminalSummary
{
    private const int KeyNumbers = 4;

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
        Numbers(text, shown, width, ink);
        if (section.Estimates.Length - shown.Length is > 0 and var more)
            text.Append(' ', Indent).Append(ink.Faint($"and {more} more in the report")).Append('\n');
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
}
