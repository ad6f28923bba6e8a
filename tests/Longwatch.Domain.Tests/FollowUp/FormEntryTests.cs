using System.Collections.Immutable;
using Longwatch.Domain.FollowUp.Forms;
using static Longwatch.Domain.Tests.FollowUp.Schedules;

namespace Longwatch.Domain.Tests.FollowUp;

public sealed class FormEntryTests
{
    private static readonly EntryContext Context = new(Day("2026-06-01"), Day("2026-05-20"), Day("2024-04-11"), null, null);
    private static readonly DateLimits AllDates = new(true, true, true, true, true);

    private static FormField Field(string key, FieldType type) =>
        new(key, key, null, type, null, [], Condition.Never, Condition.Always, FieldLimits.None, null);

    private static Condition Is(string key, params string[] values) => new Condition.AnswerIs(key, [.. values]);

    private static readonly FormDefinition Form = new(
        "f",
        1,
        "Form",
        Source,
        [],
        [
            new(
                "vital",
                "Vital status",
                Condition.Always,
                [
                    Field("status", FieldType.Code) with
                    {
                        Options = [new("alive", "Alive"), new("dead", "Dead")],
                        Required = Condition.Always,
                    },
                    Field("death", FieldType.Date) with
                    {
                        ShowWhen = Is("status", "dead"),
                        Required = Condition.Always,
                        Limits = new(Dates: AllDates),
                        MapsTo = FactKeys.DeathDate,
                    },
                ]
            ),
            new(
                "test",
                "Test",
                Is("status", "alive"),
                [
                    Field("done", FieldType.Ternary),
                    Field("methods", FieldType.Codes) with
                    {
                        Options = [new("qpcr", "qPCR"), new("flow", "Flow")],
                        ShowWhen = Is("done", "yes"),
                    },
                    Field("value", FieldType.Number) with
                    {
                        Unit = "copies/µg",
                        ShowWhen = Is("methods", "qpcr"),
                        Limits = new(HardLow: 0, HardHigh: 1000, SoftHigh: 100),
                    },
                    Field("lod", FieldType.Number) with
                    {
                        ShowWhen = Is("methods", "qpcr"),
                        Required = new Condition.Answered("value"),
                    },
                ]
            ),
            new("event", "Event", Condition.Always, [Field("onset", FieldType.PartialDate) with { Limits = new(Dates: AllDates) }]),
        ],
        [new("below-lod", false, "value", Comparison.GreaterOrEqual, "lod", Condition.Always, "Below the limit of detection.")]
    );

    private static FormEntry Check(params (string Key, string Text)[] answers) =>
        FormEntry.Check(Form, answers.ToDictionary(a => a.Key, a => a.Text), ImmutableDictionary<string, string>.Empty, Context);

    private static (string, EntryProblemKind, string)[] Problems(FormEntry entry) =>
        [.. entry.Problems.Select(p => (p.Key, p.Kind, p.Code))];

    [Fact]
    public void The_definition_of_these_tests_is_sound() => Assert.Empty(FormRules.Check(Form));

    [Fact]
    public void A_draft_may_lack_answers_and_a_completed_form_may_not()
    {
        var empty = Check();

        Assert.Equal([("status", EntryProblemKind.Missing, "missing")], Problems(empty));
        Assert.True(empty.MayBeDraft);
        Assert.False(empty.MayBeCompleted);
        Assert.True(Check(("status", "alive")).MayBeCompleted);
    }

    [Fact]
    public void A_field_is_asked_only_when_its_condition_and_that_of_its_section_hold()
    {
        Assert.Equal(["status", "onset"], Check().Visible);
        Assert.Equal(["status", "death", "onset"], Check(("status", "dead")).Visible);
        Assert.Equal(
            ["status", "done", "methods", "value", "lod", "onset"],
            Check(("status", "alive"), ("done", "yes"), ("methods", "flow,qpcr")).Visible
        );
    }

    [Fact]
    public void An_answer_that_nobody_asked_for_is_dropped_and_named_and_decides_nothing()
    {
        // "done" is hidden because the patient is dead: its answer must not show the methods either.
        var entry = Check(("status", "dead"), ("death", "2026-01-01"), ("done", "yes"), ("methods", "qpcr"), ("value", "5"), ("evil", "x"));

        Assert.Equal(["done", "evil", "methods", "value"], entry.Dropped);
        Assert.Equal(["death", "status"], entry.Kept.Keys.Order());
        Assert.True(entry.MayBeCompleted);
    }

    [Theory]
    [InlineData("1001", EntryProblemKind.Impossible, "out-of-range")]
    [InlineData("-0.1", EntryProblemKind.Impossible, "out-of-range")]
    [InlineData("100.5", EntryProblemKind.Unlikely, "unusual")]
    [InlineData("1,5", EntryProblemKind.Malformed, "not-a-number")]
    [InlineData("1e3", EntryProblemKind.Malformed, "not-a-number")]
    [InlineData("NaN", EntryProblemKind.Malformed, "not-a-number")]
    [InlineData("٣", EntryProblemKind.Malformed, "not-a-number")]
    public void A_number_is_checked_hard_and_soft(string value, EntryProblemKind kind, string code)
    {
        var entry = Check(("status", "alive"), ("done", "yes"), ("methods", "qpcr"), ("value", value), ("lod", "0"));

        Assert.Contains(("value", kind, code), Problems(entry));
        Assert.Equal(kind != EntryProblemKind.Malformed, entry.MayBeDraft);
    }

