using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Evaluation.Signals;

/// <summary>Weighs whether two reports tell of one case. Reads only; may be used from several threads.</summary>
internal sealed class PairWeigher
{
    private const DrugRoles Suspected = DrugRoles.PrimarySuspect | DrugRoles.SecondarySuspect | DrugRoles.Interacting | DrugRoles.NotStated;
    private const int Ages = 122;
    private const double MostBits = 20;
    private const double MostOfOneEvent = 12;
    private const double LeastOfLists = -6;
    private const double NothingShared = -10;

    /// <summary>Reports that the general frequency of an event counts for beside those of the drug.</summary>
    private const double Shrinkage = 5;

    private readonly SpontaneousReports reports;
    private readonly CaseLists lists;
    private readonly DuplicateRules rules;
    private readonly PairTable counts;
    private readonly int[] firstPair;
    private readonly double[] ages = new double[Ages];
    private readonly double[] sexes = new double[3];
    private readonly double[] countries;
    private readonly Dictionary<int, double> dates = [];
    private readonly bool[] codes;

    /// <summary>For the reports of one base.</summary>
    /// <param name="counts">Of all reports, before anything was merged; pairs in the order of drug, then event.</param>
    public PairWeigher(SpontaneousReports reports, CaseLists lists, PairTable counts, DuplicateRules rules)
    {
        (this.reports, this.lists, this.counts, this.rules) = (reports, lists, counts, rules);
        countries = new double[reports.Countries.Length];
        codes = [.. reports.Countries.Select(c => c.Length == 2)];
        firstPair = new int[counts.Drugs.Length + 1];
        foreach (var pair in counts.Pairs)
            firstPair[pair.Drug + 1]++;
        for (var d = 0; d < counts.Drugs.Length; d++)
            firstPair[d + 1] += firstPair[d];
        Frequencies();
    }

    public PairWeight Of(int a, int b)
    {
        var rarest = Drugs(a, b, out var drugs);
        return new(
            Age(reports.Age[a], reports.Age[b]),
            Sex(reports.Sex[a], reports.Sex[b]),
            Country(reports.Country[a], reports.Country[b]),
            Date(reports.EventDate[a], reports.EventDate[b]),
            reports.ManufacturerNumber[a] != 0 && reports.ManufacturerNumber[a] == reports.ManufacturerNumber[b] ? MostBits : 0,
            drugs,
            rarest < 0 ? NothingShared : Events(a, b, rarest)
        );
    }

    private void Frequencies()
    {
        double known = 0,
            sexed = 0,
            placed = 0,
            dated = 0;
        for (var i = 0; i < reports.Count; i++)
        {
            if (!float.IsNaN(reports.Age[i]))
                (ages[(int)reports.Age[i]], known) = (ages[(int)reports.Age[i]] + 1, known + 1);
            if (reports.Sex[i] != ReportedSex.Unknown)
                (sexes[(int)reports.Sex[i]], sexed) = (sexes[(int)reports.Sex[i]] + 1, sexed + 1);
            if (reports.Country[i] > 0)
                (countries[reports.Country[i]], placed) = (countries[reports.Country[i]] + 1, placed + 1);
            if (reports.EventDate[i] is > 0 and var date)
            {
                dated++;
                Add(date);
                if (date % 100 > 0)
                    Add(-(date / 100)); // the month, under a key of its own
            }
        }

        Scale(ages, known);
        Scale(sexes, sexed);
        Scale(countries, placed);
        foreach (var date in dates.Keys.ToArray())
            dates[date] /= dated;

        void Add(int date) => System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(dates, date, out _)++;
    }

    private static void Scale(double[] counts, double total)
    {
        for (var i = 0; total > 0 && i < counts.Length; i++)
            counts[i] /= total;
    }

    private double Age(float a, float b)
    {
        if (float.IsNaN(a) || float.IsNaN(b))
            return 0;
        var (x, y) = ((int)a, (int)b);
        if (x == y)
            return HitMiss.Agreement(rules.MissAge, ages[x]);
        return Math.Abs(x - y) == 1 ? HitMiss.Near(rules.MissAge, ages[x] + ages[y]) : HitMiss.Disagreement(rules.MissAge);
    }

    private double Sex(ReportedSex a, ReportedSex b) =>
        a == ReportedSex.Unknown || b == ReportedSex.Unknown ? 0
        : a == b ? HitMiss.Agreement(rules.MissSex, sexes[(int)a])
        : HitMiss.Disagreement(rules.MissSex);

    /// <summary>A code and a name are not compared: LAERS spells countries out.</summary>
    private double Country(ushort a, ushort b) =>
        a == 0 || b == 0 || codes[a] != codes[b] ? 0
        : a == b ? HitMiss.Agreement(rules.MissCountry, countries[a])
        : HitMiss.Disagreement(rules.MissCountry);

