using System.Buffers;
using System.Collections.Concurrent;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>Reports with the drugs and the events that each names: what pairs are counted from, and what masking and regression need.</summary>
/// <remarks>
/// Kept flat: the drugs of report i are <c>drugs[drugStarts[i] .. drugStarts[i + 1]]</c>, without repeats, ascending; the events alike. Immutable.
/// </remarks>
public sealed partial class ReportBase
{
    private const int PieceSize = 1 << 16;

    /// <summary>Most pieces in which the drugs are counted.</summary>
    private const int Pieces = 256;
    private readonly int[] drugStarts;
    private readonly int[] drugs;
    private readonly int[] eventStarts;
    private readonly int[] events;

    private ReportBase((int[] Starts, int[] Items) drugs, int drugCount, (int[] Starts, int[] Items) events, int eventCount)
    {
        (drugStarts, this.drugs) = drugs;
        (eventStarts, this.events) = events;
        (DrugCount, EventCount) = (drugCount, eventCount);
    }

    /// <summary>Number of reports.</summary>
    public int Reports => drugStarts.Length - 1;

    /// <summary>Number of different drugs.</summary>
    public int DrugCount { get; }

    /// <summary>Number of different events.</summary>
    public int EventCount { get; }

    /// <summary>Drugs of one report, ascending, none twice.</summary>
    public ReadOnlySpan<int> DrugsOf(int report) => drugs.AsSpan(drugStarts[report]..drugStarts[report + 1]);

    /// <summary>Events of one report, ascending, none twice.</summary>
    public ReadOnlySpan<int> EventsOf(int report) => events.AsSpan(eventStarts[report]..eventStarts[report + 1]);

    /// <summary>A base of reports. A drug or an event that a report names twice counts once.</summary>
    /// <param name="drugs">One list per report of drug numbers, each from 0 to <paramref name="drugCount"/> − 1; may be empty.</param>
    /// <param name="events">The same of events; as many lists.</param>
    /// <exception cref="ArgumentException">The numbers of lists differ, or a number is out of its range.</exception>
    public static ReportBase Of(IReadOnlyList<int[]> drugs, int drugCount, IReadOnlyList<int[]> events, int eventCount)
    {
        if (drugs.Count != events.Count)
            throw new ArgumentException($"{drugs.Count} lists of drugs but {events.Count} of events.", nameof(events));
        return new(Flatten(drugs, drugCount, nameof(drugs)), drugCount, Flatten(events, eventCount, nameof(events)), eventCount);
    }

    /// <summary>A base of reports whose lists are flat already; the arrays are kept, not copied, and must not be changed.</summary>
    /// <param name="drugs">Starts (one more than there are reports, from 0) and numbers, ascending within a report, none twice.</param>
    /// <param name="events">The same of events, of as many reports.</param>
    /// <exception cref="ArgumentException">The numbers of reports differ, or a list is not ascending, or a number is out of its range.</exception>
    public static ReportBase OfRows((int[] Starts, int[] Items) drugs, int drugCount, (int[] Starts, int[] Items) events, int eventCount)
    {
        if (drugs.Starts.Length != events.Starts.Length || drugs.Starts.Length == 0)
            throw new ArgumentException($"{drugs.Starts.Length} starts of drugs but {events.Starts.Length} of events.", nameof(events));
        CheckRows(drugs, drugCount, nameof(drugs));
        CheckRows(events, eventCount, nameof(events));
        return new(drugs, drugCount, events, eventCount);
    }

    private static void CheckRows((int[] Starts, int[] Items) rows, int limit, string name)
    {
        if (rows.Starts[0] != 0 || rows.Starts[^1] != rows.Items.Length)
            throw new ArgumentException("The starts run from 0 to the number of items.", name);
        var reports = rows.Starts.Length - 1;
        var faults = new string?[FixedChunks.Count(reports, PieceSize)];
        Threading.Pieces(reports, PieceSize, threads: 0, (piece, first, end) => faults[piece] = Fault(rows, first, end, limit));
        if (Array.Find(faults, fault => fault is not null) is { } found)
            throw new ArgumentException(found, name);
    }

