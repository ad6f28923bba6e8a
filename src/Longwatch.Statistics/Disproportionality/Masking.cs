using System.Collections.Immutable;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>A pair again, without the reports that name one other drug or event.</summary>
/// <param name="Item">The drug or event whose reports were left out.</param>
/// <param name="Removed">How many reports that were.</param>
/// <param name="Shared">How many of them weigh on the pair: reports of the event (for a drug) or of the drug (for an event).</param>
/// <param name="Table">The pair's table without them.</param>
/// <param name="Prr">Proportional reporting ratio without them.</param>
/// <param name="Ratio">That over the ratio with all reports: above 1 it was masked. NaN unless both are estimated.</param>
public readonly record struct Unmasked(int Item, int Removed, int Shared, TwoByTwo Table, RatioEstimate Prr, double Ratio);

/// <summary>Whether a few drugs or events dominate the background of a pair and so hide it.</summary>
/// <param name="Table">With all reports.</param>
/// <param name="Prr">With all reports.</param>
/// <param name="WithoutDrugs">The other drugs with most reports of the event, each left out by itself, most reports first.</param>
/// <param name="WithoutEvents">The other events with most reports of the drug, each left out by itself, most reports first.</param>
/// <remarks>
/// Maignen et al. (2014) Pharmacoepidemiol Drug Saf 23:195; Juhlin et al. (2013) Pharmacoepidemiol Drug Saf 22:1311. Counted anew from the reports, not by their
/// approximation. Checked against counts by hand, and against the table of the reports that are left.
/// </remarks>
public sealed record Masking(
    TwoByTwo Table,
    RatioEstimate Prr,
    ImmutableArray<Unmasked> WithoutDrugs,
    ImmutableArray<Unmasked> WithoutEvents
);

/// <content>Masking, and reports left out.</content>
public sealed partial class ReportBase
{
    /// <summary>Scores a pair again without each of the drugs and events that weigh most on it. O(rows).</summary>
    /// <param name="candidates">How many drugs and how many events, ≥ 1.</param>
    /// <param name="level">Of the intervals, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The drug or event does not exist, or another argument is out of its range.</exception>
    public Masking CheckMasking(int drug, int @event, int candidates, double level)
    {
        CheckItem(drug, DrugCount, nameof(drug));
        CheckItem(@event, EventCount, nameof(@event));
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 1);
        var all = new Cells();
        var (drugCells, eventCells) = (new Cells[DrugCount], new Cells[EventCount]);
        for (var report = 0; report < Reports; report++)
        {
            var ofReport = DrugsOf(report);
            var withEvent = EventsOf(report);
            var (hasDrug, hasEvent) = (ofReport.BinarySearch(drug) >= 0, withEvent.BinarySearch(@event) >= 0);
            all.Add(hasDrug, hasEvent);
            foreach (var other in ofReport)
                drugCells[other].Add(hasDrug, hasEvent);
            foreach (var other in withEvent)
                eventCells[other].Add(hasDrug, hasEvent);
        }

        var deviate = ConfidenceLevel.Deviate(level);
        var table = all.Less(default);
        var prr = table.PrrBy(deviate);
        return new(table, prr, Without(drugCells, drug, cells => cells.Event), Without(eventCells, @event, cells => cells.Drug));

        ImmutableArray<Unmasked> Without(Cells[] cells, int own, Func<Cells, int> shared) =>
            [
                .. Enumerable
                    .Range(0, cells.Length)
                    .Where(i => i != own && shared(cells[i]) > 0)
                    .OrderByDescending(i => shared(cells[i]))
                    .Take(candidates)
                    .Select(i =>
                    {
                        var left = all.Less(cells[i]);
                        var again = left.PrrBy(deviate);
                        var both = prr.Status == RatioStatus.Estimated && again.Status == RatioStatus.Estimated;
                        return new Unmasked(i, cells[i].Total, shared(cells[i]), left, again, both ? again.Value / prr.Value : double.NaN);
                    }),
            ];
    }

    /// <summary>The reports that name none of some drugs and none of some events; drugs and events keep their numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A drug or event does not exist.</exception>
    public ReportBase Without(ReadOnlySpan<int> drugsLeftOut, ReadOnlySpan<int> eventsLeftOut)
    {
        var (noDrug, noEvent) = (new bool[DrugCount], new bool[EventCount]);
        foreach (var drug in drugsLeftOut)
        {
            CheckItem(drug, DrugCount, nameof(drugsLeftOut));
            noDrug[drug] = true;
        }

        foreach (var @event in eventsLeftOut)
        {
            CheckItem(@event, EventCount, nameof(eventsLeftOut));
            noEvent[@event] = true;
        }

        var (keptDrugs, keptEvents) = (new List<int[]>(), new List<int[]>());
        for (var report = 0; report < Reports; report++)
            if (!Any(DrugsOf(report), noDrug) && !Any(EventsOf(report), noEvent))
            {
                keptDrugs.Add(DrugsOf(report).ToArray());
                keptEvents.Add(EventsOf(report).ToArray());
            }

        return Of(keptDrugs, DrugCount, keptEvents, EventCount);

        static bool Any(ReadOnlySpan<int> items, bool[] flags)
        {
            foreach (var item in items)
                if (flags[item])
                    return true;
            return false;
        }
    }

    /// <summary>Some drugs as the columns of a regression, one row per report, in the order given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A drug does not exist.</exception>
    public SparseDesign Design(ReadOnlySpan<int> drugColumns)
    {
        foreach (var drug in drugColumns)
            CheckItem(drug, DrugCount, nameof(drugColumns));
        var (starts, reports) = Inverse(drugStarts, drugs, Margins(drugs, DrugCount), static report => report);
        return SparseDesign.OfIndicators(Reports, Array.ConvertAll(drugColumns.ToArray(), drug => reports[starts[drug]..starts[drug + 1]]));
    }

    /// <summary>1 for each report that names an event, else 0: the outcome of a regression.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The event does not exist.</exception>
    public double[] Outcome(int @event)
    {
        CheckItem(@event, EventCount, nameof(@event));
        var outcome = new double[Reports];
        for (var report = 0; report < Reports; report++)
            outcome[report] = EventsOf(report).BinarySearch(@event) >= 0 ? 1 : 0;
        return outcome;
    }

    private static void CheckItem(int item, int count, string name)
    {
        if ((uint)item >= (uint)count)
            throw new ArgumentOutOfRangeException(name, item, $"The numbers run from 0 to {count - 1}.");
    }

    /// <summary>Reports by whether they name the drug and the event of the pair.</summary>
    private struct Cells
    {
        private int both,
            drugOnly,
            eventOnly,
            neither;

        public readonly int Drug => both + drugOnly;

        public readonly int Event => both + eventOnly;

        public readonly int Total => both + drugOnly + eventOnly + neither;

        public void Add(bool hasDrug, bool hasEvent)
        {
            both += hasDrug && hasEvent ? 1 : 0;
            drugOnly += hasDrug && !hasEvent ? 1 : 0;
            eventOnly += !hasDrug && hasEvent ? 1 : 0;
            neither += !hasDrug && !hasEvent ? 1 : 0;
        }

        public readonly TwoByTwo Less(Cells other) =>
            new(both - other.both, drugOnly - other.drugOnly, eventOnly - other.eventOnly, neither - other.neither);
    }
}
