using System.Text;
using Longwatch.Evaluation.Report;

namespace Longwatch.Cli;

/// <summary>How wide the terminal is and whether it may be coloured.</summary>
internal sealed record TerminalStyle(int Width, bool Colour);

/// <summary>What every summary on a terminal is set with.</summary>
internal static class TerminalText
{
    internal const int Indent = 4;
    internal const int Narrowest = 40;
    private const int LongestLabel = 34;

    /// <summary>Labels in one column, values in another.</summary>
    internal static void Numbers(StringBuilder text, IReadOnlyCollection<Estimate> shown, int width, Ink ink)
    {
        var label = Math.Min(Math.Min(LongestLabel, (width - Indent) / 2), shown.Max(e => Clean(e.Label).Length));
        foreach (var estimate in shown)
            Number(text, estimate, (label, width), ink);
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

    /// <summary>Lines of at most <paramref name="width"/> characters, broken at spaces; a longer word is cut.</summary>
    internal static List<string> Wrap(string text, int width)
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
    internal static string Clean(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))
            .Replace(" %", "\u00a0%", StringComparison.Ordinal)
            .Replace("% CI ", "%\u00a0CI\u00a0", StringComparison.Ordinal);

    /// <summary>Escapes of a terminal, or none.</summary>
    internal sealed record Ink(bool Colour)
    {
        internal string Bold(string text) => Escape("1", text);

        internal string Faint(string text) => Escape("2", text);

        internal string Accent(string text) => Escape("36", text);

        internal string Caution(string text) => Escape("33", text);

        internal string Alarm(string text) => Escape("1;31", text);

        private string Escape(string code, string text) => Colour ? $"\u001b[{code}m{text}\u001b[0m" : text;
    }
}