    /// <summary>What is wrong with the first list at fault from one report to before another; null: nothing.</summary>
    private static string? Fault((int[] Starts, int[] Items) rows, int first, int end, int limit)
    {
        var (starts, items) = rows;
        for (var i = first; i < end; i++)
        {
            if (starts[i] > starts[i + 1])
                return $"The list of report {i} ends before it starts.";
            if (starts[i] < 0 || starts[i + 1] > items.Length)
                return "The starts run from 0 to the number of items.";
            var last = -1;
            for (var j = starts[i]; j < starts[i + 1]; j++)
            {
                if (items[j] <= last || items[j] >= limit)
                    return $"The list of report {i} is not ascending within 0 to {limit - 1}.";
                last = items[j];
            }
        }

        return null;
    }

    /// <summary>Counts distinct reports of every drug, every event and every pair that occurs. Pairs come in the order of drug, then event.</summary>
    /// <param name="threads">Most threads; 0: as many as there are processors.</param>
    /// <exception cref="ArgumentException">There is no report.</exception>
    /// <remarks>O(rows): one pass over the reports of each drug. Checked against openEBGM <c>processRaw</c> on CAERS and pvda (E01, E03): equal.</remarks>
    public PairTable Count(int threads = 0)
    {
        int[] drugMargins = [],
            eventMargins = [];
        // Where the events of a drug's reports lie, not which reports they are: from these the processor sees what it needs next before it has it.
        (int[] Starts, (int From, int To)[] Items) eventsOf = ([], []);
        Parallel.Invoke(
            Threading.Options(threads),
            () =>
                eventsOf = Inverse(
                    drugStarts,
                    drugs,
                    drugMargins = Margins(drugs, DrugCount),
                    report => (eventStarts[report], eventStarts[report + 1])
                ),
            () => eventMargins = Margins(events, EventCount)
        );
        var size = (DrugCount / Pieces) + 1;
        var pieces = new (PairCount[] Pairs, int Count)[FixedChunks.Count(DrugCount, size)];
        var spare = new ConcurrentBag<int[]>();
        Threading.Pieces(
            DrugCount,
            size,
            threads,
            (piece, first, end) =>
            {
                var counts = spare.TryTake(out var used) ? used : new int[EventCount];
                var (pairs, count) = (ArrayPool<PairCount>.Shared.Rent(1 << 10), 0);
                for (var drug = first; drug < end; drug++)
                    AddPairs(drug, eventsOf.Items.AsSpan(eventsOf.Starts[drug]..eventsOf.Starts[drug + 1]), counts, ref pairs, ref count);
                pieces[piece] = (pairs, count);
                spare.Add(counts);
            }
        );
        return PairTable.Counted(Reports, drugMargins, eventMargins, pieces, threads);
    }

