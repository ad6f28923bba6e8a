using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>
/// The counts of all drug-event pairs of a report base, sparse: how many distinct reports name each pair, each drug, each event, and how many there are.
/// </summary>
/// <remarks>
/// Counts are of reports, not of rows: a report with two drugs and three events adds one to each of six pairs, to two drugs, to three events and to the total.
/// Immutable. Made from counts here, or from reports by <see cref="ReportBase.Count"/>.
/// </remarks>
public sealed partial class PairTable
{
    private readonly double[] expected;

    private PairTable(
        int reports,
        ImmutableArray<int> drugs,
        ImmutableArray<int> events,
        ImmutableArray<PairCount> pairs,
        double[] expected,
        bool stratified
    ) => (Reports, Drugs, Events, Pairs, this.expected, Stratified) = (reports, drugs, events, pairs, expected, stratified);

    /// <summary>Distinct reports in all.</summary>
    public int Reports { get; }

    /// <summary>Distinct reports of each drug.</summary>
    public ImmutableArray<int> Drugs { get; }

    /// <summary>Distinct reports of each event.</summary>
    public ImmutableArray<int> Events { get; }

    public ImmutableArray<PairCount> Pairs { get; }

    /// <summary>Reports of each pair if drug and event were independent: drug × event / total, or what <see cref="WithExpected"/> put in its place.</summary>
    public ReadOnlySpan<double> Expected => expected;

    /// <summary>True when the expectations are sums over strata.</summary>
    public bool Stratified { get; }

    /// <summary>A table from counts.</summary>
    /// <param name="reports">Distinct reports, ≥ 1.</param>
    /// <param name="drugs">Distinct reports of each drug, 0 to <paramref name="reports"/>.</param>
    /// <param name="events">Distinct reports of each event, 0 to <paramref name="reports"/>.</param>
    /// <param name="pairs">Each pair at most once, in any order; pairs that are left out have no report.</param>
    /// <exception cref="ArgumentException">A margin or an index is out of range, a pair is there twice, or its counts do not fit its margins.</exception>
    public static PairTable Of(int reports, ReadOnlySpan<int> drugs, ReadOnlySpan<int> events, ReadOnlySpan<PairCount> pairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reports, 1);
        CheckMargins(drugs, reports, nameof(drugs));
        CheckMargins(events, reports, nameof(events));
        var independent = new double[pairs.Length];
        var ascending = Ascending(pairs);
        var seen = new HashSet<(int, int)>(ascending ? 0 : pairs.Length);
        for (var i = 0; i < pairs.Length; i++)
        {
            var pair = pairs[i];
            if ((uint)pair.Drug >= (uint)drugs.Length || (uint)pair.Event >= (uint)events.Length)
                throw new ArgumentException(
                    $"Pair {i} names drug {pair.Drug} and event {pair.Event}, which have no margin.",
                    nameof(pairs)
                );
            if (drugs[pair.Drug] == 0 || events[pair.Event] == 0)
                throw new ArgumentException(
                    $"Pair {i} is of a drug or an event without any report: nothing is expected of it.",
                    nameof(pairs)
                );
            if (!ascending && !seen.Add((pair.Drug, pair.Event)))
                throw new ArgumentException($"Pair {i} (drug {pair.Drug}, event {pair.Event}) is there twice.", nameof(pairs));
            independent[i] = TwoByTwo.FromMargins(pair.Reports, drugs[pair.Drug], events[pair.Event], reports).Expected;
        }

