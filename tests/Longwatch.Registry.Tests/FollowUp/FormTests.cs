using Longwatch.Domain.FollowUp;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.FollowUp;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using static Longwatch.Registry.Tests.FollowUp.WatchedRegistry;

namespace Longwatch.Registry.Tests.FollowUp;

public sealed class FormTests : IAsyncLifetime
{
    private WatchedRegistry registry = null!;
    private Guid patient;

    public async ValueTask InitializeAsync()
    {
        registry = await Open();
        patient = await registry.Patient("p1", "2025-03-01");
    }

    public async ValueTask DisposeAsync() => await registry.DisposeAsync();

    private static readonly Dictionary<string, string> Nothing = [];

    private static Dictionary<string, string> Uneventful(params (string Key, string Value)[] more)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["contact_kind"] = "visit",
            ["vital_status"] = "alive",
            ["disease_status"] = "remission",
            ["malignancy_new"] = "no",
            ["persistence_done"] = "no",
            ["infection_any"] = "no",
            ["cytopenia_any"] = "no",
            ["autoimmune_any"] = "no",
            ["neurological_any"] = "no",
            ["later_any"] = "no",
        };
        foreach (var (key, value) in more)
            answers[key] = value;
        return answers;
    }

    private EntryCommand Command(
        Dictionary<string, string> answers,
        bool complete = true,
        EntryOutcome? change = null,
        int? version = null,
        string? reason = null
    ) => new(change?.Id, patient, "follow-up", Day("2026-05-20"), answers, Nothing, version, complete, reason);

    private Task<EntryOutcome> Save(EntryCommand command, Caller? caller = null) =>
        Ok(registry.SaveEntry().Do(caller ?? Ada, command, Cancellation));

    private Task<List<T>> Rows<T>()
        where T : Fact => registry.Store.Read((db, token) => db.Set<T>().Where(r => !r.Voided).ToListAsync(token), Cancellation);

    [Fact]
    public async Task A_draft_does_not_count_as_a_visit_and_a_completed_form_does()
    {
        var draft = await Save(Command(new() { ["vital_status"] = "alive" }, complete: false));

        Assert.True(draft.Saved);
        Assert.Empty(await Rows<VisitRow>());
        Assert.Contains((await registry.Work(WorkKind.Overdue)).Items, i => i.Activity == "visit" && i.Label == "Year 1");
        Assert.Equal(draft.Id, (await new ListEntries(registry.Store).Drafts(Ada, Cancellation)).Single().Id);

        await Save(Command(Uneventful(), change: draft, version: 1));
        var visit = Assert.Single(await Rows<VisitRow>());
        Assert.Equal((Day("2026-05-20"), VitalStatus.Alive, DiseaseStatus.Remission), (visit.Date, visit.VitalStatus, visit.DiseaseStatus));
        Assert.DoesNotContain((await registry.Work(WorkKind.Overdue)).Items, i => i.Activity == "visit");
        Assert.Empty(await new ListEntries(registry.Store).Drafts(Ada, Cancellation));
        Assert.Empty((await registry.Check()).Differing);
    }

    [Fact]
    public async Task An_incomplete_form_is_not_completed_and_nothing_is_stored()
    {
        var outcome = await Save(Command(new() { ["vital_status"] = "alive" }));

        Assert.False(outcome.Saved);
        Assert.Contains(outcome.Checked.Problems, p => p is { Key: "disease_status", Kind: EntryProblemKind.Missing });
        Assert.Empty(await Rows<EntryRow>());
    }

    [Theory]
    [InlineData("2026-06-02", "in-the-future")]
    [InlineData("2025-02-28", "before-infusion")]
    public async Task A_visit_on_an_impossible_day_is_refused(string day, string code)
    {
        var outcome = await Save(Command(Uneventful()) with { VisitDate = Day(day) });

        Assert.Equal(("visit_date", code), outcome.Checked.Problems.Select(p => (p.Key, p.Code)).First());
        Assert.Empty(await Rows<EntryRow>());
    }

    [Fact]
    public async Task Persistence_is_read_from_completed_forms_with_its_unit_and_what_a_negative_could_have_seen()
    {
        await Save(
            Command(
                Uneventful(
                    ("persistence_done", "yes"),
                    ("persistence_date", "2026-05-18"),
                    ("persistence_source", "blood"),
                    ("persistence_methods", "qpcr,flow"),
                    ("qpcr_result", "detected"),
                    ("qpcr_value", "120.5"),
                    ("flow_result", "not_detected"),
                    ("flow_lod", "0.1")
                )
            )
        );
        await Save(Command(new() { ["persistence_done"] = "yes", ["persistence_date"] = "2026-05-19" }, complete: false));

        var readings = await registry.Store.Read((db, token) => PersistenceReadings.Load(db, patient, token), Cancellation);

        Assert.Equal(
            [
                new(Day("2026-05-18"), "Peripheral blood", "qpcr", "Detected", 120.5, null, "copies/µg DNA"),
                new(Day("2026-05-18"), "Peripheral blood", "flow", "Not detected", null, 0.1, "% of T cells"),
            ],
            readings
        );
    }

    [Fact]
    public async Task A_correction_makes_new_versions_of_the_same_records_and_needs_a_reason()
    {
        var first = await Save(
            Command(Uneventful(("later_any", "yes"), ("therapy.1.start", "2026-01-10"), ("therapy.1.kind", "alkylator")))
        );
        var corrected = Uneventful(("disease_status", "relapse_or_progression"), ("relapse_date", "2026-05-02"));
        Assert.Equal(
            "entry.reason-missing",
            await Refused(registry.SaveEntry().Do(Ada, Command(corrected, change: first, version: 2), Cancellation))
        );
        var version = (await Rows<EntryRow>()).Single().Version;
        await Save(Command(corrected, change: first, version: version, reason: "wrong patient's letter"));

        var visit = Assert.Single(await Rows<VisitRow>());
        Assert.Equal(
            (2, DiseaseStatus.RelapseOrProgression, Day("2026-05-02")),
            (visit.Version, visit.DiseaseStatus, visit.RelapseDate!.Value)
        );
        Assert.Empty(await Rows<Treatment.TherapyRow>());
        Assert.Equal(
            "record.conflict",
            await Refused(registry.SaveEntry().Do(Ada, Command(corrected, change: first, version: version, reason: "again"), Cancellation))
        );
        Assert.Equal(
            1L,
            await registry.Scalar<long>(
                "select count(*) from audit.act where command = 'follow-up.correct-form' and reason = 'wrong patient''s letter'"
            )
        );
    }

    [Fact]
    public async Task A_form_that_reports_a_death_ends_the_watch_on_that_day()
    {
        await Save(
            Command(
                new()
                {
                    ["contact_kind"] = "other_centre",
                    ["vital_status"] = "dead",
                    ["death_date"] = "2026-04-30",
                    ["death_cause"] = "index_disease",
                    ["disease_status"] = "not_assessed",
                    ["malignancy_new"] = "unknown",
                    ["later_any"] = "no",
                }
            )
        );

        var plan = await Ok(new ShowPlan(registry.Store, registry).Do(Ada, patient, Cancellation));
        Assert.Equal(
            (StandingKind.Ended, WatchEndKind.Death, Day("2026-04-30")),
            (plan.Standing.Kind, plan.Standing.End!.Kind, plan.Standing.End.Date)
        );
        Assert.Empty((await registry.Work(WorkKind.Overdue)).Items);
        var after = await Save(Command(Uneventful()));
        Assert.Equal("after-death", after.Checked.Problems.First(p => p.Key == "visit_date").Code);
    }

    [Fact]
    public async Task A_new_malignancy_opens_one_case_however_often_the_form_is_corrected()
    {
        var answers = Uneventful(
            ("malignancy_new", "yes"),
            ("malignancy_date", "2026-05"),
            ("malignancy_lineage", "t_cell"),
            ("malignancy_tissue", "unknown")
        );
        var saved = await Save(Command(answers));
        Assert.Empty(saved.Checked.Problems);

        // The middle of May 2026 is the 16th; the visit that tells of it was on the 20th.
        var neoplasm = Assert.Single(await Rows<Neoplasms.NeoplasmRow>());
        Assert.Equal((Day("2026-05-16"), Domain.Neoplasms.Lineage.TCell), (neoplasm.Diagnosed, neoplasm.Lineage));
        var opened = Assert.Single(await Rows<NeoplasmCaseRow>());
        Assert.Equal(opened.Id, Assert.Single(await Rows<SuspicionRow>()).Opened);
        answers["malignancy_histology"] = "peripheral T-cell lymphoma";
        await Save(Command(answers, change: saved, version: (await Rows<EntryRow>()).Single().Version, reason: "histology came"));
        Assert.Single(await Rows<NeoplasmCaseRow>());
    }

    [Fact]
    public async Task A_negative_persistence_test_is_an_event_of_its_own_day_and_ends_the_tests()
    {
        await Ok(
            new Registry.FollowUp.Schedules.AssignSchedule(registry.Store).Do(
                Ada,
                new(patient, "vector-persistence", true, "study"),
                Cancellation
            )
        );
        await Save(
            Command(
                Uneventful(
                    ("persistence_done", "yes"),
                    ("persistence_date", "2026-03-05"),
                    ("persistence_source", "blood"),
                    ("persistence_methods", "qpcr"),
                    ("qpcr_result", "not_detected"),
                    ("qpcr_lod", "10")
                )
            )
        );

        var plan = await Ok(new ShowPlan(registry.Store, registry).Do(Ada, patient, Cancellation));
        var tests = plan.Activities.Single(a => a.Activity.Code == "persistence");
        Assert.Equal([null, Day("2026-03-05")], tests.Expectations.Select(e => e.CompletedBy?.Date));
        Assert.Null(tests.Next);
    }

    [Fact]
    public async Task Another_centre_cannot_open_or_save_the_form()
    {
        var saved = await Save(Command(Uneventful()));
        var open = new OpenEntry(registry.Store, registry);

        Assert.Equal("patient.not-found", await Refused(open.New(Ben, patient, "follow-up", null, Cancellation)));
        Assert.Equal("entry.not-found", await Refused(open.Saved(Ben, saved.Id!.Value, Cancellation)));
        Assert.Equal("patient.not-found", await Refused(registry.SaveEntry().Do(Ben, Command(Uneventful()), Cancellation)));
        Assert.Equal("entry.not-found", await Refused(new DiscardDraft(registry.Store).Do(Ben, saved.Id!.Value, Cancellation)));
        Assert.Empty(await new ListEntries(registry.Store).OfPatient(Ben, patient, Cancellation));
    }

    [Fact]
    public async Task Answers_to_questions_that_were_not_asked_are_not_stored()
    {
        var saved = await Save(Command(Uneventful(("death_date", "2026-01-01"), ("made_up", "x"))));

        var view = await Ok(new OpenEntry(registry.Store, registry).Saved(Ada, saved.Id!.Value, Cancellation));
        Assert.Equal(["death_date", "made_up"], saved.Checked.Dropped);
        Assert.DoesNotContain("death_date", view.Checked.Kept.Keys);
        Assert.Equal(10, view.Checked.Kept.Count);
    }
}
