using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Exchange.FollowUp;

namespace Longwatch.Exchange.Tests.FollowUp;

/// <summary>The schedules of data/schedules against what their sources say.</summary>
public sealed class ShippedSchedulesTests
{
    private static readonly DateOnly Infused = new(2023, 1, 31);
    private static readonly WatchFacts Facts = WatchFacts.None with { Infusions = [new(Infused, "tisagenlecleucel", default)] };

    public static Schedule Load(string id)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "schedules", id + ".json");
        var read = ScheduleReader.Read(id + ".json", File.ReadAllBytes(file));
        Assert.Empty(read.Lines());
        return read.Value!;
    }

    private static Expectation[] Plan(string schedule, string activity, WatchFacts? facts = null) =>
        [.. WatchPlan.Of(Load(schedule).Activities.Single(a => a.Code == activity), facts ?? Facts).Take(40)];

    private static IEnumerable<string> All() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "schedules"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f));

    [Fact]
    public void Every_shipped_schedule_is_sound_and_together_they_go_on_for_life()
    {
        Assert.Equal(
            [
                "cibmtr-100-days",
                "cibmtr-15-years",
                "cibmtr-none",
                "cibmtr-standard",
                "ebmt",
                "higher-risk",
                "lifelong-contact",
                "regulated-15-years",
                "replication-competent-virus",
                "vector-persistence",
            ],
            All().Order(StringComparer.Ordinal)
        );
        Assert.All(All(), id => Assert.Equal(id, Load(id).Id));
        Assert.IsType<Result<ScheduleBook>.Ok>(ScheduleBook.Of(All().Select(Load)));
    }

    // docs/formats/schedules.md: from a lower limit of 0.5 % on, every 6 months to year 5, then every year to year 15.
    [Fact]
    public void The_schedule_for_higher_risk_holds_from_its_lower_limit_on_and_adds_visits()
    {
        var (schedule, book) = (Load("higher-risk"), ((Result<ScheduleBook>.Ok)ScheduleBook.Of(All().Select(Load))).Value);
        IEnumerable<string> Of(PredictedRisk? risk) =>
            book.For(Facts with { Risk = risk }, []).Select(s => s.Id).Order(StringComparer.Ordinal);
        bool Holds(PredictedRisk? risk) => Of(risk).Contains("higher-risk", StringComparer.Ordinal);

        Assert.Equal([true, false, false], new[] { Holds(new(0.02, 0.005, 0.1)), Holds(new(0.02, 0.0049, 0.1)), Holds(null) });
        Assert.Equal(Of(null).Append("higher-risk").Order(StringComparer.Ordinal), Of(new(0.02, 0.005, 0.1)));
        var visits = WatchPlan.Of(schedule.Activities.Single(), Facts).Select(e => e.Due).ToArray();
        Assert.Equal(20, visits.Length);
        Assert.Equal([new(2023, 7, 31), new(2024, 1, 31), new(2024, 7, 31)], visits[..3]);
        Assert.Equal([new(2028, 1, 31), new(2029, 1, 31)], visits[9..11]);
        Assert.Equal(new DateOnly(2038, 1, 31), visits[^1]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("\"high\"")]
    public void A_risk_that_is_no_share_is_a_problem_with_its_path(string risk)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schedules", "higher-risk.json"));
        var read = ScheduleReader.Read("x.json", System.Text.Encoding.UTF8.GetBytes(text.Replace("0.005", risk, StringComparison.Ordinal)));

        Assert.Null(read.Value);
        Assert.Contains("applies_to.risk_from", Assert.Single(read.Lines()), StringComparison.Ordinal);
    }

    // CIBMTR forms instruction manual, read at its source: due on day 30 (4000), 45 (4003, 4006), 60 (baseline), 130 (100 days), 225 (6 months).
    [Theory]
    [InlineData("form-4000", 0, 30)]
    [InlineData("form-4003", 0, 45)]
    [InlineData("form-4006", 0, 45)]
    [InlineData("form-baseline", 0, 60)]
    [InlineData("follow-up-early", 0, 130)]
    [InlineData("follow-up-early", 1, 225)]
    public void Forms_of_CIBMTR_are_due_on_the_days_that_its_manual_states(string activity, int ordinal, int day) =>
        Assert.Equal(Infused.AddDays(day), Plan("cibmtr-15-years", activity)[ordinal].Due);

    [Fact]
    public void The_one_year_contact_of_CIBMTR_lies_from_day_366_to_425()
    {
        var year1 = Plan("cibmtr-15-years", "follow-up-early")[2];

        Assert.Equal((Infused.AddDays(366), Infused.AddDays(425)), (year1.Opens, year1.Closes!.Value));
        var early = Facts with { Events = [new("visit", Infused.AddDays(365))] };
        var late = Facts with { Events = [new("visit", Infused.AddDays(426))] };
        var first = Facts with { Events = [new("visit", Infused.AddDays(366))] };
        var last = Facts with { Events = [new("visit", Infused.AddDays(425))] };
        Assert.Equal(
            [false, true, true, false],
            new[] { early, first, last, late }.Select(f => Plan("cibmtr-15-years", "follow-up-early", f)[2].CompletedBy is not null)
        );
    }

    [Fact]
    public void The_tracks_of_CIBMTR_reach_as_far_as_its_manual_states()
    {
        static IEnumerable<string> Labels(string track) =>
            Load(track)
                .Activities.Where(a => a.Code.StartsWith("follow-up", StringComparison.Ordinal))
                .SelectMany(a => a.Points)
                .Select(p => p.Label);

        Assert.Equal(["Day 100", "Month 6", .. Enumerable.Range(1, 15).Select(y => $"Year {y}")], Labels("cibmtr-15-years"));
        Assert.Equal(
            ["Day 100", "Month 6", .. new[] { 1, 2, 3, 4, 5, 6, 8, 10, 12, 14 }.Select(y => $"Year {y}")],
            Labels("cibmtr-standard")
        );
        Assert.Equal(["Day 100"], Labels("cibmtr-100-days"));
        Assert.Empty(Labels("cibmtr-none"));
    }

    [Fact]
    public void The_regulated_plan_asks_for_a_visit_in_years_1_to_5_and_a_contact_in_years_6_to_15()
    {
        Assert.Equal(Enumerable.Range(1, 5).Select(Infused.AddYears), Plan("regulated-15-years", "visit").Select(e => e.Due));
        Assert.Equal(Enumerable.Range(6, 10).Select(Infused.AddYears), Plan("regulated-15-years", "contact").Select(e => e.Due));
    }

    [Fact]
    public void After_year_15_a_contact_follows_every_year_for_life() =>
        Assert.Equal(Enumerable.Range(16, 40).Select(Infused.AddYears), Plan("lifelong-contact", "lifelong").Select(e => e.Due));

    [Fact]
    public void Vector_persistence_is_tested_every_6_months_to_year_5_and_then_every_year_to_year_15()
    {
        // From 31 January: 31 July, then the same month ends; 5 years are 10 tests, then years 6 to 15.
        var due = Plan("vector-persistence", "persistence").Select(e => e.Due).ToArray();

        Assert.Equal(20, due.Length);
        Assert.Equal([new(2023, 7, 31), new(2024, 1, 31), new(2024, 7, 31)], due[..3]);
        Assert.Equal((new(2028, 1, 31), new(2029, 1, 31), new(2038, 1, 31)), (due[9], due[10], due[19]));
        Assert.All(due[..10].Zip(due[1..10]), p => Assert.True(p.Second <= p.First.AddMonths(6)));
    }

    [Fact]
    public void Replication_competent_virus_is_tested_in_months_3_6_and_12() =>
        Assert.Equal([new(2023, 4, 30), new(2023, 7, 31), new(2024, 1, 31)], Plan("replication-competent-virus", "rcr").Select(e => e.Due));

    [Fact]
    public void The_EBMT_style_asks_on_day_0_day_100_month_6_and_then_every_year()
    {
        Assert.Equal(Infused, Plan("ebmt", "day-0")[0].Due);
        Assert.Equal(
            [new(2023, 5, 11), new(2023, 7, 31), new(2024, 1, 31), new(2025, 1, 31)],
            Plan("ebmt", "follow-up").Take(4).Select(e => e.Due)
        );
    }

    [Fact]
    public void What_nobody_has_read_at_its_source_is_carried_as_unverified()
    {
        Assert.True(Load("regulated-15-years").HasUnverifiedRules);
        Assert.True(Load("vector-persistence").HasUnverifiedRules);
        Assert.True(Load("ebmt").HasUnverifiedRules);
        Assert.False(Load("cibmtr-100-days").HasUnverifiedRules);
        Assert.False(Load("lifelong-contact").Source.IsUnverified);
        Assert.True(Load("lifelong-contact").Activities[0].Source.IsUnverified);
    }
}
