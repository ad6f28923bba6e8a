using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Rates;
using Longwatch.Statistics.Standardisation;

namespace Longwatch.Statistics.Tests.Standardisation;

public sealed class LexisSplitTests
{
    private const string Set = "A05_sir_ratetable";
    private const double Year = 365.25;

    [Fact]
    public void Observed_and_expected_by_sex_age_and_in_all_agree_with_R_survival()
    {
        var known = Oracle.Expected(Set);
        var bySex = known.GetProperty("by_sex");
        var sexes = bySex.GetProperty("level").EnumerateArray().Select(e => e.GetString()!).ToArray();
        var (table, people, _) = Read(sexes);

        var split = LexisSplit.Tabulate(people, table, new([50 * Year, 60 * Year, 70 * Year, 80 * Year], [], []));

        var groups = split.By(LexisScale.Group);
        for (var s = 0; s < sexes.Length; s++)
        {
            Oracle.Equal(bySex.GetProperty("pyears").Numbers()[s], groups[s].Days / Year, 1e-12);
            Assert.Equal(bySex.GetProperty("n").Numbers()[s], split.PersonsByGroup[s]);
            Assert.Equal(bySex.GetProperty("observed").Numbers()[s], groups[s].Observed);
            Oracle.Equal(bySex.GetProperty("expected").Numbers()[s], groups[s].Expected, 1e-11);
            var ratio = ObservedExpected.Compare((int)groups[s].Observed, groups[s].Expected, 0.95);
            Oracle.Equal(bySex.GetProperty("smr").Numbers()[s], ratio.Ratio, 1e-11);
            Oracle.Equal(bySex.GetProperty("ci_lo").Numbers()[s], ratio.Garwood.Lower, 1e-11);
            Oracle.Equal(bySex.GetProperty("ci_hi").Numbers()[s], ratio.Garwood.Upper, 1e-11);
        }

        var total = known.GetProperty("total");
        Assert.Equal(total.GetProperty("observed").GetDouble(), split.Total.Observed);
        Oracle.Equal(total.GetProperty("expected").GetDouble(), split.Total.Expected, 1e-11);
        Oracle.Equal(total.GetProperty("pyears").GetDouble(), split.Total.Days / Year, 1e-12);
        Oracle.Equal(total.GetProperty("smr").GetDouble(), split.Total.Observed / split.Total.Expected, 1e-11);

        var byAge = split.By(LexisScale.Age, LexisScale.Group);
        Is("pyears", cell => cell.Days / Year);
        Is("observed", cell => cell.Observed);
        Is("expected", cell => cell.Expected);

        void Is(string name, Func<LexisCell, double> value)
        {
            var rows = known
                .GetProperty("by_age_sex")
                .GetProperty(name)
                .GetProperty("values")
                .EnumerateArray()
                .Select(r => r.Numbers())
                .ToArray();
            for (var age = 0; age < rows.Length; age++)
            for (var s = 0; s < sexes.Length; s++)
                Oracle.Equal(rows[age][s], value(byAge[(age * sexes.Length) + s]), 1e-11, $"{name} {age} {s}");
        }
    }

    [Fact]
    public void Every_persons_expected_hazard_agrees_with_R_survival()
    {
        var (table, people, hazards) = Read(["F", "M"]);
        var actual = LexisSplit.CumulativeHazard(people, table);
        for (var i = 0; i < actual.Length; i++)
            Oracle.Equal(hazards[i], actual[i], 1e-11, $"person {i}");
    }

    [Fact]
    public void One_person_through_three_scales_is_a_hand_calculation()
    {
        // Two age bands of hazard (1, 2) in the first calendar band and (3, 4) in the second, per day; cuts at age 1000 and date 10.
        var table = new RateTable(new([0, 1000], [0, 10]), 1, [1, 2, 3, 4], CalendarChange.OnDate);
        // Enters at age 995, date 2, 3 days after infusion; 20 days: age turns on day 5, the date on day 8, "7 days since infusion" on day 4.
        Followed[] one = [new(0, new(995, 2, 3), 20, true)];
        var split = LexisSplit.Tabulate(one, table, new([1000], [], [7]));
        Assert.Equal(20, split.Total.Days);
        Assert.Equal((5 * 1) + (3 * 2) + (12 * 4), split.Total.Expected);
        var cells = split.By(LexisScale.Age, LexisScale.SinceOrigin);
        Assert.Equal([new(4, 0, 4), new(1, 0, 1), default, new(15, 1, 54)], cells);
        Assert.Equal([new LexisCell(4, 0, 4), new(16, 1, 55)], split.By(LexisScale.SinceOrigin));
        // Born on 14 April 1967: by birthdays the calendar lags 103 days behind, and the second calendar band is not reached.
        var birthday = new RateTable(new([0, 1000], [0, 10]), 1, [1, 2, 3, 4], CalendarChange.OnBirthday);
        Assert.Equal((5 * 1) + (15 * 2), LexisSplit.Tabulate(one, birthday, LexisCuts.None).Total.Expected);
    }

