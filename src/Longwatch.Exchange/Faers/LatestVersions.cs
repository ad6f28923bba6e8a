using System.Numerics;

namespace Longwatch.Exchange.Faers;

/// <summary>Of each case the latest version, without the cases that were taken back.</summary>
/// <param name="Rows">In the order of the files.</param>
/// <param name="Ids">The report number of each.</param>
internal sealed record LatestVersions(int[] Rows, long[] Ids, ReportIndex Index, long Repeated, long Superseded, long Deleted)
{
    /// <summary>
    /// Highest case version; of equal ones the latest receipt, then the highest report number. LAERS has no version: 0, so that a case known in both
    /// layouts is taken from the newer one. Of rows with the same report number the first counts.
    /// </summary>
    internal static LatestVersions Of(ReadOnlySpan<DemoRow> all, HashSet<long> deleted)
    {
        var (ids, rowOfId) = ById(all);
        var kept = OfCases(all, rowOfId, deleted, out var superseded, out var dropped);
        var (place, byPlace) = (new int[all.Length], new long[kept.Length]);
        Array.Fill(place, ReportIndex.LeftOut);
        for (var p = 0; p < kept.Length; p++)
            (place[kept[p]], byPlace[p]) = (p, all[kept[p]].Id);
        var places = rowOfId; // each is read before it is written
        for (var i = 0; i < places.Length; i++)
            places[i] = place[rowOfId[i]];
        return new(kept, byPlace, new(ids, places, byPlace), all.Length - ids.Length, superseded, dropped);
    }

    /// <summary>Report numbers, ascending, each once, with the first row of each.</summary>
    private static (long[] Ids, int[] Row) ById(ReadOnlySpan<DemoRow> all)
    {
        var (ids, row) = (new long[all.Length], new int[all.Length]);
        for (var i = 0; i < all.Length; i++)
            (ids[i], row[i]) = (all[i].Id, i);
        if (!Ascending(ids))
            Array.Sort(ids, row);
        var used = 0;
        for (var i = 0; i < ids.Length; i++)
            if (used > 0 && ids[i] == ids[used - 1])
                row[used - 1] = Math.Min(row[used - 1], row[i]);
            else
                (ids[used], row[used++]) = (ids[i], row[i]);
        return used == ids.Length ? (ids, row) : (ids[..used], row[..used]);
    }

    /// <summary>The row of the latest version of each case, in the order of the files.</summary>
    private static int[] OfCases(ReadOnlySpan<DemoRow> all, int[] rows, HashSet<long> deleted, out long superseded, out long dropped)
    {
        var row = ByCase(all, rows);
        var kept = new int[row.Length];
        int used = 0,
            different = 0;
        dropped = 0;
        for (int i = 0, next; i < row.Length; i = next)
        {
            var (best, number) = (row[i], all[row[i]].Case);
            for (next = i + 1; next < row.Length && all[row[next]].Case == number; next++)
                if (Rank(all, row[next]).CompareTo(Rank(all, best)) > 0)
                    best = row[next];
            different++;
            if (deleted.Contains(number))
                dropped++;
            else
                kept[used++] = best;
        }

        superseded = row.Length - different;
        Array.Resize(ref kept, used);
        if (!Ascending(kept))
            Array.Sort(kept);
        return kept;
    }

    /// <summary>The rows by case number; those of one case in any order.</summary>
    private static int[] ByCase(ReadOnlySpan<DemoRow> all, int[] rows)
    {
        var i = 1;
        while (i < rows.Length && all[rows[i]].Case >= all[rows[i - 1]].Case)
            i++;
        if (i >= rows.Length)
            return rows;
        var (cases, row) = (new long[rows.Length], (int[])rows.Clone());
        for (i = 0; i < rows.Length; i++)
            cases[i] = all[rows[i]].Case;
        Array.Sort(cases, row);
        return row;
    }

    /// <summary>FDA gives its tables in order: to see that takes less than to sort them.</summary>
    private static bool Ascending<T>(T[] keys)
        where T : IComparisonOperators<T, T, bool>
    {
        for (var i = 1; i < keys.Length; i++)
            if (keys[i] < keys[i - 1])
                return false;
        return true;
    }

    private static (int Version, int Received, long Id) Rank(ReadOnlySpan<DemoRow> all, int row) =>
        (all[row].Version, all[row].Fda, all[row].Id);
}
