using System.Numerics;

namespace Longwatch.Exchange.Faers;

/// <summary>Of each case the latest version, without the cases that were taken back.</summary>
/// <param name="Rows">In the order of the files.</param>
/// <param name="Ids">The report number of each.</param>
internal sealed record LatestVersions(ArraySegment<int> Rows, long[] Ids, ReportIndex Index, long Repeated, long Superseded, long Deleted)
{
    /// <summary>
    /// Highest case version; of equal ones the latest receipt, then the highest report number. LAERS has no version: 0, so that a case known in both
    /// layouts is taken from the newer one. Of rows with the same report number the first counts.
    /// </summary>
    internal static LatestVersions Of(ReportColumns all, HashSet<long> deleted)
    {
        var (ids, rowOfId) = ById(all.Id);
        var ordered = ReferenceEquals(ids, all.Id.Items); // as FDA gives them: the number in place i is that of row i
        var kept = OfCases(all, ordered ? rowOfId : (int[])rowOfId.Clone(), deleted, out var superseded, out var dropped);
        var place = GC.AllocateUninitializedArray<int>(all.Id.Count);
        var byPlace = GC.AllocateUninitializedArray<long>(kept.Count);
        Array.Fill(place, ReportIndex.LeftOut);
        for (var p = 0; p < byPlace.Length; p++)
            (place[kept[p]], byPlace[p]) = (p, all.Id.Items[kept[p]]);
        var places = ordered ? place : Array.ConvertAll(rowOfId, row => place[row]);
        return new(kept, byPlace, new(ids, places, byPlace), all.Id.Count - places.Length, superseded, dropped);
    }

    /// <summary>Report numbers, ascending, each once, with the first row of each. What lies behind them is not theirs.</summary>
    private static (long[] Ids, int[] Row) ById(Column<long> id)
    {
        var ids = id.Items;
        var row = GC.AllocateUninitializedArray<int>(id.Count);
        for (var i = 0; i < row.Length; i++)
            row[i] = i;
        if (!Ascending(id.Span))
        {
            ids = id.Span.ToArray();
            Array.Sort(ids, row);
        }

        if (!Repeats(ids.AsSpan(0, row.Length)))
            return (ids, row);
        ids = ids[..row.Length];
        var used = 0;
        for (var i = 0; i < ids.Length; i++)
            if (used > 0 && ids[i] == ids[used - 1])
                row[used - 1] = Math.Min(row[used - 1], row[i]);
            else
                (ids[used], row[used++]) = (ids[i], row[i]);
        return (ids, row[..used]);
    }

    /// <summary>The row of the latest version of each case, in the order of the files.</summary>
    /// <param name="row">One for each report number; their memory is used for the result.</param>
    private static ArraySegment<int> OfCases(ReportColumns all, int[] row, HashSet<long> deleted, out long superseded, out long dropped)
    {
        ReadOnlySpan<long> cases = all.Case.Span;
        OrderByCase(cases, row);
        long[] takenBack = [.. deleted.Order()];
        int used = 0,
            different = 0,
            nextBack = 0;
        dropped = 0;
        for (int i = 0, next; i < row.Length; i = next)
        {
            var (best, number) = (row[i], cases[row[i]]);
            for (next = i + 1; next < row.Length && cases[row[next]] == number; next++)
                if (Rank(all, row[next]).CompareTo(Rank(all, best)) > 0)
                    best = row[next];
            different++;
            while (nextBack < takenBack.Length && takenBack[nextBack] < number)
                nextBack++;
            if (nextBack < takenBack.Length && takenBack[nextBack] == number)
                dropped++;
            else
                row[used++] = best; // behind which all have been read
        }

        superseded = row.Length - different;
        var kept = row.AsSpan(0, used);
        if (!Ascending<int>(kept))
            kept.Sort();
        return new(row, 0, used);
    }

    /// <summary>Puts the rows in the order of their case numbers; those of one case in any order.</summary>
    private static void OrderByCase(ReadOnlySpan<long> cases, int[] rows)
    {
        var i = 1;
        while (i < rows.Length && cases[rows[i]] >= cases[rows[i - 1]])
            i++;
        if (i >= rows.Length)
            return;
        var keys = new long[rows.Length];
        for (i = 0; i < rows.Length; i++)
            keys[i] = cases[rows[i]];
        Array.Sort(keys, rows);
    }

    /// <summary>FDA gives its tables in order: to see that takes less than to sort them.</summary>
    private static bool Ascending<T>(ReadOnlySpan<T> keys)
        where T : IComparisonOperators<T, T, bool>
    {
        for (var i = 1; i < keys.Length; i++)
            if (keys[i] < keys[i - 1])
                return false;
        return true;
    }

    private static bool Repeats(ReadOnlySpan<long> ascending)
    {
        for (var i = 1; i < ascending.Length; i++)
            if (ascending[i] == ascending[i - 1])
                return true;
        return false;
    }

    private static (int Version, int Received, long Id) Rank(ReportColumns all, int row) =>
        (all.Version.Items[row], all.Fda.Items[row], all.Id.Items[row]);
}
