using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Consent;
using Longwatch.Registry.FollowUp.Contacts;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Transfers;
using Longwatch.Registry.FollowUp.Work;
using Npgsql;
using static Longwatch.Registry.Tests.FollowUp.WatchedRegistry;

namespace Longwatch.Registry.Tests.FollowUp;

public sealed class WatchTests : IAsyncLifetime
{
    private WatchedRegistry registry = null!;

    public async ValueTask InitializeAsync() => registry = await Open();

    public async ValueTask DisposeAsync() => await registry.DisposeAsync();

    // Infused on 15 January 2024: the visit of year 1 is due on 15 January 2025 and overdue from 15 February 2025 (30 days of grace);
    // the one of year 2 opens on 15 July 2025, so that the window of year 1 closes on 14 July 2025.
    [Theory]
    [InlineData("2024-07-14", 0, 0, 0)]
    [InlineData("2024-12-31", 0, 1, 0)]
    [InlineData("2025-02-14", 0, 1, 0)]
    [InlineData("2025-02-15", 1, 0, 0)]
    [InlineData("2025-07-14", 1, 0, 0)]
    [InlineData("2025-07-15", 1, 0, 1)]
    [InlineData("2045-01-01", 1, 0, 1)]
    public async Task What_is_due_and_overdue_on_a_day_follows_from_the_dates(string day, int overdue, int due, int outOfWindow)
    {
        await registry.Patient("p1");
        registry.Today = Day(day);

        Assert.Equal(
            [overdue, due, outOfWindow],
            [
                (await registry.Work(WorkKind.Overdue)).Items.Count(i => i.Activity == "visit"),
                (await registry.Work(WorkKind.Due)).Items.Count(i => i.Activity == "visit"),
                (await registry.Work(WorkKind.OutOfWindow)).Items.Count(i => i.Activity == "visit"),
            ]
        );
    }

    [Fact]
    public async Task Nobody_sees_the_work_of_another_centre_and_the_longest_overdue_comes_first()
    {
        var late = await registry.Patient("late", "2022-03-01");
        var later = await registry.Patient("later", "2020-03-01");
        await registry.Patient("other", "2020-03-01", "b");

        var page = await registry.Work(WorkKind.Overdue);
        Assert.Equal([later, late], page.Items.Where(i => i.Activity == "visit").Select(i => i.Patient));
        Assert.All((await registry.Work(WorkKind.Overdue, Ben)).Items, i => Assert.Equal("b", i.Centre));
        Assert.Empty((await new ListWork(registry.Store, registry).Do(Ben, new(WorkKind.Overdue, Centre: "a"), Cancellation)).Items);
        Assert.Equal(3, (await registry.Work(WorkKind.Overdue, Administrator)).Items.Count(i => i.Activity == "visit"));
        Assert.Equal("patient.not-found", await Refused(new ShowPlan(registry.Store, registry).Do(Ben, late, Cancellation)));
    }

    [Fact]
    public async Task Consent_withdrawn_from_surveillance_ends_the_watch_and_given_again_it_goes_on()
    {
        var patient = await registry.Patient("p1");
        var consent = new ChangeConsent(registry.Store, registry);

        Assert.Equal(
            "record.reason",
            await Refused(consent.Do(Ada, new(patient, Purpose.Surveillance, false, registry.Today, " "), Cancellation))
        );
        await Ok(consent.Do(Ada, new(patient, Purpose.Research, false, registry.Today, "no research"), Cancellation));
        Assert.NotEmpty((await registry.Work(WorkKind.Overdue)).Items);
        await Ok(consent.Do(Ada, new(patient, Purpose.Surveillance, false, registry.Today, "the patient's wish"), Cancellation));
        Assert.Empty((await registry.Work(WorkKind.Overdue)).Items);
        var plan = await Ok(new ShowPlan(registry.Store, registry).Do(Ada, patient, Cancellation));
        Assert.Equal(
            (StandingKind.Ended, WatchEndKind.ConsentWithdrawn, "the patient's wish"),
            (plan.Standing.Kind, plan.Standing.End!.Kind, plan.Standing.End.Reason)
        );

        await Ok(consent.Do(Ada, new(patient, Purpose.Surveillance, true, registry.Today, null), Cancellation));
        Assert.NotEmpty((await registry.Work(WorkKind.Overdue)).Items);
        Assert.Empty((await registry.Check()).Differing);
    }

