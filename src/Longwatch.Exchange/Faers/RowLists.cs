namespace Longwatch.Exchange.Faers;

/// <summary>Rows in file order put into the order of their reports: compressed rows.</summary>
internal static class RowLists
{
    /// <summary>Where the list of each report starts, and for each row where it goes. Stable: rows of one report keep their order.</summary>
    internal static (int[] Start, int[] Target) Order(List<int> report, int reports)
    {
        var start = new int[reports + 1];
        foreach (var r in report)
            start[r + 1]++;
        for (var i = 0; i < reports; i++)
            start[i + 1] += start[i];
        var next = start[..reports];
        var target = new int[report.Count];
        for (var row = 0; row < target.Length; row++)
            target[row] = next[report[row]]++;
        return (start, target);
    }

    internal static T[] Place<T>(List<T> values, int[] target)
    {
        var placed = new T[target.Length];
        for (var row = 0; row < target.Length; row++)
            placed[target[row]] = values[row];
        return placed;
    }
}
