namespace Longwatch.Exchange.Faers;

/// <summary>Rows in file order put into the order of their reports: compressed rows.</summary>
internal static class RowLists
{
    /// <summary>Where the list of each report starts, and for each row where it goes; null when the rows are in order already, as FDA gives them.</summary>
    /// <remarks>Stable: rows of one report keep their order.</remarks>
    internal static (int[] Start, int[]? Target) Order(Chunks<int> report, int reports)
    {
        var start = new int[reports + 1];
        var (last, ordered) = (0, true);
        foreach (var part in report.Parts)
        foreach (var r in part)
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
        var (target, row) = (new int[report.Count], 0);
        foreach (var part in report.Parts)
        foreach (var r in part)
            target[row++] = next[r]++;
        return (start, target);
    }

    internal static T[] Place<T>(Chunks<T> values, int[]? target)
        where T : unmanaged
    {
        if (target is null)
            return values.ToArray();
        var (placed, row) = (new T[target.Length], 0);
        foreach (var part in values.Parts)
        foreach (var value in part)
            placed[target[row++]] = value;
        return placed;
    }
}