    [Fact]
    public async Task A_transfer_moves_one_patient_with_the_history_and_shuts_the_old_centre_out()
    {
        var patient = await registry.Patient("p1");
        await Ok(
            new RecordAttempt(registry.Store, registry).Do(
                Ada,
                new(patient, registry.Today, ContactMeans.Telephone, ContactOutcome.NoAnswer, null),
                Cancellation
            )
        );
        await Ok(new AssignKeeper(registry.Store).Do(Ada, patient, true, Cancellation));
        var request = new RequestTransfer(registry.Store, registry);

        Assert.Equal("patient.not-found", await Refused(request.Do(Ben, new(patient, "b", null, "moved"), Cancellation)));
        var transfer = await Ok(request.Do(Ada, new(patient, "b", null, "moved"), Cancellation));
        Assert.Equal("transfer.open", await Refused(request.Do(Ada, new(patient, "b", null, "moved"), Cancellation)));
        var answer = new AnswerTransfer(registry.Store, registry);
        Assert.Equal("transfer.not-found", await Refused(answer.Do(Ada, new(transfer, true, null), Cancellation)));
        Assert.Equal(patient, (await new ListTransfers(registry.Store).Do(Ben, Cancellation)).Single(t => t.Mine).Patient);
        await Ok(answer.Do(Ben, new(transfer, true, null), Cancellation));
        Assert.Equal("transfer.conflict", await Refused(answer.Do(Ben, new(transfer, true, null), Cancellation)));

        Assert.Empty((await registry.Work(WorkKind.Overdue)).Items);
        Assert.NotEmpty((await registry.Work(WorkKind.Overdue, Ben)).Items);
        Assert.Empty((await registry.Work(WorkKind.Overdue, Ben, keeper: Ada.Account)).Items);
        Assert.Equal("patient.not-found", await Refused(new ShowPlan(registry.Store, registry).Do(Ada, patient, Cancellation)));
        Assert.Equal(1L, await registry.Scalar<long>("select count(*) from clinical.patient"));
        Assert.Equal(1L, await registry.Scalar<long>("select count(*) from watch.attempt"));
        Assert.Empty((await registry.Check()).Differing);
    }

    [Fact]
    public async Task A_transfer_out_of_the_registry_ends_the_watch_with_its_reason()
    {
        var patient = await registry.Patient("p1");
        await Ok(new RequestTransfer(registry.Store, registry).Do(Ada, new(patient, null, "a hospital abroad", "emigrated"), Cancellation));

        var plan = await Ok(new ShowPlan(registry.Store, registry).Do(Ada, patient, Cancellation));
        Assert.Equal((WatchEndKind.TransferredOut, "emigrated"), (plan.Standing.End!.Kind, plan.Standing.End.Reason));
        Assert.Empty((await registry.Work(WorkKind.Overdue)).Items);
    }

    [Fact]
    public async Task A_transfer_is_taken_back_while_it_waits_and_when_the_patient_who_left_is_back()
    {
        var patient = await registry.Patient("p1");
        var request = new RequestTransfer(registry.Store, registry);
        var withdraw = new WithdrawTransfer(registry.Store);
        Assert.Equal("transfer.none", await Refused(withdraw.Do(Ada, patient, "a mistake", Cancellation)));

        var waiting = await Ok(request.Do(Ada, new(patient, "b", null, "moved"), Cancellation));
        Assert.Equal("patient.not-found", await Refused(withdraw.Do(Ben, patient, "a mistake", Cancellation)));
        await Ok(withdraw.Do(Ada, patient, "a mistake", Cancellation));
        Assert.Equal(
            "transfer.not-found",
            await Refused(new AnswerTransfer(registry.Store, registry).Do(Ben, new(waiting, true, null), Cancellation))
        );

        await Ok(request.Do(Ada, new(patient, null, "a hospital abroad", "emigrated"), Cancellation));
        Assert.Empty((await registry.Work(WorkKind.Overdue)).Items);
        await Ok(withdraw.Do(Ada, patient, "came back", Cancellation));

        Assert.Null((await Ok(new ShowPlan(registry.Store, registry).Do(Ada, patient, Cancellation))).Standing.End);
        Assert.NotEmpty((await registry.Work(WorkKind.Overdue)).Items);
        Assert.Empty((await registry.Check()).Differing);
    }