    [Fact]
    public void An_unlikely_answer_is_accepted_with_a_reason_and_an_impossible_one_is_not()
    {
        Dictionary<string, string> unlikely = new()
        {
            ["status"] = "alive",
            ["done"] = "yes",
            ["methods"] = "qpcr",
            ["value"] = "150",
            ["lod"] = "200",
        };
        Dictionary<string, string> reason = new() { ["value"] = "measured twice" };

        Assert.Equal(
            [("value", EntryProblemKind.Unlikely, "unusual"), ("value", EntryProblemKind.Unlikely, "below-lod")],
            Problems(FormEntry.Check(Form, unlikely, ImmutableDictionary<string, string>.Empty, Context))
        );
        Assert.True(FormEntry.Check(Form, unlikely, reason, Context).MayBeCompleted);
        unlikely["value"] = "5000";
        Assert.False(FormEntry.Check(Form, unlikely, reason, Context).MayBeCompleted);
        unlikely["value"] = "150";
        reason["value"] = " ";
        Assert.False(FormEntry.Check(Form, unlikely, reason, Context).MayBeCompleted);
    }

    [Theory]
    [InlineData("2026-06-02", "in-the-future")]
    [InlineData("2026-05-21", "after-visit")]
    [InlineData("2024-04-10", "before-infusion")]
    [InlineData("2024-03", "before-infusion")]
    [InlineData("2023", "before-infusion")]
    [InlineData("2027", "in-the-future")]
    public void A_date_that_cannot_be_is_found(string onset, string code) =>
        Assert.Contains(("onset", EntryProblemKind.Impossible, code), Problems(Check(("status", "alive"), ("onset", onset))));

    [Theory]
    [InlineData("2024")]
    [InlineData("2024-04")]
    [InlineData("2024-04-11")]
    [InlineData("2026")]
    [InlineData("2026-05-20")]
    public void A_partial_date_that_can_be_is_accepted(string onset) =>
        Assert.True(Check(("status", "alive"), ("onset", onset)).MayBeCompleted);

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("2026-1-1")]
    [InlineData("01.02.2026")]
    [InlineData("1899")]
    [InlineData("<script>")]
    public void What_is_no_date_is_malformed(string onset) => Assert.False(Check(("status", "alive"), ("onset", onset)).MayBeDraft);

    [Fact]
    public void A_death_that_the_form_reports_bounds_its_other_dates()
    {
        var entry = Check(("status", "dead"), ("death", "2026-03-01"), ("onset", "2026-03-02"));

        Assert.Equal([("onset", EntryProblemKind.Impossible, "after-death")], Problems(entry));
        Assert.True(Check(("status", "dead"), ("death", "2026-03-01"), ("onset", "2026-03")).MayBeCompleted);
    }

    [Theory]
    [InlineData("qpcr,flow", "qpcr,flow")]
    [InlineData(" flow , qpcr ", "qpcr,flow")]
    [InlineData("flow", "flow")]
    public void Codes_are_kept_in_the_order_of_the_form(string given, string kept) =>
        Assert.Equal(kept, Check(("status", "alive"), ("done", "yes"), ("methods", given)).Kept["methods"]);

    [Fact]
    public void A_code_of_no_list_is_malformed() =>
        Assert.Equal(
            [("methods", EntryProblemKind.Malformed, "not-an-option")],
            Problems(Check(("status", "alive"), ("done", "yes"), ("methods", "flow,elisa")))
        );

    [Fact]
    public void Text_is_bounded_trimmed_and_free_of_control_characters()
    {
        var form = Form with
        {
            Sections = [new("s", "S", Condition.Always, [Field("note", FieldType.Text) with { Limits = new(MaxLength: 5) }])],
            Checks = [],
        };
        FormEntry Note(string text) =>
            FormEntry.Check(form, new Dictionary<string, string> { ["note"] = text }, ImmutableDictionary<string, string>.Empty, Context);

        Assert.Equal("é", Note(" é ").Kept["note"]);
        Assert.Equal("too-long", Assert.Single(Note("sixsix").Problems).Code);
        Assert.Equal("not-text", Assert.Single(Note("a\u0000b").Problems).Code);
        Assert.Equal("not-text", Assert.Single(Note("a\ud800b").Problems).Code);
        Assert.True(Note("<b>").MayBeCompleted);
    }

    [Fact]
    public void A_form_that_looks_ahead_or_compares_unlike_things_is_refused()
    {
        var ahead = Form with
        {
            Sections =
            [
                new(
                    "s",
                    "S",
                    Condition.Always,
                    [Field("a", FieldType.Text) with { ShowWhen = Is("b", "x") }, Field("b", FieldType.Text), Field("b", FieldType.Code)]
                ),
            ],
            Checks = [new("c", true, "a", Comparison.Less, "nowhere", Condition.Always, "m")],
        };

        Assert.Equal(["a.show_when", "b.options", "b", "checks.c"], FormRules.Check(ahead).Select(p => p.Path));
        var wrong = Form with
        {
            Sections = [new("s", "S", Condition.Always, [Field("a", FieldType.Text) with { MapsTo = FactKeys.DeathDate }])],
            Checks = [],
        };
        Assert.Equal("a.maps_to", Assert.Single(FormRules.Check(wrong)).Path);
    }

    [Fact]
    public void No_answer_is_in_the_words_of_a_problem_or_of_the_entry()
    {
        var entry = Check(("status", "secret"), ("onset", "secret"));

        Assert.DoesNotContain("secret", entry.ToString() + string.Join(',', entry.Problems), StringComparison.Ordinal);
    }
}
