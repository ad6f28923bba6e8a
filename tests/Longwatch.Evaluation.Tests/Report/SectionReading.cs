using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests;

/// <summary>One row with its table, to read cells by column.</summary>
internal readonly record struct RowOf(ReportTable Table, TableRow Row)
{
    public double Number(string column) =>
        Cell(column).Number ?? throw new InvalidOperationException($"{Table.Id}: no number in column {column}.");

    public string? Text(string column) => Cell(column).Text;

    public Cell Cell(string column) => Row.Cells[Table.Columns.Select(c => c.Id).ToList().IndexOf(column)];
}

internal static class SectionReading
{
    public static ReportTable Table(this Section section, string id) => section.Tables.Single(t => t.Id == id);

    public static Estimate Estimate(this Section section, string id) => section.Estimates.Single(e => e.Id == id);

    public static RowOf Row(this Section section, string table, Func<RowOf, bool> which)
    {
        var found = section.Table(table);
        return found.Rows.Select(r => new RowOf(found, r)).Single(which);
    }
}