    [Fact]
    public async Task Three_failed_attempts_after_two_silent_years_make_a_patient_lost_and_an_answer_finds_him_again()
    {
        var patient = await registry.Patient("p1", "2022-01-15");
        var attempts = new RecordAttempt(registry.Store, registry);
        foreach (var day in new[] { "2024-02-01", "2024-03-01", "2024-04-01" })
        {
            Assert.Empty((await new ListLost(registry.Store, registry).Do(Ada, null, 1, Cancellation)).Items);
            await Ok(attempts.Do(Ada, new(patient, Day(day), ContactMeans.Telephone, ContactOutcome.NoAnswer, null), Cancellation));
        }

        var lost = Assert.Single((await new ListLost(registry.Store, registry).Do(Ada, null, 1, Cancellation)).Items);
        Assert.Equal((Day("2024-04-01"), null), (lost.LostFrom, lost.LastHeard));
        Assert.Empty((await new ListLost(registry.Store, registry).Do(Ben, null, 1, Cancellation)).Items);
        Assert.NotEmpty((await registry.Work(WorkKind.Overdue)).Items); // lost is not out of the watch
        await Ok(
            attempts.Do(
                Ada,
                new(patient, registry.Today, ContactMeans.NextOfKin, ContactOutcome.ReachedSomebodyWhoKnows, null),
                Cancellation
            )
        );
        Assert.Empty((await new ListLost(registry.Store, registry).Do(Ada, null, 1, Cancellation)).Items);
        Assert.Empty((await registry.Check()).Differing);
    }

    [Fact]
    public async Task A_schedule_chosen_by_hand_adds_to_the_plan_and_one_by_rule_cannot_be_taken_away()
    {
        var patient = await registry.Patient("p1");
        var assign = new AssignSchedule(registry.Store);

        Assert.Equal("schedule.not-found", await Refused(assign.Do(Ada, new(patient, "nowhere", true, "by plan"), Cancellation)));
        Assert.Equal(
            "schedule.not-chosen",
            await Refused(assign.Do(Ada, new(patient, "lifelong-contact", false, "by plan"), Cancellation))
        );
        await Ok(assign.Do(Ada, new(patient, "vector-persistence", true, "in a study"), Cancellation));
        Assert.Contains(
            (await registry.Work(WorkKind.Overdue)).Items,
            i => i.Schedule == "vector-persistence" && i.Due == Day("2024-07-15")
        );
        await Ok(assign.Do(Ada, new(patient, "vector-persistence", false, "study over"), Cancellation));
        Assert.DoesNotContain((await registry.Work(WorkKind.Overdue)).Items, i => i.Schedule == "vector-persistence");
    }