    private double Date(int a, int b)
    {
        if (a == 0 || b == 0)
            return 0;
        var (dayA, dayB) = (a % 100 > 0, b % 100 > 0);
        if (dayA && dayB)
        {
            if (a == b)
                return HitMiss.Agreement(rules.MissDate, dates[a]);
            return Math.Abs(DayNumber.Of(a) - DayNumber.Of(b)) <= 7
                ? HitMiss.Near(rules.MissDate, dates[-(a / 100)] / 2)
                : HitMiss.Disagreement(rules.MissDate);
        }

        // One of them is known to the month or the year only: agreement to that precision, as frequent as the month.
        if (a / 10_000 != b / 10_000)
            return HitMiss.Disagreement(rules.MissDate);
        var (monthA, monthB) = (a / 100 % 100, b / 100 % 100);
        if (monthA == 0 || monthB == 0)
            return 0;
        return monthA != monthB ? HitMiss.Disagreement(rules.MissDate)
            : dates.TryGetValue(-(a / 100), out var month) ? HitMiss.Agreement(rules.MissDate, month)
            : 0;
    }

    /// <summary>The rarest suspected drug that both name, or −1; what it weighs, less what one names and the other does not.</summary>
    private int Drugs(int a, int b, out double weight)
    {
        int i = lists.DrugStart[a],
            j = lists.DrugStart[b],
            rarest = -1,
            alone = 0;
        while (i < lists.DrugStart[a + 1] || j < lists.DrugStart[b + 1])
        {
            var x = i < lists.DrugStart[a + 1] ? lists.Drug[i] : int.MaxValue;
            var y = j < lists.DrugStart[b + 1] ? lists.Drug[j] : int.MaxValue;
            if (x == y)
            {
                if (
                    ((lists.Role[i] | lists.Role[j]) & Suspected) != DrugRoles.None
                    && (rarest < 0 || counts.Drugs[x] < counts.Drugs[rarest])
                    && counts.Drugs[x] > 0
                )
                    rarest = x;
                i++;
                j++;
            }
            else if (x < y)
            {
                alone += (lists.Role[i++] & Suspected) != DrugRoles.None ? 1 : 0;
            }
            else
            {
                alone += (lists.Role[j++] & Suspected) != DrugRoles.None ? 1 : 0;
            }
        }

        var lost = Math.Max(LeastOfLists, alone * Math.Log2(rules.MissTerm));
        weight =
            rarest < 0 ? NothingShared : Math.Min(MostBits, Math.Log2((1 - rules.MissTerm) * counts.Reports / counts.Drugs[rarest])) + lost;
        return rarest;
    }

    /// <summary>
    /// Events that both name, by how rare each is among the reports of the drug: effects of one drug come together, so what is usual with it tells little.
    /// The second rarest counts half, the third a third: they are not independent.
    /// </summary>
    private double Events(int a, int b, int drug)
    {
        Span<double> shared = stackalloc double[32];
        int i = lists.EventStart[a],
            j = lists.EventStart[b],
            many = 0,
            alone = 0;
        while (i < lists.EventStart[a + 1] || j < lists.EventStart[b + 1])
        {
            var x = i < lists.EventStart[a + 1] ? lists.Event[i] : int.MaxValue;
            var y = j < lists.EventStart[b + 1] ? lists.Event[j] : int.MaxValue;
            if (x == y)
            {
                if (many < shared.Length)
                    shared[many++] = Rarity(drug, x);
                i++;
                j++;
            }
            else
            {
                alone++;
                _ = x < y ? i++ : j++;
            }
        }

        var lost = Math.Max(LeastOfLists, alone * Math.Log2(rules.MissTerm));
        if (many == 0)
            return NothingShared;
        shared[..many].Sort();
        var sum = 0.0;
        for (var k = 0; k < many; k++)
            sum += shared[many - 1 - k] / (k + 1);
        return sum + lost;
    }

    private double Rarity(int drug, int @event)
    {
        var both = Both(drug, @event);
        var others = Math.Max(0, counts.Drugs[drug] - 2);
        var general = (double)counts.Events[@event] / counts.Reports;
        var frequency = (Math.Max(0, both - 2) + (Shrinkage * general)) / (others + Shrinkage);
        return Math.Clamp(Math.Log2((1 - rules.MissTerm) / frequency), 0, MostOfOneEvent);
    }

    private int Both(int drug, int @event)
    {
        var (low, high) = (firstPair[drug], firstPair[drug + 1] - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var pair = counts.Pairs[middle];
            if (pair.Event == @event)
                return pair.Reports;
            if (pair.Event < @event)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return 0;
    }
}

/// <summary>Days counted from 1 January 0001, of a date with year, month and day.</summary>
internal static class DayNumber
{
    public static int Of(int date) => new DateOnly(date / 10_000, date / 100 % 100, date % 100).DayNumber;
}
