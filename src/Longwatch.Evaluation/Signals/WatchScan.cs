namespace Longwatch.Evaluation.Signals;

/// <summary>Counts every item of a plan in one pass over the cases.</summary>
internal sealed class WatchScan
{
    private const int MostQuarters = 200;
    private const int AgeBands = 5;
    private const int Sexes = 3;

    private readonly SpontaneousReports reports;
    private readonly MergedCases cases;
    private readonly WatchPlan plan;
    private readonly ulong[] productsOf;
    private readonly SignalRules rules;
    private readonly Dictionary<int, HashSet<int>> own;
    private readonly int[] diseasesOf;
    private readonly int firstQuarter;
    private readonly int quarters;
    private readonly bool[] followed;

    /// <summary>For one plan.</summary>
    /// <param name="facts">Of each case its products and the diseases that its indications name, as bits; of cases with a product what it was given for.</param>
    public WatchScan(
        SpontaneousReports reports,
        MergedCases cases,
        WatchPlan plan,
        (ulong[] Products, int[] Diseases, Dictionary<int, HashSet<int>> Own) facts,
        SignalRules rules
    )
    {
        (this.reports, this.cases, this.plan, this.rules) = (reports, cases, plan, rules);
        (productsOf, diseasesOf, own) = facts;
        var (first, last) = (int.MaxValue, 0);
        foreach (var row in cases.Report)
            if (reports.Received[row] > 0)
                (first, last) = (Math.Min(first, reports.Received[row]), Math.Max(last, reports.Received[row]));
        firstQuarter = last == 0 ? 0 : Math.Max(QuarterOf(first), QuarterOf(last) - MostQuarters + 1);
        quarters = last == 0 ? 0 : QuarterOf(last) - firstQuarter + 1;
        followed = [.. plan.Items.Select(i => i.IsGroup || i.Group is not null)];
    }

    public WatchCounts Run()
    {
        var pieces = Math.Max(1, Environment.ProcessorCount);
        var parts = new WatchCounts[pieces];
        Parallel.For(
            0,
            pieces,
            piece => parts[piece] = Part((int)((long)cases.Count * piece / pieces), (int)((long)cases.Count * (piece + 1) / pieces))
        );
        // Sums of whole numbers: the same whatever the pieces.
        for (var piece = 1; piece < pieces; piece++)
            foreach (var (into, from) in Arrays(parts[0]).Zip(Arrays(parts[piece])))
                for (var i = 0; i < into.Length; i++)
                    into[i] += from[i];
        return parts[0];
    }

    /// <summary>4 × year + quarter − 1 of a date yyyymmdd.</summary>
    internal static int QuarterOf(int date) => (4 * (date / 10_000)) + (Math.Max(1, date / 100 % 100) - 1) / 3;

    private static int[][] Arrays(WatchCounts c) =>
        [
            c.Both,
            c.Event,
            c.Own,
            c.Subject,
            c.PeerEvent,
            c.Peers,
            .. new[] { c.Periods, c.Quarters, c.Strata }.SelectMany(s => new[] { s.Both, s.Event, s.Subject, s.All }),
        ];

    private WatchCounts Part(int from, int to)
    {
        var (items, subjects) = (plan.Items.Length, plan.Subjects.Length);
        SliceCounts Slices(int n) => new(n, new int[items * n], new int[items * n], new int[subjects * n], new int[n]);
        var counts = new WatchCounts(
            new int[items],
            new int[items],
            new int[items],
            new int[subjects],
            Slices(2),
            Slices(quarters),
            Slices(Sexes * AgeBands * ((quarters / 4) + 2)),
            new int[items],
            new int[subjects],
            firstQuarter
        );
        var seen = new int[items];
        for (var c = from; c < to; c++)
            Add(counts, c, seen);
        return counts;
    }

    private void Add(WatchCounts counts, int c, int[] seen)
    {
        var row = cases.Report[c];
        var received = reports.Received[row];
        var period =
            received == 0 ? -1
            : received < rules.SplitDate ? 0
            : 1;
        var quarter = received == 0 || quarters == 0 ? -1 : Math.Max(0, QuarterOf(received) - firstQuarter);
        var stratum = quarter < 0 ? -1 : Stratum(row, quarter);
        Count(counts.Periods.All, period);
        Count(counts.Quarters.All, quarter);
        Count(counts.Strata.All, stratum);
        var products = productsOf[c];
        for (var s = 0; s < plan.Subjects.Length; s++)
            if ((plan.Subjects[s].Products & products) != 0)
            {
                counts.Subject[s]++;
                Count(counts.Periods.Subject, period, s * 2);
                Count(counts.Quarters.Subject, quarter, s * quarters);
                Count(counts.Strata.Subject, stratum, s * counts.Strata.Slices);
            }
            else if (products == 0 && IsPeer(s, c))
            {
                counts.Peers[s]++;
            }

        for (var e = cases.Lists.EventStart[c]; e < cases.Lists.EventStart[c + 1]; e++)
            foreach (var i in plan.ItemsOf[cases.Lists.Event[e]])
                if (seen[i] != c + 1)
                    Event(counts, c, i, cases.Lists.Event[e], seen, (period, quarter, stratum));
    }

    private void Event(WatchCounts counts, int c, int i, int term, int[] seen, (int Period, int Quarter, int Stratum) slice)
    {
        var subject = plan.Items[i].Subject;
        var products = plan.Subjects[subject].Products & productsOf[c];
        if (products != 0)
        {
            if (plan.IsIndex(products, term))
                return;
            if (own.TryGetValue(c, out var terms) && terms.Contains(term))
            {
                counts.Own[i]++;
                return;
            }
        }
        else if (plan.Items[i].IsGroup && plan.IsIndex(plan.Subjects[subject].Products, term))
        {
            return;
        }

        seen[i] = c + 1;
        var by = products != 0;
        (by ? counts.Both : counts.Event)[i]++;
        Count(by ? counts.Periods.Both : counts.Periods.Event, slice.Period, i * 2);
        if (followed[i])
        {
            Count(by ? counts.Quarters.Both : counts.Quarters.Event, slice.Quarter, i * quarters);
            Count(by ? counts.Strata.Both : counts.Strata.Event, slice.Stratum, i * counts.Strata.Slices);
        }

        if (productsOf[c] == 0 && IsPeer(subject, c))
            counts.PeerEvent[i]++;
    }

    /// <summary>A case without any product watched whose indications name a disease that the subject treats.</summary>
    private bool IsPeer(int subject, int c)
    {
        if (diseasesOf[c] == 0)
            return false;
        var products = plan.Subjects[subject].Products;
        for (var p = 0; products != 0; p++, products >>= 1)
            if ((products & 1) != 0 && (plan.ProductDiseases[p] & diseasesOf[c]) != 0)
                return true;
        return false;
    }

    private int Stratum(int row, int quarter)
    {
        var age = reports.Age[row];
        var band =
            float.IsNaN(age) ? 0
            : age < 18 ? 1
            : age < 45 ? 2
            : age < 65 ? 3
            : 4;
        var year = ((firstQuarter % 4) + quarter) / 4;
        return (((year * AgeBands) + band) * Sexes) + (int)reports.Sex[row];
    }

    private static void Count(int[] into, int slice, int offset = 0)
    {
        if (slice >= 0)
            into[offset + slice]++;
    }
}
