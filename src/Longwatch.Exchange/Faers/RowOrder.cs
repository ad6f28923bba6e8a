namespace Longwatch.Exchange.Faers;

/// <summary>Puts rows in file order into the order of their reports: compressed rows.</summary>
/// <remarks>
/// FDA gives its rows in the order of the reports: then their numbers alone say it all. Which report each row belongs to is kept from the first row on that
/// comes out of order. Stable: rows of one report keep their order.
/// </remarks>
internal sealed class RowOrder(int reports)
{
    private readonly int[] start = new int[reports + 1];
    private Column<int>? reportOfRow;
    private int last;

    /// <summary>Takes the rows of the next block.</summary>
    /// <param name="reportOf">The place of the report of each.</param>
    /// <param name="share">Of the file, this block included.</param>
    internal void Add(ReadOnlySpan<int> reportOf, double share)
    {
        if (reportOfRow is null && !Ordered(reportOf))
            reportOfRow = Expanded();
        if (reportOfRow is not null)
            reportOf.CopyTo(reportOfRow.Extend(reportOf.Length, share));
        foreach (var report in reportOf)
            start[report + 1]++;
    }

    /// <summary>Where the list of each report starts, and for each row where it goes; null when the rows are in order already. Call once, at the end.</summary>
    internal (int[] Start, int[]? Target) Finish()
    {
        for (var i = 0; i < reports; i++)
            start[i + 1] += start[i];
        if (reportOfRow is null)
            return (start, null);
        var next = start[..reports];
        var target = new int[reportOfRow.Count];
        for (var row = 0; row < target.Length; row++)
            target[row] = next[reportOfRow.Items[row]]++;
        return (start, target);
    }

    /// <summary>The values of a column where they go; the column itself when they are there already, or when nobody kept it.</summary>
    internal static T[] Place<T>(Column<T> values, int[]? target)
        where T : unmanaged
    {
        if (target is null || values.Count == 0)
            return values.Items;
        var placed = new T[target.Length];
        for (var row = 0; row < target.Length; row++)
            placed[target[row]] = values.Items[row];
        return placed;
    }

    private bool Ordered(ReadOnlySpan<int> reportOf)
    {
        foreach (var report in reportOf)
        {
            if (report < last)
                return false;
            last = report;
        }

        return true;
    }

    /// <summary>The report of each row so far, all of which are in order.</summary>
    private Column<int> Expanded()
    {
        var column = new Column<int>();
        var rows = column.Extend(start.Sum(), share: 1);
        for (int report = 0, row = 0; report < reports; row += start[++report])
            rows.Slice(row, start[report + 1]).Fill(report);
        return column;
    }
}
