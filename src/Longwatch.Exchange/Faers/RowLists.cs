using System.Runtime.InteropServices;

namespace Longwatch.Exchange.Faers;

/// <summary>Rows in file order put into the order of their reports: compressed rows.</summary>
internal static class RowLists
{
    /// <summary>Where the list of each report starts, and for each row where it goes; null when the rows are in order already, as FDA gives them.</summary>
    /// <remarks>Stable: rows of one report keep their order.</remarks>
    internal static (int[] Start, int[]? Target) Order(List<int> report, int reports)
    {
        var rows = CollectionsMarshal.AsSpan(report);
        var start = new int[reports + 1];
        var (last, ordered) = (0, true);
        foreach (var r in rows)
        {
            start[r + 1]++;
            ordered &= r >= last;
            last = r;
        }

        for (var i = 0; i < reports; i++)
            start[i + 1] += start[i];
        if (ordered)
            return (start, null);
        var next = start[..reports];
        var target = new int[rows.Length];
        for (var row = 0; row < target.Length; row++)
            target[row] = next[rows[row]]++;
        return (start, target);
    }

    internal static T[] Place<T>(List<T> values, int[]? target)
    {
        if (target is null)
            return [.. values];
        var placed = new T[target.Length];
        for (var row = 0; row < target.Length; row++)
            placed[target[row]] = values[row];
        return placed;
    }
}
