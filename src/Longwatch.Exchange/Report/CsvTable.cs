using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Report;

/// <summary>A report table as CSV: the rows with full precision, whether each was counted, and its sources.</summary>
internal static class CsvTable
{
    internal static byte[] Write(ReportTable table)
    {
        var rows = ReportRules.Items(table.Rows);
        var withCounted = rows.Any(row => row.GreyedBecause is not null);
        using var bytes = new MemoryStream();
        using (var csv = new CsvWriter(bytes))
        {
            foreach (var name in table.Columns.Select(column => column.Id).Concat(OwnColumns(table, withCounted)))
                csv.Text(name);
            csv.EndRecord();
            foreach (var row in rows)
            {
                foreach (var cell in row.Cells)
                    _ = cell.Number is { } number ? csv.Number(number) : csv.Text(cell.Text);
                if (withCounted)
                    csv.Text(row.GreyedBecause is null ? "yes" : "no").Text(row.GreyedBecause);
                csv.Text(string.Join(';', ReportRules.Items(row.Sources)));
                csv.EndRecord();
            }
        }

        return bytes.ToArray();
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
}
