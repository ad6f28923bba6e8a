using System.Runtime.InteropServices;

namespace Longwatch.Exchange.Faers;

/// <summary>Of each case the latest version, without the cases that were taken back.</summary>
internal sealed record LatestVersions(int[] Rows, ReportIndex Index, long Repeated, long Superseded, long Deleted)
{
    /// <summary>
    /// Highest case version; of equal ones the latest receipt, then the highest report number. LAERS has no version: 0, so that a case known in both
    /// layouts is taken from the newer one. Of rows with the same report number the first counts.
    /// </summary>
    internal static LatestVersions Of(List<DemoRow> rows, HashSet<long> deleted)
    {
        var all = CollectionsMarshal.AsSpan(rows);
        var (ids, rowOfId, repeated) = ById(all);
        var kept = OfCases(all, rowOfId, deleted, out var superseded, out var dropped);
        var (place, byPlace) = (new int[all.Length], new long[kept.Length]);
        Array.Fill(place, ReportIndex.LeftOut);
        for (var p = 0; p < kept.Length; p++)
            (place[kept[p]], byPlace[p]) = (p, all[kept[p]].Id);
        var places = new int[rowOfId.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = place[rowOfId[i]];
        return new(kept, new(ids, places, byPlace), repeated, superseded, dropped);
    }

    /// <summary>Report numbers, ascending, each once, with the first row of each.</summary>
    private static (long[] Ids, int[] Row, long Repeated) ById(ReadOnlySpan<DemoRow> all)
    {
        var (ids, row) = (new long[all.Length], new int[all.Length]);
        for (var i = 0; i < all.Length; i++)
            (ids[i], row[i]) = (all[i].Id, i);
        Sort(ids, row);
        var used = 0;
        for (var i = 0; i < ids.Length; i++)
            if (used > 0 && ids[i] == ids[used - 1])
                row[used - 1] = Math.Min(row[used - 1], row[i]);
            else
                (ids[used], row[used++]) = (ids[i], row[i]);
        return (ids[..used], row[..used], all.Length - used);
    }

    /// <summary>The row of the latest version of each case, in the order of the files.</summary>
    private static int[] OfCases(ReadOnlySpan<DemoRow> all, int[] rows, HashSet<long> deleted, out long superseded, out long dropped)
    {
        var (cases, row) = (new long[rows.Length], (int[])rows.Clone());
        for (var i = 0; i < rows.Length; i++)
            cases[i] = all[rows[i]].Case;
        Sort(cases, row);
        var kept = new List<int>(rows.Length);
        dropped = 0;
        long different = 0;
        for (int i = 0, next; i < cases.Length; i = next)
        {
            var best = row[i];
            for (next = i + 1; next < cases.Length && cases[next] == cases[i]; next++)
                if (Rank(all, row[next]).CompareTo(Rank(all, best)) > 0)
                    best = row[next];
            different++;
            if (deleted.Contains(cases[i]))
                dropped++;
            else
                kept.Add(best);
        }

        superseded = rows.Length - different;
        kept.Sort();
        return [.. kept];
    }

    /// <summary>FDA gives its tables in order: to see that takes less than to sort them.</summary>
    private static void Sort(long[] keys, int[] rows)
    {
        for (var i = 1; i < keys.Length; i++)
            if (keys[i] < keys[i - 1])
            {
                Array.Sort(keys, rows);
                return;
            }
    }

    private static (int Version, int Received, long Id) Rank(ReadOnlySpan<DemoRow> all, int row) =>
        (all[row].Version, all[row].Fda, all[row].Id);
}
