using Longwatch.Domain.FollowUp;
using static Longwatch.Domain.Tests.FollowUp.Schedules;

namespace Longwatch.Domain.Tests.FollowUp;

public sealed class StandingTests
{
    private static readonly LossCriterion Criterion = new(Period("24 months"), 3, Source);

    private static WatchFacts Silent(params (string Day, bool Reached)[] attempts) =>
        Infused("2020-01-15") with
        {
            Events = [Event("visit", "2021-01-10")],
            Attempts = [.. attempts.Select(a => new ContactAttempt(Day(a.Day), a.Reached))],
        };

    [Fact]
    public void Silence_alone_is_not_loss_while_nobody_tried() =>
        Assert.Equal(StandingKind.UnderWatch, Standing.On(Day("2030-01-01"), Silent(), Criterion).Kind);

    [Fact]
    public void Loss_begins_when_both_silence_and_attempts_are_fulfilled()
    {
        var facts = Silent(("2022-01-01", false), ("2022-06-01", false), ("2023-05-01", false));

        Assert.Equal(StandingKind.UnderWatch, Standing.On(Day("2023-04-30"), facts, Criterion).Kind);
        Assert.Equal(new Standing(StandingKind.LostToFollowUp, Day("2023-05-01"), null), Standing.On(Day("2023-05-01"), facts, Criterion));
        var early = Silent(("2022-01-01", false), ("2022-02-01", false), ("2022-03-01", false));
        Assert.Equal(StandingKind.UnderWatch, Standing.On(Day("2023-01-10"), early, Criterion).Kind);
        Assert.Equal(Day("2023-01-11"), Standing.On(Day("2023-01-11"), early, Criterion).Since);
    }

    [Fact]
    public void Whoever_is_reached_is_found_again()
    {
        var facts = Silent(("2022-01-01", false), ("2022-02-01", false), ("2022-03-01", false), ("2024-01-01", true));

        Assert.Equal(StandingKind.LostToFollowUp, Standing.On(Day("2023-12-31"), facts, Criterion).Kind);
        Assert.Equal(StandingKind.UnderWatch, Standing.On(Day("2024-01-01"), facts, Criterion).Kind);
    }

    [Fact]
    public void A_form_alone_is_no_sign_of_life()
    {
        var facts = Silent() with { Events = [Event("visit", "2021-01-10"), Event("form_4000", "2022-01-10")] };

        Assert.Equal(Day("2021-01-10"), Standing.LastHeard(Day("2023-01-01"), facts));
    }

    [Theory]
    [InlineData(WatchEndKind.Death)]
    [InlineData(WatchEndKind.ConsentWithdrawn)]
    [InlineData(WatchEndKind.TransferredOut)]
    public void Each_of_the_three_ends_holds_from_its_day(WatchEndKind kind)
    {
        var facts = Silent() with { End = End(kind, "2022-05-05") };

        Assert.Equal(StandingKind.UnderWatch, Standing.On(Day("2022-05-04"), facts, Criterion).Kind);
        Assert.Equal(kind, Standing.On(Day("2022-05-05"), facts, Criterion).End!.Kind);
    }

    [Fact]
    public void An_end_needs_a_reason_and_a_known_kind()
    {
        Assert.IsType<Result<WatchEnd>.Refused>(WatchEnd.Of(WatchEndKind.Death, Day("2022-05-05"), " "));
        Assert.IsType<Result<WatchEnd>.Refused>(WatchEnd.Of((WatchEndKind)3, Day("2022-05-05"), "year 15"));
    }

    [Fact]
    public void Before_the_infusion_there_is_no_watch() =>
        Assert.Equal(StandingKind.NotYetTreated, Standing.On(Day("2020-01-14"), Silent(), Criterion).Kind);
}