    [Fact]
    public async Task A_rule_for_patients_at_higher_risk_comes_as_a_file_without_code()
    {
        var patient = await registry.Patient("p1", "2025-12-01");
        var file = """
            {"format": "longwatch-schedule/1", "id": "blood-counts", "version": 1, "title": "Blood count every 3 months", "assignment": "rule",
             "source": {"text": "A plan of risk management", "address": "https://example.org/plan", "evidence": "V", "date": "2026"},
             "applies_to": {"products": ["tisagenlecleucel"]},
             "activities": [{"code": "blood-count", "title": "Blood count", "kind": "laboratory_test", "anchor": "infusion", "on_reinfusion": "re_anchor",
               "on_transplant": "keep", "satisfied_by": ["blood_count"],
               "recurrences": [{"from": "3 months", "until": "5 years", "every": "3 months", "opens_before": "1 month", "grace": "14 days"}]}]}
            """;
        var import = new ImportSchedule(registry.Store);

        Assert.Equal("schedule.not-found", await Refused(Stored(import, Ada, file)));
        await Ok(Stored(import, Administrator, file));
        var item = Assert.Single((await registry.Work(WorkKind.Overdue)).Items, i => i.Schedule == "blood-counts");
        Assert.Equal((patient, Day("2026-03-01"), Day("2026-03-16")), (item.Patient, item.Due, item.OverdueFrom));
        Assert.Equal("schedule.version", await Refused(Stored(import, Administrator, file)));
        var ending = System
            .IO.File.ReadAllText(Path.Combine(TestStore.Published, "..", "schedules", "lifelong-contact.json"))
            .Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)
            .Replace("\"every\":", "\"until\": \"30 years\", \"every\":", StringComparison.Ordinal);
        Assert.Equal("schedule.watch-would-end", await Refused(Stored(import, Administrator, ending)));
        Assert.Empty((await registry.Check()).Differing);
    }

    private static async Task<Result<bool>> Stored(ImportSchedule import, Caller caller, string file) =>
        (await import.Do(caller, "s.json", System.Text.Encoding.UTF8.GetBytes(file), Cancellation)).Stored;

    [Fact]
    public async Task Two_who_write_about_one_patient_at_once_leave_the_dates_that_follow_from_both()
    {
        var patient = await registry.Patient("p1", "2020-01-15");
        var attempts = new RecordAttempt(registry.Store, registry);
        var assign = new AssignSchedule(registry.Store);
        var tasks = Enumerable
            .Range(0, 12)
            .Select(async i =>
            {
                if (i % 2 == 0)
                    await Ok(
                        attempts.Do(
                            Ada,
                            new(patient, Day("2024-01-01").AddDays(i), ContactMeans.Letter, ContactOutcome.NoAnswer, null),
                            Cancellation
                        )
                    );
                else
                    await Ok(
                        assign.Do(
                            Ada,
                            new(
                                patient,
                                new[]
                                {
                                    "ebmt",
                                    "vector-persistence",
                                    "cibmtr-standard",
                                    "cibmtr-15-years",
                                    "replication-competent-virus",
                                    "cibmtr-100-days",
                                }[i / 2],
                                true,
                                "by plan"
                            ),
                            Cancellation
                        )
                    );
            });
        await Task.WhenAll(tasks);

        Assert.Empty((await registry.Check()).Differing);
    }

    [Fact]
    public async Task A_kept_date_that_does_not_follow_from_the_facts_is_found()
    {
        var patient = await registry.Patient("p1");
        await registry.Scalar<int>(
            "with x as (update watch.expectation set overdue_from = overdue_from + 1 where activity = 'visit' returning 1) select 1"
        );

        Assert.Equal([patient], (await registry.Check()).Differing);
        await using var connection = await registry.Connections.App.OpenConnectionAsync(Cancellation);
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await ExpectationWriter.RefreshAll(connection, Cancellation);
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Empty((await registry.Check()).Differing);
    }

    [Fact]
    public async Task The_shipped_schedules_are_stored_once()
    {
        Assert.Equal(0, await new SeedWatch(registry.Store).Do(Cancellation));
        Assert.Equal(10L, await registry.Scalar<long>("select count(*) from watch.schedule"));
        await Assert.ThrowsAsync<PostgresException>(() => registry.Scalar<int>("update watch.schedule set definition = '' returning 1"));
    }

    [Fact]
    public async Task Counts_of_the_day_are_by_age_of_what_is_overdue()
    {
        await registry.Patient("p1", "2025-04-25"); // visit due 2026-04-25, overdue from 2026-05-26: 7 days
        await registry.Patient("p2", "2025-02-01"); // due 2026-02-01, overdue from 2026-03-04: 90 days
        await registry.Patient("p3", "2024-01-15"); // overdue from 2025-02-15: more than a year

        var counts = await new CountWork(registry.Store, registry).Do(Ada, null, Cancellation);
        Assert.Equal([1, 1, 0, 1], counts.OverdueByAge);
        Assert.Equal(1, counts.OutOfWindow);
    }
}
