using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report;

/// <summary>A report table as CSV: RFC 4180 quoting, UTF-8, LF, full precision.</summary>
/// <remarks>Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV injection").</remarks>
internal static class CsvTable
{
    internal static string Write(ReportTable table)
    {
        var rows = ReportRules.Items(table.Rows);
        var withCounted = rows.Any(row => row.GreyedBecause is not null);
        var csv = new StringBuilder();
        Line(csv, [.. table.Columns.Select(column => column.Id), .. OwnColumns(table, withCounted)]);
        foreach (var row in rows)
        {
            IEnumerable<string> counted = withCounted ? [row.GreyedBecause is null ? "yes" : "no", Text(row.GreyedBecause)] : [];
            var sources = string.Join(';', ReportRules.Items(row.Sources));
            Line(csv, [.. row.Cells.Select(Cell), .. counted, Text(sources)]);
        }
        return csv.ToString();
    }

    /// <summary>Our columns never hide one of the table's: where the name is taken, <c>row_</c> is put in front.</summary>
    private static IEnumerable<string> OwnColumns(ReportTable table, bool withCounted)
    {
        var taken = table.Columns.Select(column => column.Id).ToImmutableHashSet(StringComparer.Ordinal);
        string[] own = withCounted ? ["counted", "not_counted_because", "sources"] : ["sources"];
        foreach (var id in own)
        {
            var name = id;
            while (taken.Contains(name))
                name = "row_" + name;
            yield return name;
        }
    }

    private static string Cell(Cell cell) =>
        cell.Number is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : Text(cell.Text);

    private static string Text(string? text) => text is [('=' or '+' or '-' or '@' or '\t' or '\r'), ..] ? "'" + text : text ?? "";

    private static void Line(StringBuilder csv, ImmutableArray<string> cells) => csv.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && !cell.StartsWith(' ') && !cell.EndsWith(' ')
            ? cell
            : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
