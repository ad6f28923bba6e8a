namespace Longwatch.Statistics.Standardisation;

/// <summary>Splits follow-up at every boundary of a rate table and of the bands asked for, on all time scales at once.</summary>
/// <remarks>
/// A person moves through the cells of age × calendar × group as time passes; in each the expected events are days × hazard. Linear in people and cells
/// crossed; people are summed in a fixed number of blocks in a fixed order, so that the answer has the same bits on any number of processors.
/// Sources: Clayton and Hills (1993) Statistical models in epidemiology, chapter 6; Therneau and Grambsch (2000) section 10.1. Checked against R survival
/// <c>pyears</c> and <c>survexp</c> on <c>mgus2</c> and <c>survexp.mn</c> (A05): 1e-12 relative.
/// </remarks>
public static class LexisSplit
{
    private const int Blocks = 32;

    /// <summary>Person-time, observed and expected events by group and band.</summary>
    /// <exception cref="ArgumentException">A person's group is not in the table, an age or length of follow-up is negative, a time is not finite, cuts do not ascend.</exception>
    public static LexisTable Tabulate(ReadOnlyMemory<Followed> people, RateTable table, LexisCuts cuts)
    {
        var walk = new Walk(table, cuts);
        Check(people.Span, table);
        int[] sizes = [table.Groups, walk.Ages.Length + 1, walk.Calendar.Length + 1, walk.Since.Length + 1];
        var length = sizes.Aggregate((a, b) => a * b);
        var parts = new LexisCell[Blocks][];
        Parallel.For(
            0,
            Blocks,
            block =>
            {
                var cells = new LexisCell[length];
                foreach (var person in Part(people, block).Span)
                    walk.Person(in person, cells);
                parts[block] = cells;
            }
        );
        var sums = parts[0];
        for (var block = 1; block < Blocks; block++)
        for (var i = 0; i < length; i++)
            sums[i] = sums[i].Add(parts[block][i]);
        var persons = new long[table.Groups];
        foreach (var person in people.Span)
            persons[person.Group]++;
        return new(sums, sizes, persons);
    }

    /// <summary>Each person's expected events: the hazard of the table summed over the follow-up.</summary>
    /// <inheritdoc cref="Tabulate" path="/exception"/>
    public static double[] CumulativeHazard(ReadOnlyMemory<Followed> people, RateTable table)
    {
        Check(people.Span, table);
        var walk = new Walk(table, LexisCuts.None);
        var expected = new double[people.Length];
        Parallel.For(
            0,
            Blocks,
            block =>
            {
                var part = Part(people, block).Span;
                var first = First(people.Length, block);
                var cell = new LexisCell[table.Groups];
                for (var i = 0; i < part.Length; i++)
                {
                    cell[part[i].Group] = default;
                    walk.Person(in part[i], cell);
                    expected[first + i] = cell[part[i].Group].Expected;
                }
            }
        );
        return expected;
    }

    private static int First(int length, int block) => (int)((long)length * block / Blocks);

    private static ReadOnlyMemory<Followed> Part(ReadOnlyMemory<Followed> people, int block) =>
        people[First(people.Length, block)..First(people.Length, block + 1)];

    private static void Check(ReadOnlySpan<Followed> people, RateTable table)
    {
        for (var i = 0; i < people.Length; i++)
        {
            var person = people[i];
            if (person.Group < 0 || person.Group >= table.Groups)
                throw new ArgumentException($"Person {i} is of group {person.Group}; the table has {table.Groups}.", nameof(people));
            if (!(person.Days >= 0 && double.IsFinite(person.Days)) || !(person.Entry.Age >= 0 && double.IsFinite(person.Entry.Age)))
                throw new ArgumentException($"Person {i}: age and follow-up must be finite and not negative.", nameof(people));
            // Dates outside the Gregorian calendar of DateOnly have no birthday.
            if (!(Math.Abs(person.Entry.Date) + person.Entry.Age < 700_000) || !double.IsFinite(person.Entry.SinceOrigin))
                throw new ArgumentException($"Person {i}: dates are days since 1970 and must be finite.", nameof(people));
        }
    }

    /// <summary>One scale: which band a person is in, and at what time of follow-up the next begins.</summary>
    private struct Clock(double[] cuts, double start)
    {
        public int Band { get; private set; } = Upper(cuts, start);

        public double Next { get; private set; } =
            Upper(cuts, start) is var b && b < cuts.Length ? cuts[b] - start : double.PositiveInfinity;

        public void Reach(double time)
        {
            while (Next <= time)
            {
                Band++;
                Next = Band < cuts.Length ? cuts[Band] - start : double.PositiveInfinity;
            }
        }

        private static int Upper(double[] cuts, double value)
        {
            var (low, high) = (0, cuts.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = cuts[middle] <= value ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    private sealed class Walk
    {
        private readonly RateTable table;

        public Walk(RateTable table, LexisCuts cuts)
        {
            ArgumentNullException.ThrowIfNull(table);
            ArgumentNullException.ThrowIfNull(cuts);
            this.table = table;
            (Ages, Calendar, Since) = (Checked(cuts.Age, "age"), Checked(cuts.Calendar, "calendar"), Checked(cuts.SinceOrigin, "origin"));
        }

        public double[] Ages { get; }
        public double[] Calendar { get; }
        public double[] Since { get; }

        public void Person(in Followed person, LexisCell[] cells)
        {
            var entry = person.Entry;
            var tableAge = new Clock(table.AgeCuts, entry.Age);
            var tableDate = new Clock(table.CalendarCuts, entry.Date - table.Lag(entry));
            var age = new Clock(Ages, entry.Age);
            var date = new Clock(Calendar, entry.Date);
            var since = new Clock(Since, entry.SinceOrigin);
            var time = 0.0;
            while (true)
            {
                var end = Math.Min(
                    Math.Min(Math.Min(tableAge.Next, tableDate.Next), Math.Min(age.Next, date.Next)),
                    Math.Min(since.Next, person.Days)
                );
                var hazard = table.Hazard(person.Group, tableDate.Band, tableAge.Band);
                ref var cell = ref cells[
                    (((((person.Group * (Ages.Length + 1)) + age.Band) * (Calendar.Length + 1)) + date.Band) * (Since.Length + 1))
                        + since.Band
                ];
                var last = end >= person.Days;
                cell = cell.Add(new(end - time, last && person.Event ? 1 : 0, (end - time) * hazard));
                if (last)
                    return;
                time = end;
                tableAge.Reach(time);
                tableDate.Reach(time);
                age.Reach(time);
                date.Reach(time);
                since.Reach(time);
            }
        }

        private static double[] Checked(IReadOnlyList<double> cuts, string scale)
        {
            if (cuts.Count > 0)
                RateTable.Ascending(cuts, scale);
            return [.. cuts];
        }
    }
}
