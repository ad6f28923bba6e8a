using Longwatch.Domain.FollowUp;
using static Longwatch.Domain.Tests.FollowUp.Schedules;

namespace Longwatch.Domain.Tests.FollowUp;

public sealed class WatchPlanTests
{
    private static readonly Activity Yearly = Activity(ReAnchoring.ReAnchor, Every("1 year", "1 year"));

    [Fact]
    public void Dates_of_a_yearly_contact_are_those_of_the_calendar()
    {
        var plan = WatchPlan.Of(Yearly, Infused("2024-02-29")).Take(4).ToArray();

        Assert.Equal(["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"], plan.Select(e => $"{e.Due:yyyy-MM-dd}"));
        Assert.Equal(["2025-01-28", "2026-01-28", "2027-01-28", "2028-01-29"], plan.Select(e => $"{e.Opens:yyyy-MM-dd}"));
        Assert.Equal(["Year 1", "Year 2", "Year 3", "Year 4"], plan.Select(e => e.Label));
        // 28 February 2025 and 30 days is 30 March; the day after is the first on which it is overdue.
        Assert.Equal(Day("2025-03-31"), plan[0].OverdueFrom);
        Assert.Equal(Day("2026-01-27"), plan[0].Closes);
    }

    [Theory]
    [InlineData("2024-11-30", ExpectationStatus.NotYetOpen)]
    [InlineData("2024-12-01", ExpectationStatus.Open)]
    [InlineData("2025-01-01", ExpectationStatus.Open)]
    [InlineData("2025-01-02", ExpectationStatus.WithinGrace)]
    [InlineData("2025-01-31", ExpectationStatus.WithinGrace)]
    [InlineData("2025-02-01", ExpectationStatus.Overdue)]
    [InlineData("2025-11-30", ExpectationStatus.Overdue)]
    [InlineData("2025-12-01", ExpectationStatus.OutOfWindow)]
    public void The_status_follows_from_the_dates(string day, ExpectationStatus expected) =>
        Assert.Equal(expected, WatchPlan.Of(Yearly, Infused("2024-01-01")).First().StatusOn(Day(day)));

    [Fact]
    public void Grace_ends_with_the_window_so_that_nobody_is_between_two_lists()
    {
        // Due on day 425 with 30 days of grace, but the window closes on that day: behind from day 426 on.
        var point = new TimePoint("Year 1", Period("425 days"), Period("366 days"), Period("425 days"), Period("30 days"));
        var activity = Yearly with { Points = [point], Recurrences = [] };

        var expected = Assert.Single(WatchPlan.Of(activity, Infused("2024-01-01")));
        Assert.Equal(Day("2024-01-01").AddDays(426), expected.OverdueFrom);
        Assert.Equal(ExpectationStatus.OutOfWindow, expected.StatusOn(expected.OverdueFrom));
        Assert.Equal(ExpectationStatus.Open, expected.StatusOn(expected.OverdueFrom.AddDays(-1)));
    }

    [Fact]
    public void A_missed_expectation_is_followed_by_the_next()
    {
        var facts = Infused("2024-01-01");

        Assert.Equal("Year 1", WatchPlan.NextOn(Yearly, facts, Day("2025-11-30"))!.Label);
        Assert.Equal("Year 2", WatchPlan.NextOn(Yearly, facts, Day("2025-12-01"))!.Label);
        Assert.Equal("Year 1", WatchPlan.FirstUnmet(Yearly, facts)!.Label);
    }

    [Fact]
    public void A_visit_completes_the_expectation_in_whose_window_it_falls_and_no_other()
    {
        var facts = Infused("2024-01-01") with
        {
            Events = [Event("visit", "2024-06-01"), Event("visit", "2027-01-05"), Event("contact", "2027-02-01")],
        };
        var plan = WatchPlan.Of(Yearly, facts).Take(4).ToArray();

        Assert.Equal([null, null, Day("2027-01-05"), null], plan.Select(e => e.CompletedBy?.Date));
        Assert.Equal("Year 4", WatchPlan.FirstUnmet(Yearly, facts)!.Label);
        Assert.Equal(ExpectationStatus.OutOfWindow, plan[0].StatusOn(Day("2027-03-01")));
    }

    [Fact]
    public void Before_it_was_done_an_expectation_was_what_it_was()
    {
        var facts = Infused("2024-01-01") with { Events = [Event("visit", "2025-03-01")] };
        var first = WatchPlan.Of(Yearly, facts).First();

        Assert.Equal(ExpectationStatus.Overdue, first.StatusOn(Day("2025-02-28")));
        Assert.Equal(ExpectationStatus.Completed, first.StatusOn(Day("2025-03-01")));
        Assert.Equal(1, first.DaysOverdue(Day("2025-02-01")));
        Assert.Equal(28, first.DaysOverdue(Day("2025-02-28")));
    }