    /// <summary>Expectations within strata (age, sex, year …): Σ over strata of drug × event / total. To be given to <see cref="PairTable.WithExpected"/>.</summary>
    /// <param name="table">Made from these reports.</param>
    /// <param name="strata">The stratum of each report, numbered from 0.</param>
    /// <returns>One per pair of the table.</returns>
    /// <exception cref="ArgumentException">The number of strata is not that of the reports, one is negative, or the table is of other reports.</exception>
    /// <remarks>Checked against openEBGM <c>processRaw(stratify = TRUE)</c> (E01): 1e-12.</remarks>
    public double[] StratifiedExpected(PairTable table, ReadOnlySpan<int> strata)
    {
        if (table.Reports != Reports || table.Drugs.Length != DrugCount || table.Events.Length != EventCount)
            throw new ArgumentException("The table counts other reports than these.", nameof(table));
        if (strata.Length != Reports)
            throw new ArgumentException($"{strata.Length} strata for {Reports} reports.", nameof(strata));
        var number = 0;
        foreach (var stratum in strata)
            number =
                stratum >= 0 ? Math.Max(number, stratum + 1) : throw new ArgumentException("A stratum is not negative.", nameof(strata));

        // By item first, so that what one pair needs lies together.
        var (totals, ofDrug, ofEvent) = (new double[number], new double[DrugCount * number], new double[EventCount * number]);
        for (var report = 0; report < Reports; report++)
        {
            totals[strata[report]]++;
            foreach (var drug in DrugsOf(report))
                ofDrug[(drug * number) + strata[report]]++;
            foreach (var @event in EventsOf(report))
                ofEvent[(@event * number) + strata[report]]++;
        }

        var expected = new double[table.Pairs.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            var (drug, @event) = (table.Pairs[i].Drug * number, table.Pairs[i].Event * number);
            for (var stratum = 0; stratum < number; stratum++)
                if (totals[stratum] > 0)
                    expected[i] += ofDrug[drug + stratum] * ofEvent[@event + stratum] / totals[stratum];
        }

        return expected;
    }

    /// <summary>Adds the pairs of one drug to rented memory, ascending by event.</summary>
    /// <param name="lists">Where the events of its reports lie.</param>
    /// <param name="counts">Of each event 0, before and afterwards.</param>
    private void AddPairs(int drug, ReadOnlySpan<(int From, int To)> lists, int[] counts, ref PairCount[] pairs, ref int count)
    {
        var (different, items) = (0, events);
        foreach (var (from, to) in lists)
            for (var i = from; i < to; i++)
                if (counts[items[i]]++ == 0)
                    different++;
        var end = count + different;
        if (end > pairs.Length)
        {
            var larger = ArrayPool<PairCount>.Shared.Rent(Math.Max(end, 2 * pairs.Length));
            pairs.AsSpan(0, count).CopyTo(larger);
            ArrayPool<PairCount>.Shared.Return(pairs);
            pairs = larger;
        }

        for (var @event = 0; count < end; @event++)
            if (counts[@event] > 0)
            {
                pairs[count++] = new(drug, @event, counts[@event]);
                counts[@event] = 0;
            }
    }

    internal static int[] Margins(int[] items, int count)
    {
        var margins = new int[count];
        foreach (var item in items)
            margins[item]++;
        return margins;
    }

    /// <summary>What is wanted of the reports of each item, in the order of the reports.</summary>
    internal static (int[] Starts, T[] Items) Inverse<T>(int[] starts, int[] items, int[] margins, Func<int, T> wanted)
    {
        var first = new int[margins.Length + 1];
        for (var i = 0; i < margins.Length; i++)
            first[i + 1] = first[i] + margins[i];
        var next = (int[])first.Clone();
        var values = new T[items.Length];
        for (var report = 0; report + 1 < starts.Length; report++)
        {
            var value = wanted(report);
            for (var j = starts[report]; j < starts[report + 1]; j++)
                values[next[items[j]]++] = value;
        }

        return (first, values);
    }

    private static (int[] Starts, int[] Items) Flatten(IReadOnlyList<int[]> lists, int limit, string name)
    {
        var starts = new int[lists.Count + 1];
        var items = new List<int>(lists.Count * 2);
        for (var i = 0; i < lists.Count; i++)
        {
            var list = (int[])lists[i].Clone();
            Array.Sort(list);
            for (var j = 0; j < list.Length; j++)
            {
                if ((uint)list[j] >= (uint)limit)
                    throw new ArgumentException($"Report {i} names number {list[j]}; the numbers run from 0 to {limit - 1}.", name);
                if (j == 0 || list[j] != list[j - 1])
                    items.Add(list[j]);
            }

            starts[i + 1] = items.Count;
        }

        return (starts, [.. items]);
    }
}
