using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Published;

/// <summary>Cells that only published tables have.</summary>
internal static class PublishedCells
{
    /// <summary>Names of columns of the same table.</summary>
    public static ImmutableHashSet<string> Unverified(TableReader row, Column column, PublishedTable table)
    {
        var names = row.List(column);
        var columns = table.Schema.Columns.Select(c => c.Name).ToArray();
        foreach (var name in names.Where(n => !columns.Contains(n, StringComparer.Ordinal)))
            row.Refuse(
                column,
                new(
                    Shown.Text(name),
                    "names of columns of this file",
                    Nearest.Of(name, columns) is { } near ? $"Did you mean {near}?" : "Correct or delete the name."
                )
            );
        return [.. names];
    }

    /// <summary>Yes or no; unknown is refused.</summary>
    public static bool YesOrNo(TableReader row, CodeColumn<Ternary> column)
    {
        var answer = row.Code(column);
        if (answer == Ternary.Unknown && !row.Failed)
            row.Refuse(column, new("unknown", "yes or no", "Decide: this column has no third answer."));
        return answer == Ternary.Yes;
    }

    /// <summary>The smaller of two numbers comes first.</summary>
    public static void InOrder(TableReader row, (Column Column, double? Value) lower, (Column Column, double? Value) upper)
    {
        if (lower.Value > upper.Value)
            row.Refuse(
                lower.Column,
                new(
                    FormattableString.Invariant($"{lower.Value}, more than {upper.Column.Name} {upper.Value}"),
                    $"not more than {upper.Column.Name}",
                    "Exchange or correct the two numbers."
                )
            );
    }
}
