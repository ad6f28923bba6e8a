using System.Text;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Cohorts;

/// <summary>The identifiers of one table, as other tables refer to them.</summary>
/// <param name="from">The reader of that table; null, or not complete, when identifiers may be missing: then no reference is called unknown.</param>
internal sealed class References(string file, IdTable ids, TableReader? from)
{
    private int last;

    /// <summary>Index of the row that a cell names; -1, reported, when there is none.</summary>
    public int Find(TableReader row, Column column)
    {
        var cell = row.Raw(column);
        if (cell.IsEmpty)
            return -1;
        var index = ids.Find(cell, last);
        if (index >= 0)
            return last = index;
        if (from is { Complete: true } && !(from.Lost.Count > 0 && from.Lost.Contains(Encoding.UTF8.GetString(cell))))
            row.Refuse(column, new(Shown.Cell(cell), $"an id of {file}", $"Correct the id, or add its row to {file}."));
        return -1;
    }

    /// <summary>The same identifiers for a reader on another thread.</summary>
    public References Again() => new(file, ids, from);
}
