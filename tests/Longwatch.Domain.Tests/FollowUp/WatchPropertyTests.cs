using FsCheck;
using FsCheck.Fluent;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.Tests.FollowUp;

/// <summary>What must hold for every history, made at random.</summary>
public sealed class WatchPropertyTests
{
    private static readonly DateOnly Start = new(2010, 1, 1);
    private static readonly string[] Codes = ["visit", "contact", "persistence_test", "vector_not_detected", "form_4000"];

    private static readonly Activity Persistence = Schedules.Activity(
        ReAnchoring.ReAnchor,
        Schedules.Every("6 months", "6 months", "5 years", "3 months"),
        Schedules.Every("1 year", "6 years", "15 years", "6 months")
    ) with
    {
        EndedBy = ["vector_not_detected"],
    };

    private static readonly Activity Contact = Schedules.Activity(
        ReAnchoring.ReAnchor,
        Schedules.Every("1 year", "1 year", "15 years", "6 months"),
        Schedules.Every("1 year", "16 years", null, "6 months")
    );

    private static readonly ScheduleBook Book = (
        (Result<ScheduleBook>.Ok)ScheduleBook.Of([Schedules.Lifelong(Contact, Persistence)])
    ).Value;

    private static Gen<DateOnly> Days(int years) => Gen.Choose(0, years * 365).Select(Start.AddDays);

    private static Gen<WatchFacts> Facts(bool ended) =>
        from infusions in Days(12).NonEmptyListOf()
        from transplants in Days(14).ListOf()
        from events in (from day in Days(40) from code in Gen.Elements(Codes) select new WatchEvent(code, day)).ListOf()
        from attempts in (from day in Days(40) from reached in Gen.Elements(true, false) select new ContactAttempt(day, reached)).ListOf()
        from kind in Gen.Elements(Enum.GetValues<WatchEndKind>())
        from end in Days(40)
        select new WatchFacts(
            "a",
            [.. infusions.Order().Select(d => new WatchedInfusion(d, "p", VectorFamily.Unknown))],
            [.. transplants.Order()],
            [.. events.OrderBy(e => e.Date)],
            [.. attempts.OrderBy(a => a.Date)],
            [],
            ended ? Schedules.End(kind, $"{end:yyyy-MM-dd}") : null
        );

    [Fact]
    public void No_set_of_facts_without_death_withdrawal_or_transfer_ends_the_watch() =>
        Prop.ForAll(
                (from f in Facts(ended: false) from d in Days(130) select (f, d)).ToArbitrary(),
                given =>
                {
                    var (facts, day) = given;
                    var next = Book.For(facts, []).SelectMany(s => s.Activities).Select(a => WatchPlan.NextOn(a, facts, day));
                    var kind = Standing.On(day, facts, new(new(24, CalendarUnit.Months), 0, Schedules.Source)).Kind;
                    return kind != StandingKind.Ended && next.Any(e => e is not null);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Year_16_and_year_60_still_have_a_next_contact() =>
        Prop.ForAll(
                Facts(ended: false).ToArbitrary(),
                facts =>
                {
                    var last = facts.Infusions[^1].Date;
                    return new[] { 16, 60 }.All(y =>
                        WatchPlan.NextOn(Contact, facts, last.AddYears(y)) is { } next
                        && next.Due >= last.AddYears(y - 1)
                        && next.Due <= last.AddYears(y + 2)
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void After_an_end_nothing_is_next_and_nothing_is_overdue() =>
        Prop.ForAll(
                (from f in Facts(ended: true) from later in Gen.Choose(0, 20000) select (f, later)).ToArbitrary(),
                given =>
                {
                    var (facts, later) = given;
                    var day = facts.End!.Date.AddDays(later);
                    return Standing.On(day, facts, null).Kind == StandingKind.Ended
                        && Book.Schedules.SelectMany(s => s.Activities)
                            .All(a =>
                                WatchPlan.FirstUnmet(a, facts) is null
                                && WatchPlan.NextOn(a, facts, day) is null
                                && WatchPlan
                                    .Of(a, facts)
                                    .Take(200)
                                    .All(e =>
                                        e.StatusOn(day) is ExpectationStatus.Completed or ExpectationStatus.Ended
                                        || e.CompletedBy is not null
                                    )
                            );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Windows_follow_each_other_and_hold_their_due_day() =>
        Prop.ForAll(
                Facts(ended: false).ToArbitrary(),
                facts =>
                    new[] { Contact, Persistence }.All(activity =>
                    {
                        var plan = WatchPlan.Of(activity, facts).Take(60).ToArray();
                        return plan.All(e => e.Opens <= e.Due && e.Due < e.OverdueFrom)
                            && plan.Zip(plan.Skip(1))
                                .All(p =>
                                    p.First.Due < p.Second.Due && !(p.First.Closes >= p.Second.Opens && p.Second.Opens > p.First.Opens)
                                );
                    })
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_the_store_keeps_is_the_first_expectation_not_done_after_the_last_that_was() =>
        Prop.ForAll(
                Facts(ended: false).ToArbitrary(),
                facts =>
                {
                    // The same, written plainly: the whole plan beyond the last event, then what follows the last completed.
                    var plan = WatchPlan.Of(Contact, facts).TakeWhile(e => e.Opens < Start.AddYears(70)).ToList();
                    var done = plan.FindLastIndex(e => e.CompletedBy is not null);
                    return plan[done + 1] == WatchPlan.FirstUnmet(Contact, facts);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_schedules_does_not_matter_and_derivation_repeats_itself() =>
        Prop.ForAll(
                Facts(ended: true).ToArbitrary(),
                facts => WatchPlan.Of(Contact, facts).Take(50).SequenceEqual(WatchPlan.Of(Contact, facts).Take(50))
            )
            .QuickCheckThrowOnFailure();
}
