using FsCheck;
using FsCheck.Fluent;
using Longwatch.Domain.Specimens;

namespace Longwatch.Domain.Tests.Specimens;

public sealed class CustodyLogTests
{
    private static readonly DateOnly Day = new(2025, 3, 1);

    private static CustodyLog Log(params CustodyEvent[] events) => Assert.IsType<Result<CustodyLog>.Ok>(CustodyLog.Replay(events)).Value;

    private static string Refused(params CustodyEvent[] events) =>
        Assert.IsType<Result<CustodyLog>.Refused>(CustodyLog.Replay(events)).Why.Code;

    private static CustodyEvent At(int day, CustodyStep step, string party, string? to = null, string? note = null) =>
        new(step, party, Day.AddDays(day), to, note);

    [Fact]
    public void A_specimen_goes_from_request_to_exhaustion()
    {
        var log = Log(
            At(0, CustodyStep.Requested, "lab"),
            At(0, CustodyStep.ManufacturerContacted, "lab"),
            At(1, CustodyStep.InstructionsReceived, "lab"),
            At(2, CustodyStep.Collected, "centre-a"),
            At(2, CustodyStep.Stored, "centre-a"),
            At(3, CustodyStep.Shipped, "centre-a", "lab"),
            At(4, CustodyStep.Received, "lab"),
            At(9, CustodyStep.Exhausted, "lab")
        );

        Assert.Equal(CustodyStatus.Exhausted, log.Status);
        Assert.True(log.Ended && log.ManufacturerContacted && log.InstructionsReceived);
        Assert.Null(log.Holder);
        Assert.Equal("custody.step-out-of-order", Refused([.. log.Events, At(9, CustodyStep.Stored, "lab")]));
    }

    [Fact]
    public void Until_the_receiver_confirms_the_sender_answers_for_it()
    {
        var sent = Log(At(0, CustodyStep.Collected, "centre-a"), At(1, CustodyStep.Shipped, "centre-a", "lab"));

        Assert.Equal((CustodyStatus.Shipped, "centre-a", "lab"), (sent.Status, sent.Holder, sent.UnderWayTo));
        Assert.Equal("custody.not-the-receiver", Refused([.. sent.Events, At(2, CustodyStep.Received, "centre-a")]));
        Assert.Equal("custody.not-the-receiver", Refused([.. sent.Events, At(2, CustodyStep.Received, "other-lab")]));
        var there = Log([.. sent.Events, At(2, CustodyStep.Received, "lab")]);
        Assert.Equal((CustodyStatus.Received, "lab", null), (there.Status, there.Holder, there.UnderWayTo));
    }

    [Fact]
    public void What_the_receiver_found_to_differ_stays_open_until_the_sender_has_seen_it()
    {
        var log = Log(
            At(0, CustodyStep.Collected, "centre-a"),
            At(1, CustodyStep.Shipped, "centre-a", "lab"),
            At(2, CustodyStep.Received, "lab", note: "one of two tubes, thawed")
        );

        Assert.Equal(new OpenDiscrepancy("centre-a", "lab", Day.AddDays(2)), log.Discrepancy);
        Assert.Equal("custody.not-the-sender", Refused([.. log.Events, At(3, CustodyStep.DiscrepancyAcknowledged, "lab")]));
        Assert.Null(Log([.. log.Events, At(3, CustodyStep.DiscrepancyAcknowledged, "centre-a")]).Discrepancy);
    }

    [Fact]
    public void Only_the_holder_stores_ships_uses_up_or_destroys()
    {
        foreach (var step in new[] { CustodyStep.Stored, CustodyStep.Shipped, CustodyStep.Exhausted, CustodyStep.Destroyed })
            Assert.Equal(
                "custody.not-the-holder",
                Refused(At(0, CustodyStep.Collected, "centre-a"), At(1, step, "lab", step == CustodyStep.Shipped ? "x" : null, "reason"))
            );
    }

