using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report.Html;

/// <summary>A table of the report, folded below its figure; rows that are carried but not counted are greyed and say why.</summary>
internal static class TableHtml
{
    internal static void Write(HtmlBuilder html, ReportTable table, string number, SourceNotes notes)
    {
        var rows = ReportRules.Items(table.Rows);
        var numeric = table.Columns.Select((_, i) => IsNumeric(rows, i)).ToArray();
        var withSources = rows.Any(row => !row.Sources.IsDefaultOrEmpty);
        html.Line($"<details class=\"data\"><summary><b>Table {number}.</b> {table.Caption}</summary>")
            .Line($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"caption-{table.Id}\">")
            .Line($"<table id=\"table-{table.Id}\">")
            .Line($"<caption id=\"caption-{table.Id}\">Table {number}. {table.Caption}</caption>")
            .Add($"<thead><tr>");
        for (var i = 0; i < numeric.Length; i++)
            html.Add($"<th scope=\"col\"{Align(numeric[i])}>{table.Columns[i].Header}</th>");
        if (withSources)
            html.Add($"<th scope=\"col\">Source</th>");
        html.Line($"</tr></thead>").Line($"<tbody>");
        foreach (var row in rows)
            Row(html, table.Columns, row, numeric, withSources ? notes : null);
        html.Line($"</tbody></table></div>").Line($"</details>");
    }

    private static void Row(HtmlBuilder html, ImmutableArray<TableColumn> columns, TableRow row, bool[] numeric, SourceNotes? notes)
    {
        var popover = notes?.PopoverId(row.Sources);
        html.Add($"<tr{Grey(row)}{(popover is null ? default : new RawHtml($" data-cite=\"{popover}\""))}>");
        for (var i = 0; i < numeric.Length; i++)
        {
            var head = i == 0;
            html.Add($"{new RawHtml(head ? "<th scope=\"row\"" : "<td")}{Align(numeric[i])}>");
            Content(html, row.Cells[i], columns[i]);
            if (head && row.GreyedBecause is not null)
                html.Add($" <span class=\"why\">Not counted: {row.GreyedBecause}</span>");
            html.Add($"{new RawHtml(head ? "</th>" : "</td>")}");
        }
        if (popover is not null)
            html.Add(
                $"<td><button type=\"button\" class=\"cites\" popovertarget=\"{popover}\"><span class=\"unseen\">Source </span>{notes!.Label(row.Sources)}</button></td>"
            );
        else if (notes is not null)
            html.Add($"<td>{Missing}</td>");
        html.Line($"</tr>");
    }

    /// <summary>A column is set right-aligned when it holds numbers and nothing else but gaps.</summary>
    private static bool IsNumeric(ImmutableArray<TableRow> rows, int column) =>
        rows.Any(row => row.Cells[column].Number.HasValue) && rows.All(row => row.Cells[column].Text is null);

    private static RawHtml Missing { get; } = new("<span class=\"missing\">–<span class=\"unseen\"> not given</span></span>");

    private static RawHtml Align(bool numeric) => numeric ? new(" class=\"n\"") : default;

    private static RawHtml Grey(TableRow row) => row.GreyedBecause is null ? default : new(" class=\"greyed\"");

    private static void Content(HtmlBuilder html, Cell cell, TableColumn column)
    {
        if (cell.Number is { } number)
            html.Add($"{NumberText.Cell(number, column)}");
        else if (string.IsNullOrEmpty(cell.Text))
            html.Add($"{Missing}");
        else
            html.Add($"{cell.Text}");
    }
}
