using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Treatment;
using static Longwatch.Domain.Tests.FollowUp.Schedules;

namespace Longwatch.Domain.Tests.FollowUp;

public sealed class ScheduleBookTests
{
    private static readonly Schedule Forever = Lifelong(Activity(ReAnchoring.Keep, Every("1 year", "1 year")));

    [Fact]
    public void A_set_of_schedules_under_which_the_watch_would_end_is_refused()
    {
        var fifteen = Forever with { Activities = [Activity(ReAnchoring.Keep, Every("1 year", "1 year", "15 years"))] };
        var chosen = Forever with { Assignment = ScheduleAssignment.Hand };
        var some = Forever with { AppliesTo = AppliesTo.Everyone with { Products = ["p"] } };
        var ending = Forever with { Activities = [Forever.Activities[0] with { EndedBy = ["vector_not_detected"] }] };

        foreach (var book in new[] { fifteen, chosen, some, ending })
            Assert.Equal("schedule.watch-would-end", Assert.IsType<Result<ScheduleBook>.Refused>(ScheduleBook.Of([book])).Why.Code);
        Assert.IsType<Result<ScheduleBook>.Ok>(ScheduleBook.Of([Forever]));
    }

    [Fact]
    public void A_new_version_replaces_the_old_one_and_cannot_take_the_lifelong_watch_away()
    {
        var shorter = Forever with { Version = 2, Activities = [Activity(ReAnchoring.Keep, Every("1 year", "1 year", "15 years"))] };

        Assert.IsType<Result<ScheduleBook>.Refused>(ScheduleBook.Of([Forever, shorter]));
    }

    [Fact]
    public void A_rule_concerns_whom_it_says_and_an_unknown_vector_is_not_left_out()
    {
        var risk = Forever with { Id = "risk", AppliesTo = new([], [VectorFamily.Gammaretroviral], [], ["prior_alkylator"]) };
        var book = ((Result<ScheduleBook>.Ok)ScheduleBook.Of([Forever, risk])).Value;
        var facts = Infused("2020-01-01") with { Groups = ["prior_alkylator"] };

        Assert.Equal(["lifelong", "risk"], book.For(facts, []).Select(s => s.Id));
        Assert.Equal(["lifelong"], book.For(facts with { Groups = [] }, []).Select(s => s.Id));
        var lentiviral = facts with { Infusions = [new(Day("2020-01-01"), "p", VectorFamily.Lentiviral)] };
        Assert.Equal(["lifelong"], book.For(lentiviral, []).Select(s => s.Id));
        Assert.Equal(["lifelong", "risk"], book.For(lentiviral, ["risk"]).Select(s => s.Id));
    }

    [Fact]
    public void Windows_that_overlap_are_found_before_anybody_is_planned()
    {
        var overlapping = Forever with
        {
            Activities =
            [
                Activity(ReAnchoring.Keep, Every("1 month", "1 month", "6 months"), Every("1 year", "7 months", null, "3 months")),
            ],
        };

        Assert.Contains("opens before", Assert.Single(ScheduleRules.Check(overlapping)).Found, StringComparison.Ordinal);
        Assert.Empty(ScheduleRules.Check(Forever));
    }

    [Fact]
    public void The_shortest_silence_of_the_schedules_decides_on_loss()
    {
        var strict = Forever with { Id = "strict", Lost = new(Period("12 months"), 1, Source) };
        var book = ((Result<ScheduleBook>.Ok)ScheduleBook.Of([Forever with { Lost = new(Period("2 years"), 3, Source) }, strict])).Value;

        Assert.Equal(Period("12 months"), book.LossFor(Infused("2020-01-01"), [])!.WithoutContact);
    }
}