    [Fact]
    public void Punctuality_is_judged_by_the_day_of_the_report()
    {
        var punctual = Infused("2024-01-01") with { Events = [Event("visit", "2024-12-20", "2025-01-01")] };
        var late = Infused("2024-01-01") with { Events = [Event("visit", "2024-12-20", "2025-01-02")] };

        Assert.True(WatchPlan.Of(Yearly, punctual).First().OnTime);
        Assert.False(WatchPlan.Of(Yearly, late).First().OnTime);
    }

    [Fact]
    public void A_second_infusion_counts_anew_where_the_schedule_says_so()
    {
        var facts = Infused("2020-03-10", "2021-09-01");
        var kept = Activity(ReAnchoring.Keep, Every("1 year", "1 year"));

        Assert.Equal(["2021-03-10", "2022-09-01", "2023-09-01"], WatchPlan.Of(Yearly, facts).Take(3).Select(e => $"{e.Due:yyyy-MM-dd}"));
        Assert.Equal(["2021-03-10", "2022-03-10", "2023-03-10"], WatchPlan.Of(kept, facts).Take(3).Select(e => $"{e.Due:yyyy-MM-dd}"));
        Assert.Equal(Day("2022-07-31"), WatchPlan.Of(Yearly, facts).First().Closes);
    }

    [Fact]
    public void A_transplant_counts_anew_only_after_the_infusion_and_only_where_the_schedule_says_so()
    {
        var combined = Yearly with { Anchoring = new(AnchorKind.Infusion, ReAnchoring.ReAnchor, ReAnchoring.ReAnchor) };
        var facts = Infused("2020-03-10") with { Transplants = [Day("2019-01-01"), Day("2020-06-15")] };

        Assert.Equal(Day("2021-06-15"), WatchPlan.Of(combined, facts).First().Due);
        Assert.Equal(Day("2021-03-10"), WatchPlan.Of(Yearly, facts).First().Due);
    }

    [Fact]
    public void An_activity_from_the_transplant_expects_nothing_without_one()
    {
        var after = Yearly with { Anchoring = new(AnchorKind.Transplant, ReAnchoring.Keep, ReAnchoring.Keep) };

        Assert.Empty(WatchPlan.Of(after, Infused("2020-03-10")));
        Assert.Equal(Day("2021-06-15"), WatchPlan.Of(after, Infused("2020-03-10") with { Transplants = [Day("2020-06-15")] }).First().Due);
    }

    [Fact]
    public void A_finding_can_end_an_activity_until_the_next_infusion()
    {
        var persistence = Activity(ReAnchoring.ReAnchor, Every("6 months", "6 months", "5 years")) with
        {
            EndedBy = ["vector_not_detected"],
        };
        var negative = Infused("2020-01-01") with { Events = [Event("visit", "2021-01-02"), Event("vector_not_detected", "2021-01-02")] };

        Assert.Equal(["Month 6", "Year 1"], WatchPlan.Of(persistence, negative).Select(e => e.Label));
        Assert.Null(WatchPlan.FirstUnmet(persistence, negative with { Events = [Event("visit", "2020-07-01"), .. negative.Events] }));
        var again = negative with { Infusions = [.. negative.Infusions, new(Day("2022-01-01"), "product", default)] };
        Assert.Equal(Day("2022-07-01"), WatchPlan.FirstUnmet(persistence, again)!.Due);
    }

    [Fact]
    public void After_death_nothing_is_expected_and_what_was_not_done_has_ended()
    {
        var facts = Infused("2020-01-01") with { End = End(WatchEndKind.Death, "2022-03-01") };
        var plan = WatchPlan.Of(Yearly, facts).ToArray();

        Assert.Equal(["Year 1", "Year 2"], plan.Select(e => e.Label));
        Assert.Equal(ExpectationStatus.WithinGrace, plan[1].StatusOn(Day("2022-01-30")));
        Assert.Equal(ExpectationStatus.Overdue, plan[1].StatusOn(Day("2022-02-28")));
        Assert.Equal(ExpectationStatus.Ended, plan[1].StatusOn(Day("2022-03-01")));
        Assert.Null(WatchPlan.FirstUnmet(Yearly, facts));
        Assert.Null(WatchPlan.NextOn(Yearly, facts, Day("2022-03-01")));
    }

    [Fact]
    public void Nothing_is_expected_of_a_patient_who_was_not_infused() => Assert.Empty(WatchPlan.Of(Yearly, WatchFacts.None));
}
