using System.Globalization;
using System.Text;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Verdict;
using static Longwatch.Cli.TerminalText;

namespace Longwatch.Cli.Genetics;

/// <summary>A genetic test on one screen: verdict, sentence, key numbers, sites, findings, and where the files are.</summary>
internal static class GeneticsSummary
{
    private const int Sites = 8;
    private const int Findings = 6;
    private const int KeyNumbersShown = 7;

    internal static string Text(GeneticResult result, TerminalStyle style, string folder, IReadOnlyCollection<string> files)
    {
        var width = Math.Max(style.Width, Narrowest);
        var ink = new Ink(style.Colour);
        var text = new StringBuilder();
        var verdict = result.Verdict;
        text.Append(Tone(verdict.Class, ink, Words.Of(verdict.Class).ToUpperInvariant())).Append('\n');
        Lines(text, verdict.Sentence, width, 0, line => ink.Bold(line));
        Lines(text, Sample(result), width, 0, line => ink.Faint(line));
        text.Append('\n');
        Told(text, KeyNumbers.Of(result), width, ink);
        if (verdict.Explanations.Count > 0)
            Explanation(text, verdict, width);
        Places(text, result, width, ink);
        Wrong(text, result, width, ink);
        Files(text, folder, files, width);
        return text.ToString();
    }

    private static string Sample(GeneticResult result)
    {
        var purity = result.Specimen.Purity is { } p
            ? p.ToString("0.## %", CultureInfo.InvariantCulture) + " tumour cells"
            : "purity not stated";
        var compartment =
            result.Setting.Compartment == Compartment.Unknown ? "" : $" ({result.Setting.Compartment.ToString().ToLowerInvariant()})";
        return $"Sample {result.SampleId}{compartment}, {purity}, {Words.Count(result.Screening.Counts.Reads, "read")}, "
            + $"{Words.Count(Words.SolidFragments(result), "distinct fragment")} with solid vector-only sequence{Words.NotCounted(result)}, Longwatch {result.Version}";
    }

    /// <summary>The numbers that could be told; of the others, which and why, once for each reason.</summary>
    private static void Told(StringBuilder text, IReadOnlyCollection<Estimate> numbers, int width, Ink ink)
    {
        var told = numbers.Where(n => n.Status == EstimateStatus.Estimated).Take(KeyNumbersShown).ToArray();
        if (told.Length > 0)
            Numbers(text, told, width, ink);
        foreach (var why in numbers.Where(n => n.Status != EstimateStatus.Estimated).GroupBy(n => n.Note, StringComparer.Ordinal))
            Note(text, $"Not told: {why.Key} ({Words.Count(why.Count(), "number")}, see the report)", width, ink);
    }

    private static string Tone(VerdictClass verdict, Ink ink, string word) =>
        verdict switch
        {
            VerdictClass.DetectedClonal or VerdictClass.Failed => ink.Alarm(word),
            VerdictClass.NotDetected => ink.Accent(word),
            _ => ink.Caution(word),
        };

    private static void Explanation(StringBuilder text, GeneticVerdict verdict, int width)
    {
        text.Append('\n');
        var parts = verdict
            .Explanations.OrderByDescending(e => e.Probability)
            .Take(3)
            .Select(e => $"{Lower(Words.Of(e.Explanation))} {NumberText.Chance(e.Probability)} %");
        Lines(text, $"Explained by: {string.Join("; ", parts)}", width, Indent, line => line);
    }

    private static string Lower(string words) => char.ToLowerInvariant(words[0]) + words[1..];

    private static void Places(StringBuilder text, GeneticResult result, int width, Ink ink)
    {
        text.Append('\n');
        if (!result.Sites.Placed)
        {
            Lines(
                text,
                "Sites: not told, for the reads are not aligned and no --reference was given",
                width,
                Indent,
                line => ink.Caution(line)
            );
            return;
        }
        if (result.Sites.Sites.Count == 0)
        {
            Lines(text, "Sites: none found", width, Indent, line => line);
            return;
        }
        var shown = result.Sites.Sites.OrderBy(s => s.Status).ThenByDescending(s => s.SplitFragments).Take(Sites).ToArray();
        string[][] rows =
        [
            ["site", "place", "status", "split", "pairs", "of cells", "gene"],
            .. shown.Select(s => Row(result, s)),
        ];
        Table(text, rows, width, ink);
        if (result.Sites.Sites.Count - shown.Length is > 0 and var more)
            Lines(text, $"and {more} more in the report", width, Indent, line => ink.Faint(line));
    }

