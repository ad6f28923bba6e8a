using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>A report that was merged into another, and why.</summary>
/// <param name="Kept">Row of the report that stands for the case: the most complete one.</param>
/// <param name="Merged">Row of the report merged into it.</param>
/// <param name="Partner">Row of the report of the case that it was most like.</param>
public sealed record MergedReport(int Kept, int Merged, int Partner, PairWeight Weight);

/// <summary>Which reports tell of one case.</summary>
/// <param name="Representative">For each report the row of the one that stands for its case; itself when nothing was merged.</param>
/// <param name="Threshold">Bits from which on two reports were merged.</param>
/// <param name="Compared">Pairs that were compared.</param>
public sealed record DuplicateClusters(int[] Representative, ImmutableArray<MergedReport> Ledger, double Threshold, long Compared);

/// <summary>Finds reports of one case by probabilistic record linkage within blocks.</summary>
/// <remarks>
/// Two reports are compared when they share the manufacturer's number, or event date, sex and age with the rarest event, or event date and sex with the
/// rarest suspected drug, or age, sex, rarest drug and rarest event. A large block is sorted by date and age and compared in a sliding window, so that the
/// work grows with the number of reports. Deterministic.
/// </remarks>
internal static class DuplicateFinder
{
    private const int Piece = 1 << 14;

    public static DuplicateClusters Find(
        SpontaneousReports reports,
        CaseLists lists,
        PairWeigher weigher,
        BlockKeys keys,
        DuplicateRules rules
    )
    {
        var threshold = rules.Threshold(reports.Count);
        var found = new List<(int A, int B, double Weight)>();
        long compared = 0;
        foreach (var key in keys.All())
        {
            var (sorted, rows) = Sorted(key);
            var pieces = (rows.Length + Piece - 1) / Piece;
            var parts = new (List<(int, int, double)> Found, long Compared)[pieces];
            Parallel.For(
                0,
                pieces,
                piece =>
                    parts[piece] = Compare(
                        reports,
                        weigher,
                        rules,
                        threshold,
                        sorted,
                        rows,
                        piece * Piece,
                        Math.Min(rows.Length, (piece + 1) * Piece)
                    )
            );
            foreach (var part in parts)
            {
                found.AddRange(part.Found);
                compared += part.Compared;
            }
        }

        return Join(reports, lists, weigher, threshold, compared, [.. found.Distinct().OrderBy(p => (p.A, p.B))]);
    }

    /// <summary>Rows with a key, in the order of the keys.</summary>
    private static (ulong[] Keys, int[] Rows) Sorted(ulong[] key)
    {
        var many = key.Count(k => k != 0);
        var (keys, rows, at) = (new ulong[many], new int[many], 0);
        for (var i = 0; i < key.Length; i++)
            if (key[i] != 0)
                (keys[at], rows[at++]) = (key[i], i);
        Array.Sort(keys, rows);
        return (keys, rows);
    }

    /// <summary>Compares the blocks that begin in the piece.</summary>
    private static (List<(int, int, double)>, long) Compare(
        SpontaneousReports reports,
        PairWeigher weigher,
        DuplicateRules rules,
        double threshold,
        ulong[] keys,
        int[] rows,
        int from,
        int to
    )
    {
        var found = new List<(int, int, double)>();
        long compared = 0;
        for (var first = from; first < to; )
        {
            if (first > 0 && keys[first] == keys[first - 1] && first == from)
            {
                first++;
                from++;
                continue;
            }

            var end = first + 1;
            while (end < keys.Length && keys[end] == keys[first])
                end++;
            if (end - first > 1)
            {
                var block = rows[first..end];
                Array.Sort(block); // equal keys come in no particular order
                var reach = block.Length;
                if (block.Length > rules.Block)
                {
                    Array.Sort(block, (a, b) => Order(reports, a, b));
                    reach = rules.Window;
                }

                for (var i = 0; i < block.Length; i++)
                for (var j = i + 1; j < Math.Min(block.Length, i + 1 + reach); j++)
                {
                    compared++;
                    var (a, b) = block[i] < block[j] ? (block[i], block[j]) : (block[j], block[i]);
                    var weight = weigher.Of(a, b).Total;
                    if (weight >= threshold)
                        found.Add((a, b, weight));
                }
            }

            first = end;
        }

        return (found, compared);
    }

    private static int Order(SpontaneousReports reports, int a, int b)
    {
        var order = reports.EventDate[a].CompareTo(reports.EventDate[b]);
        if (order == 0)
            order = reports.Age[a].CompareTo(reports.Age[b]);
        if (order == 0)
            order = reports.Country[a].CompareTo(reports.Country[b]);
        return order == 0 ? a.CompareTo(b) : order;
    }

    private static DuplicateClusters Join(
        SpontaneousReports reports,
        CaseLists lists,
        PairWeigher weigher,
        double threshold,
        long compared,
        (int A, int B, double Weight)[] pairs
    )
    {
        var parent = Enumerable.Range(0, reports.Count).ToArray();
        foreach (var (a, b, _) in pairs)
        {
            var (x, y) = (Root(parent, a), Root(parent, b));
            if (x != y)
                parent[Math.Max(x, y)] = Math.Min(x, y);
        }

        var partner = new Dictionary<int, (int With, double Weight)>();
        var members = new SortedDictionary<int, SortedSet<int>>();
        foreach (var (a, b, weight) in pairs)
        {
            Prefer(a, b, weight);
            Prefer(b, a, weight);
            var root = Root(parent, a);
            if (!members.TryGetValue(root, out var set))
                members[root] = set = [];
            set.Add(a);
            set.Add(b);
        }

        var representative = Enumerable.Range(0, reports.Count).ToArray();
        var ledger = ImmutableArray.CreateBuilder<MergedReport>();
        foreach (var set in members.Values)
        {
            var kept = set.OrderByDescending(i => Completeness(reports, lists, i))
                .ThenByDescending(i => reports.Received[i])
                .ThenBy(i => i)
                .First();
            foreach (var row in set)
            {
                representative[row] = kept;
                if (row != kept)
                    ledger.Add(
                        new(kept, row, partner[row].With, weigher.Of(Math.Min(row, partner[row].With), Math.Max(row, partner[row].With)))
                    );
            }
        }

        return new(representative, ledger.ToImmutable(), threshold, compared);

        void Prefer(int row, int with, double weight)
        {
            if (!partner.TryGetValue(row, out var best) || weight > best.Weight)
                partner[row] = (with, weight);
        }
    }

    private static int Root(int[] parent, int row)
    {
        while (parent[row] != row)
            row = parent[row] = parent[parent[row]];
        return row;
    }

    private static int Completeness(SpontaneousReports reports, CaseLists lists, int row) =>
        (float.IsNaN(reports.Age[row]) ? 0 : 3)
        + (reports.Sex[row] == ReportedSex.Unknown ? 0 : 3)
        + (reports.Country[row] == 0 ? 0 : 3)
        + (
            reports.EventDate[row] == 0 ? 0
            : reports.EventDate[row] % 100 == 0 ? 1
            : 3
        )
        + Math.Min(3, lists.DrugStart[row + 1] - lists.DrugStart[row])
        + Math.Min(3, lists.EventStart[row + 1] - lists.EventStart[row]);
}
