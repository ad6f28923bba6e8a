using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Contacts;
using Longwatch.Registry.FollowUp.Performance;
using Longwatch.Registry.FollowUp.Reminders;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Transfers;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using static Longwatch.Registry.Tests.FollowUp.WatchedRegistry;

namespace Longwatch.Registry.Tests.FollowUp;

public sealed class PerformanceTests : IAsyncLifetime
{
    private WatchedRegistry registry = null!;

    public async ValueTask InitializeAsync() => registry = await Open();

    public async ValueTask DisposeAsync() => await registry.DisposeAsync();

    private Task Note(Guid patient, string code, string date, string recorded) =>
        Ok(
            registry.Store.Write<bool>(
                Caller.System,
                new Act("test.note", patient),
                async (db, token) =>
                {
                    db.Add(
                        new EventRow
                        {
                            Patient = patient,
                            Code = code,
                            Date = Day(date),
                            Recorded = Day(recorded),
                        }
                    );
                    await ExpectationWriter.Refresh(db, patient, token);
                    return true;
                },
                Cancellation
            )
        );

    [Fact]
    public async Task Completeness_is_observed_over_potential_time_for_each_centre_and_all()
    {
        // On 1 June 2026. a: infused 1 June 2024, last heard 1 June 2025: 365 of 730 days; infused 1 June 2025, never heard of: 0 of 365.
        // b: infused 1 June 2025, heard of today: 365 of 365. Overall (365 + 0 + 365) / (730 + 365 + 365) = 730 / 1460.
        await Note(await registry.Patient("p1", "2024-06-01"), "visit", "2025-06-01", "2025-06-01");
        await registry.Patient("p2", "2025-06-01");
        await Note(await registry.Patient("p3", "2025-06-01", "b"), "contact", "2026-06-01", "2026-06-01");
        var show = new ShowCompleteness(registry.Store, registry);

        var all = await show.Do(Administrator, Cancellation);
        Assert.Equal(
            [("a", 365.0, 1095.0), ("b", 365, 365), (null, 730, 1460)],
            all.Select(c => (c.Centre, c.Share.Observed, c.Share.Potential))
        );
        Assert.Equal("b", Assert.Single(await show.Do(Ben, Cancellation)).Centre);
    }

    [Fact]
    public void Of_the_dead_all_time_counts_and_of_the_withdrawn_the_time_after_is_missing()
    {
        Assert.Equal((59, 59), ShowCompleteness.Of(Day("2026-01-01"), null, Day("2026-03-01"), Day("2026-06-01")));
        Assert.Equal((31, 151), ShowCompleteness.Of(Day("2026-01-01"), Day("2026-02-01"), null, Day("2026-06-01")));
    }

    [Fact]
    public async Task Punctuality_counts_what_was_due_in_the_last_year_by_the_day_of_the_report()
    {
        // CIBMTR, 100 days only: infused 1 December 2025, due day 130 = 10 April 2026. One reported on that day, one the day after, one never.
        foreach (var (name, recorded) in new[] { ("p1", "2026-04-10"), ("p2", "2026-04-11"), ("p3", null) })
        {
            var patient = await registry.Patient(name, "2025-12-01");
            await Ok(new AssignSchedule(registry.Store).Do(Ada, new(patient, "cibmtr-100-days", true, "track"), Cancellation));
            foreach (var form in new[] { "form_4000", "form_4003", "form_4006" })
                await Note(patient, form, "2025-12-15", "2025-12-15");
            if (recorded is not null)
                await Note(patient, "contact", "2026-03-12", recorded);
        }

        var rows = await Ok(new ShowPunctuality(registry.Store, registry).Do(Ada, "a", Cancellation));
        // Nine forms on time and one of three follow-ups: 10 of 12.
        var onTime = rows.Single(r => r.TargetPercent == 50);
        Assert.Equal((10, 12, true), (onTime.Done, onTime.Due, onTime.Met));
        Assert.Equal("centre.not-found", await Refused(new ShowPunctuality(registry.Store, registry).Do(Ben, "a", Cancellation)));
    }

    [Fact]
    public async Task A_reminder_is_given_once_for_each_step_and_stops_with_what_stops_it()
    {
        // Visit of year 1 due on 10 June 2026, overdue from 11 July 2026.
        var stays = await registry.Patient("p1", "2025-06-10");
        var dies = await registry.Patient("p2", "2025-06-10");
        await registry.Patient("p3", "2025-09-10");
        var reminders = new GiveReminders(registry.Store, registry, new Outbox(registry.Store, registry));
        var portal = new Uri("https://watch.example.org/");

        Assert.Equal(1, await reminders.Do(portal, Cancellation));
        Assert.Equal(0, await reminders.Do(portal, Cancellation));
        var body = await registry.Scalar<string>("select body from access.outbox");
        Assert.Contains($"https://watch.example.org/patients/{stays}/plan", body, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "p1",
            body.Replace($"{stays}", "", StringComparison.Ordinal).Replace($"{dies}", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Equal("a@example.org", await registry.Scalar<string>("select recipient from access.outbox"));

        await new Registry.FollowUp.Linkage.LinkVitalStatus(registry.Store, registry).Do(
            Ada,
            "l.csv",
            new MemoryStream("pseudonym,status,date\np2,dead,2026-05-30\n"u8.ToArray()),
            Cancellation
        );
        registry.Today = Day("2026-07-11");
        Assert.Equal(1, await reminders.Do(portal, Cancellation));
        Assert.Equal([stays], [await registry.Scalar<Guid>("select patient from watch.reminder where step = 'overdue'")]);
    }

    [Fact]
    public async Task After_a_transfer_the_old_centre_gets_no_further_reminder_and_the_new_one_gets_its_own_once()
    {
        // Visit of year 1 due on 10 June 2026, overdue from 11 July 2026.
        var patient = await registry.Patient("p1", "2025-06-10");
        var reminders = new GiveReminders(registry.Store, registry, new Outbox(registry.Store, registry));
        var portal = new Uri("https://watch.example.org/");
        Assert.Equal(1, await reminders.Do(portal, Cancellation));
        Assert.Equal(["a@example.org"], await Recipients());

        var request = new RequestTransfer(registry.Store, registry);
        var transfer = await Ok(request.Do(Ada, new(patient, "b", null, "moved to another town"), Cancellation));
        Assert.Equal(0, await reminders.Do(portal, Cancellation)); // it waits: the patient is still of the old centre, which was told already
        await Ok(new AnswerTransfer(registry.Store, registry).Do(Ben, new(transfer, true, null), Cancellation));

        Assert.Equal(1, await reminders.Do(portal, Cancellation));
        Assert.Equal(0, await reminders.Do(portal, Cancellation));
        registry.Today = Day("2026-07-11");
        Assert.Equal(1, await reminders.Do(portal, Cancellation));
        Assert.Equal(["a@example.org", "b@example.org", "b@example.org"], await Recipients());
        Assert.Equal(1L, await registry.Scalar<long>("select count(*) from watch.reminder where centre = 'b' and step = 'overdue'"));
        Assert.Equal(0L, await registry.Scalar<long>("select count(*) from watch.reminder where centre = 'a' and step = 'overdue'"));
    }

    private Task<string[]> Recipients() => registry.Scalar<string[]>("select array_agg(recipient order by made, id) from access.outbox");
}