    private static string[] Row(GeneticResult result, IntegrationSite site)
    {
        var fraction = result.Quantities.Sites.FirstOrDefault(f => f.SiteId == site.Id);
        var annotation = result.Annotations.FirstOrDefault(a => a.SiteId == site.Id);
        return
        [
            site.Id,
            Words.Place(site.Contig, site.Position),
            Words.Of(site.Status),
            site.SplitFragments.ToString(CultureInfo.InvariantCulture),
            site.PairFragments.ToString(CultureInfo.InvariantCulture),
            fraction?.CellFraction.Value?.ToString("0.# %", CultureInfo.InvariantCulture) ?? "-",
            annotation?.Containing.Count > 0 ? annotation.Containing[0].Gene
            : annotation?.NearestStart is { } near ? $"near {near.Gene}"
            : "-",
        ];
    }

    /// <summary>Columns as wide as they need; where the line is too short, places and genes are shortened, and never a number.</summary>
    private static void Table(StringBuilder text, string[][] rows, int width, Ink ink)
    {
        var (place, gene) = (1, rows[0].Length - 1);
        int Longest(int column) => rows.Max(r => Clean(r[column]).Length);
        var spare = width - Indent - (2 * (rows[0].Length - 1)) - rows[0].Select((_, c) => c == place || c == gene ? 0 : Longest(c)).Sum();
        var forGene = Math.Min(Longest(gene), Math.Max(spare / 3, spare - Longest(place)));
        rows =
        [
            .. rows.Select(r =>
                r.Select(
                        (cell, c) =>
                            c == place ? End(cell, spare - forGene)
                            : c == gene ? Start(cell, forGene)
                            : cell
                    )
                    .ToArray()
            ),
        ];
        var widths = rows[0].Select((_, column) => rows.Max(r => Clean(r[column]).Length)).ToArray();
        foreach (var (index, row) in rows.Index())
        {
            var line = string.Join(
                    "  ",
                    row.Select(
                        (cell, column) => column is 3 or 4 or 5 ? Clean(cell).PadLeft(widths[column]) : Clean(cell).PadRight(widths[column])
                    )
                )
                .TrimEnd();
            line = new string(' ', Indent) + line[..Math.Min(line.Length, width - Indent)];
            text.Append(index == 0 ? ink.Faint(line) : line.Replace('\u00a0', ' ')).Append('\n');
        }
    }

    /// <summary>The end of a place holds its number: the name of the contig is shortened.</summary>
    private static string End(string cell, int length) => cell.Length <= length ? cell : "…" + cell[^Math.Max(1, length - 1)..];

    private static string Start(string cell, int length) => cell.Length <= length ? cell : cell[..Math.Max(1, length - 1)] + "…";

    private static void Wrong(StringBuilder text, GeneticResult result, int width, Ink ink)
    {
        var findings = result.Screening.Findings;
        string[] notes = [.. result.Evidence.Notes, .. result.Sites.Notes];
        if (findings.Count == 0 && notes.Length == 0 && result.Vectors.MaskIsComplete)
            return;
        text.Append('\n');
        foreach (var finding in findings.OrderBy(f => !f.RefusesNegative).Take(Findings))
            Note(text, finding.Problem.ToString(), width, ink);
        if (findings.Count > Findings)
            Note(text, $"and {findings.Count - Findings} more findings in the report", width, ink);
        foreach (var note in notes.Distinct(StringComparer.Ordinal).Take(Findings))
            Note(text, note, width, ink);
        if (!result.Vectors.MaskIsComplete)
            Note(text, "The mask is incomplete: no whole human genome was among its references (--mask)", width, ink);
    }

    private static void Note(StringBuilder text, string note, int width, Ink ink)
    {
        foreach (var (index, line) in Wrap(note, width - Indent).Index())
            text.Append(index == 0 ? ink.Caution("  ! ") : new string(' ', Indent)).Append(line).Append('\n');
    }

    private static void Files(StringBuilder text, string folder, IReadOnlyCollection<string> files, int width)
    {
        if (files.Count == 0)
            return;
        text.Append('\n');
        foreach (var file in files.Where(f => !f.Contains('/', StringComparison.Ordinal) && !f.EndsWith(".bai", StringComparison.Ordinal)))
            text.Append(Clean(Path.Combine(folder, file))).Append('\n');
        var tables = files.Count(f => f.StartsWith("tables/", StringComparison.Ordinal));
        Lines(text, $"{Path.Combine(folder, "tables")}{Path.DirectorySeparatorChar} ({tables} CSV files)", width, 0, line => line);
    }

    private static void Lines(StringBuilder text, string words, int width, int indent, Func<string, string> ink)
    {
        foreach (var line in Wrap(words, width - indent))
            text.Append(' ', indent).Append(ink(line)).Append('\n');
    }
}
