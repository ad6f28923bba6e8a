using System.Collections.Immutable;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.FollowUp;

namespace Longwatch.Exchange.Tests.FollowUp;

public sealed class ShippedFormTests
{
    private static readonly EntryContext Context = new(new(2026, 6, 1), new(2026, 5, 20), new(2024, 4, 11), null, null);

    private static FormDefinition Form { get; } = Load();

    private static FormDefinition Load()
    {
        var read = FormReader.Read(
            "follow-up-2.json",
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "forms", "follow-up-2.json"))
        );
        Assert.Empty(read.Lines());
        return read.Value!;
    }

    private static FormEntry Check(Dictionary<string, string> answers) =>
        FormEntry.Check(Form, answers, ImmutableDictionary<string, string>.Empty, Context);

    private static Dictionary<string, string> Uneventful() =>
        new(StringComparer.Ordinal)
        {
            ["contact_kind"] = "visit",
            ["vital_status"] = "alive",
            ["disease_status"] = "remission",
            ["malignancy_new"] = "no",
            ["persistence_done"] = "no",
            ["infection_any"] = "no",
            ["cytopenia_any"] = "no",
            ["autoimmune_any"] = "unknown",
            ["neurological_any"] = "no",
            ["later_any"] = "no",
        };

    [Fact]
    public void An_uneventful_visit_takes_ten_answers_and_nothing_else_is_asked()
    {
        var entry = Check(Uneventful());

        Assert.Empty(entry.Problems);
        Assert.Equal(10, entry.Visible.Length);
        Assert.Equal(["visit"], Form.Events.Where(e => e.When.Holds(entry.Kept)).Select(e => e.Event));
    }

    [Fact]
    public void A_new_malignancy_leads_on()
    {
        var answers = Uneventful();
        answers["malignancy_new"] = "yes";

        Assert.Equal(["malignancy_date", "malignancy_lineage", "malignancy_tissue"], Check(answers).Problems.Select(p => p.Key));
    }

    [Fact]
    public void A_negative_test_needs_its_limit_of_detection_and_records_that_no_vector_was_found()
    {
        var answers = Uneventful();
        answers["persistence_done"] = "yes";
        answers["persistence_date"] = "2026-05-20";
        answers["persistence_source"] = "blood";
        answers["persistence_methods"] = "ddpcr";
        answers["ddpcr_result"] = "not_detected";

        Assert.Equal(["ddpcr_lod"], Check(answers).Problems.Select(p => p.Key));
        answers["ddpcr_lod"] = "0.0005";
        var entry = Check(answers);
        Assert.True(entry.MayBeCompleted);
        Assert.Equal(
            ["visit", "persistence_test", "vector_not_detected"],
            Form.Events.Where(e => e.When.Holds(entry.Kept)).Select(e => e.Event)
        );
    }

    [Fact]
    public void Of_the_dead_nobody_asks_for_persistence_or_events()
    {
        var entry = Check(new() { ["contact_kind"] = "register", ["vital_status"] = "dead" });

        Assert.DoesNotContain(
            entry.Visible,
            k => k.StartsWith("infection", StringComparison.Ordinal) || k.StartsWith("persistence", StringComparison.Ordinal)
        );
        Assert.Contains("death_date", entry.Problems.Select(p => p.Key));
    }

    [Fact]
    public void Each_further_therapy_is_asked_for_after_the_one_before()
    {
        var answers = Uneventful();
        answers["later_any"] = "yes";
        answers["therapy.1.start"] = "2025-02-01";
        answers["therapy.1.kind"] = "alkylator";
        Assert.True(Check(answers).MayBeCompleted);

        answers["therapy.1.more"] = "yes";
        Assert.Equal(["therapy.2.start", "therapy.2.kind"], Check(answers).Problems.Select(p => p.Key));
        Assert.Equal(6, Form.Sections.Count(s => s.Code.StartsWith("therapy.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Options_that_become_facts_are_the_codes_of_those_facts()
    {
        Assert.Equal(CodeNames<TherapyKind>.All, Options(FactKeys.TherapyKind).Distinct());
        Assert.Equal(CodeNames<Lineage>.All.Order(), Options(FactKeys.NeoplasmLineage).Order());
        Assert.Empty(Options(FactKeys.VitalStatus).Except(CodeNames<Domain.FollowUp.VitalStatus>.All));
        Assert.Empty(Options(FactKeys.DiseaseStatus).Except(CodeNames<Domain.FollowUp.DiseaseStatus>.All));
    }

    private static IEnumerable<string> Options(string fact) =>
        Form.Fields.Where(f => f.MapsTo == fact).SelectMany(f => f.Options).Select(o => o.Code);
}