    [Fact]
    public void A_step_that_misses_what_it_needs_is_refused()
    {
        var collected = At(5, CustodyStep.Collected, "centre-a");
        Assert.Equal("custody.date-before-last", Refused(collected, At(4, CustodyStep.Stored, "centre-a")));
        Assert.Equal("custody.receiver-missing", Refused(collected, At(5, CustodyStep.Shipped, "centre-a")));
        Assert.Equal("custody.sent-to-self", Refused(collected, At(5, CustodyStep.Shipped, "centre-a", "centre-a")));
        Assert.Equal("custody.receiver-unexpected", Refused(collected, At(5, CustodyStep.Stored, "centre-a", "lab")));
        Assert.Equal("custody.reason-missing", Refused(collected, At(5, CustodyStep.Destroyed, "centre-a")));
        Assert.Equal("custody.step-out-of-order", Refused(At(0, CustodyStep.InstructionsReceived, "lab")));
        Assert.Equal("custody.step-out-of-order", Refused(collected, At(5, CustodyStep.Requested, "centre-a")));
        Assert.Equal("custody.party-missing", Refused(At(0, CustodyStep.Requested, " ")));
        Assert.Equal("custody.note-too-long", Refused(collected, At(5, CustodyStep.Stored, "centre-a", note: new string('x', 501))));
    }

    /// <summary>Random steps by random parties: whatever is accepted keeps the rules of custody.</summary>
    [Fact]
    public void No_order_of_events_breaks_custody()
    {
        string[] parties = ["a", "b", "c"];
        var step =
            from kind in Gen.Elements(Enum.GetValues<CustodyStep>())
            from party in Gen.Elements(parties)
            from to in Gen.Elements(parties)
            from later in Gen.Choose(-1, 3)
            select (kind, party, to, later);
        var reached = new HashSet<CustodyStatus>();

        Prop.ForAll(
                step.ListOf(40).ToArbitrary(),
                steps =>
                {
                    var (log, day) = (CustodyLog.Empty, Day);
                    foreach (var (kind, party, to, later) in steps)
                    {
                        var entry = new CustodyEvent(kind, party, day.AddDays(later), kind == CustodyStep.Shipped ? to : null, "note");
                        if (log.Append(entry) is not Result<CustodyLog>.Ok ok)
                            continue;
                        var (before, after) = (log, ok.Value);
                        // After the end only a difference that is still open may be acknowledged.
                        Assert.True(!before.Ended || kind == CustodyStep.DiscrepancyAcknowledged);
                        Assert.Equal(before.Events.Add(entry), after.Events);
                        Assert.True(entry.Date >= (before.Events.IsEmpty ? entry.Date : before.Events[^1].Date));
                        // Custody passes only by a confirmed hand-over: the holder changes at collection, at the end, or where a receiver confirms.
                        if (before.Holder is not null && after.Holder is not null && before.Holder != after.Holder)
                            Assert.True(entry.Step == CustodyStep.Received && after.Holder == before.UnderWayTo);
                        Assert.Equal(after.Status == CustodyStatus.Shipped, after.UnderWayTo is not null);
                        Assert.Equal(after.InHand || after.Status == CustodyStatus.Shipped, after.Holder is not null);
                        Assert.Equal(after.Ended, !after.Next.Any(s => s is not CustodyStep.DiscrepancyAcknowledged));
                        var again = Log([.. after.Events]);
                        Assert.Equal(
                            (after.Status, after.Holder, after.UnderWayTo, after.Discrepancy),
                            (again.Status, again.Holder, again.UnderWayTo, again.Discrepancy)
                        );
                        (log, day) = (after, entry.Date);
                        reached.Add(after.Status ?? CustodyStatus.Requested);
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(20250301, 17));

        Assert.Equal(Enum.GetValues<CustodyStatus>().Order(), reached.Order());
    }
}