        return new(reports, [.. drugs], [.. events], [.. pairs], independent, stratified: false);
    }

    /// <summary>A table of counts that fit together because they were counted: nothing is looked at twice.</summary>
    /// <param name="pieces">Rented memory, which is given back, with the number of pairs in it: by drug, then event, over all pieces.</param>
    internal static PairTable Counted(int reports, int[] drugs, int[] events, (PairCount[] Pairs, int Count)[] pieces, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reports, 1);
        var first = new int[pieces.Length];
        var total = 0;
        for (var piece = 0; piece < first.Length; piece++)
            (first[piece], total) = (total, total + pieces[piece].Count);
        var (pairs, independent) = (new PairCount[total], new double[total]);
        Threading.Pieces(
            pieces.Length,
            size: 1,
            threads,
            (piece, _, _) =>
            {
                var (counted, count) = pieces[piece];
                counted.AsSpan(0, count).CopyTo(pairs.AsSpan(first[piece]));
                for (var i = 0; i < count; i++)
                    independent[first[piece] + i] = TwoByTwo
                        .FromMargins(counted[i].Reports, drugs[counted[i].Drug], events[counted[i].Event], reports)
                        .Expected;
                ArrayPool<PairCount>.Shared.Return(counted);
            }
        );
        return new(
            reports,
            ImmutableCollectionsMarshal.AsImmutableArray(drugs),
            ImmutableCollectionsMarshal.AsImmutableArray(events),
            ImmutableCollectionsMarshal.AsImmutableArray(pairs),
            independent,
            stratified: false
        );
    }

    /// <summary>By drug, then event, each greater than the one before: then none is there twice.</summary>
    private static bool Ascending(ReadOnlySpan<PairCount> pairs)
    {
        for (var i = 1; i < pairs.Length; i++)
            if ((pairs[i - 1].Drug, pairs[i - 1].Event).CompareTo((pairs[i].Drug, pairs[i].Event)) >= 0)
                return false;
        return true;
    }

    /// <summary>
    /// A table from flattened reports, where a pair counts for a report only if a row names the two together. (Where each report names drugs and events
    /// apart, every combination counts: <see cref="ReportBase.Count"/>.)
    /// </summary>
    /// <param name="rows">In any order, repeats allowed; reports may have any numbers, those that occur are counted.</param>
    /// <param name="drugs">Number of different drugs; they are numbered from 0.</param>
    /// <param name="events">Number of different events; they are numbered from 0.</param>
    /// <exception cref="ArgumentException">There is no row, or a number is out of its range.</exception>
    /// <remarks>O(rows · log rows). Checked against pvda (E03): equal.</remarks>
    public static PairTable OfRows(ReadOnlySpan<ReportRow> rows, int drugs, int events)
    {
        if ((long)drugs * events > uint.MaxValue)
            throw new ArgumentException($"{drugs} drugs times {events} events are beyond a 32-bit number.", nameof(rows));
        foreach (var row in rows)
            if ((uint)row.Drug >= (uint)drugs || (uint)row.Event >= (uint)events)
                throw new ArgumentException($"A row names drug {row.Drug} and event {row.Event}, of {drugs} and {events}.", nameof(rows));
        // What is counted in the upper half of a key, the report in the lower: after sorting, each different key is one report.
        var keys = new ulong[rows.Length];
        var margins = (Drugs: new int[drugs], Events: new int[events], Reports: 0);
        var pairs = new List<PairCount>();
        Each(rows, row => (uint)row.Drug, drug => margins.Drugs[drug]++);
        Each(rows, row => (uint)row.Event, @event => margins.Events[@event]++);
        Each(rows, _ => 0, _ => margins.Reports++);
        Each(
            rows,
            row => ((uint)row.Drug * (uint)events) + (uint)row.Event,
            pair =>
            {
                var (drug, @event) = ((int)(pair / (uint)events), (int)(pair % (uint)events));
                if (pairs.Count > 0 && (pairs[^1].Drug, pairs[^1].Event) == (drug, @event))
                    pairs[^1] = pairs[^1] with { Reports = pairs[^1].Reports + 1 };
                else
                    pairs.Add(new(drug, @event, 1));
            }
        );
        return Of(margins.Reports, margins.Drugs, margins.Events, [.. pairs]);

        void Each(ReadOnlySpan<ReportRow> all, Func<ReportRow, uint> item, Action<uint> count)
        {
            for (var i = 0; i < all.Length; i++)
                keys[i] = ((ulong)item(all[i]) << 32) | unchecked((uint)all[i].Report); // a negative number is a name like any other
            Array.Sort(keys);
            for (var i = 0; i < keys.Length; i++)
                if (i == 0 || keys[i] != keys[i - 1])
                    count((uint)(keys[i] >> 32));
        }
    }

    /// <summary>The same counts with expectations made within strata (age, sex, year …); IC and MGPS are then measured against these.</summary>
    /// <param name="expected">One per pair in the order of the table: Σ over strata of drug × event / total. Finite and positive.</param>
    /// <exception cref="ArgumentException">The number of expectations is not that of the pairs, or one is not finite and positive.</exception>
    public PairTable WithExpected(ReadOnlySpan<double> expected)
    {
        if (expected.Length != Pairs.Length)
            throw new ArgumentException($"{expected.Length} expectations for {Pairs.Length} pairs.", nameof(expected));
        foreach (var value in expected)
            if (!(value > 0 && double.IsFinite(value)))
                throw new ArgumentException("An expected count is finite and positive.", nameof(expected));
        return new(Reports, Drugs, Events, Pairs, expected.ToArray(), stratified: true);
    }

    /// <summary>The table of two by two of one pair.</summary>
    public TwoByTwo TableOf(int pair) =>
        TwoByTwo.FromMargins(Pairs[pair].Reports, Drugs[Pairs[pair].Drug], Events[Pairs[pair].Event], Reports);

    private static void CheckMargins(ReadOnlySpan<int> margins, int reports, string name)
    {
        foreach (var margin in margins)
            if (margin < 0 || margin > reports)
                throw new ArgumentException($"A margin lies between 0 and the {reports} reports.", name);
    }
}