    [Fact]
    public void Splitting_more_finely_permuting_people_and_the_number_of_processors_change_nothing()
    {
        var random = new Philox(20260101, 1);
        var table = new RateTable(
            new([.. Enumerable.Range(0, 80).Select(a => a * Year)], [.. Enumerable.Range(0, 30).Select(y => y * Year)]),
            2,
            [.. Enumerable.Range(0, 4800).Select(_ => random.NextDouble() / 1000)],
            CalendarChange.OnBirthday
        );
        var people = Enumerable
            .Range(0, 5000)
            .Select(_ => new Followed(
                random.NextBelow(2),
                new(random.NextBelow(30_000), random.NextBelow(9000), 0),
                random.NextBelow(4000),
                random.NextBelow(2) == 0
            ))
            .ToArray();
        var whole = LexisSplit.Tabulate(people, table, LexisCuts.None).Total;
        var fine = LexisSplit.Tabulate(people, table, new([5000, 12_000.5], [3000, 4000], [90, 365, 1000]));
        Assert.Equal(whole.Observed, fine.Total.Observed);
        Oracle.Equal(whole.Days, fine.Total.Days, 1e-13);
        Oracle.Equal(whole.Expected, fine.Total.Expected, 1e-12);
        Oracle.Equal(whole.Expected, LexisSplit.CumulativeHazard(people, table).Sum(), 1e-12);
        Assert.Equal(fine.Total, LexisSplit.Tabulate(people, table, new([5000, 12_000.5], [3000, 4000], [90, 365, 1000])).Total);
        var order = people.Reverse().ToArray();
        Oracle.Equal(whole.Expected, LexisSplit.Tabulate(order, table, LexisCuts.None).Total.Expected, 1e-12);
    }

    [Fact]
    public void People_without_follow_up_count_and_impossible_ones_are_refused()
    {
        var table = new RateTable(new([0], [0]), 1, [0.5], CalendarChange.OnDate);
        Assert.Equal(new(0, 1, 0), LexisSplit.Tabulate(new Followed[] { new(0, new(1, 1, 0), 0, true) }, table, LexisCuts.None).Total);
        Assert.Equal(default, LexisSplit.Tabulate(Array.Empty<Followed>(), table, LexisCuts.None).Total);
        Followed[] bad =
        [
            new(1, default, 1, false),
            new(0, new(-1, 0, 0), 1, false),
            new(0, default, -1, false),
            new(0, new(0, double.NaN, 0), 1, false),
        ];
        foreach (var person in bad)
            Assert.Throws<ArgumentException>(() => LexisSplit.Tabulate(new[] { person }, table, LexisCuts.None));
        Assert.Throws<ArgumentException>(() => new RateTable(new([0, 0], [0]), 1, [1, 1], CalendarChange.OnDate));
        Assert.Throws<ArgumentException>(() => new RateTable(new([0], [0]), 1, [-1], CalendarChange.OnDate));
        Assert.Throws<ArgumentException>(() => new RateTable(new([0], [0]), 2, [1], CalendarChange.OnDate));
    }

    private static (RateTable Table, Followed[] People, double[] Hazards) Read(string[] sexes)
    {
        var rates = Oracle.Rows(Set, "ratetable.csv");
        int[] ages = [.. rates.Select(r => Whole(r, "age")).Distinct().Order()];
        int[] years = [.. rates.Select(r => Whole(r, "year")).Distinct().Order()];
        var hazards = new double[sexes.Length * years.Length * ages.Length];
        foreach (var r in rates)
        {
            var sex = Array.FindIndex(sexes, s => r["sex"].StartsWith(s, StringComparison.OrdinalIgnoreCase));
            hazards[
                (((sex * years.Length) + Array.IndexOf(years, Whole(r, "year"))) * ages.Length) + Array.IndexOf(ages, Whole(r, "age"))
            ] = Number(r, "daily_hazard");
        }

        var epoch = new DateOnly(1970, 1, 1).DayNumber;
        var table = new RateTable(
            new([.. ages.Select(a => a * Year)], [.. years.Select(y => (double)(new DateOnly(y, 1, 1).DayNumber - epoch))]),
            sexes.Length,
            hazards,
            CalendarChange.OnBirthday
        );
        var people = Oracle.Rows(Set, "persons.csv");
        return (
            table,
            [
                .. people.Select(r => new Followed(
                    Array.IndexOf(sexes, r["sex"]),
                    new(Number(r, "age_days"), Number(r, "entry_days_since_1970"), 0),
                    Number(r, "follow_days"),
                    Whole(r, "death") == 1
                )),
            ],
            [.. people.Select(r => Number(r, "expected_hazard_individual"))]
        );
    }

    private static int Whole(IReadOnlyDictionary<string, string> row, string name) => int.Parse(row[name], CultureInfo.InvariantCulture);

    private static double Number(IReadOnlyDictionary<string, string> row, string name) =>
        double.Parse(row[name], CultureInfo.InvariantCulture);
}
