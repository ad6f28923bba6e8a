using Longwatch.Domain.Cases;
using Longwatch.Domain.Neoplasms;

namespace Longwatch.Domain.Tests.Cases;

public sealed class CaseChecklistTests
{
    private static readonly DateOnly Day = new(2025, 2, 3);
    private static readonly ChecklistItem Ebv = Item("ebv", ChecklistValue.Choice, choices: ["positive", "negative"]);
    private static readonly ChecklistItem Stage = Item("stage", ChecklistValue.Text);
    private static readonly ChecklistItem Histology = Item("histology", ChecklistValue.Morphology, ChecklistFact.Morphology);
    private static readonly ChecklistItem Site = Item("site", ChecklistValue.Topography, ChecklistFact.Topography);
    private static readonly ChecklistItem Lineage = Item("lineage", ChecklistValue.Choice, ChecklistFact.Lineage, "t_cell", "b_cell");
    private static readonly ChecklistItem Relation = Item("relation", ChecklistValue.Choice, ChecklistFact.Relation, "second_primary");
    private static readonly ChecklistDefinition Definition = new("1", [Histology, Lineage, Site, Relation, Stage, Ebv]);

    private static ChecklistItem Item(
        string code,
        ChecklistValue value,
        ChecklistFact fact = ChecklistFact.None,
        params string[] choices
    ) => new(code, code, "why", value, fact, [.. choices], "source", "V");

    private static ChecklistAnswer Answer(ChecklistItem item, AnswerStatus status, string? value) =>
        Assert.IsType<Result<ChecklistAnswer>.Ok>(ChecklistAnswer.Of(item, status, value, Day, "pathology report")).Value;

    private static CaseChecklist Of(NeoplasmFacts facts, params ChecklistAnswer[] answers) => CaseChecklist.Of(Definition, answers, facts);

    private static readonly NeoplasmFacts Nothing = new(
        null,
        null,
        Longwatch.Domain.Neoplasms.Lineage.Unknown,
        NeoplasmRelation.SecondPrimary,
        false
    );

    [Fact]
    public void What_is_missing_is_listed_and_not_obtainable_is_no_answer()
    {
        var list = Of(
            new("9702/3", "C77.9", Longwatch.Domain.Neoplasms.Lineage.TCell, NeoplasmRelation.SecondPrimary, false),
            Answer(Stage, AnswerStatus.Asked, null),
            Answer(Ebv, AnswerStatus.NotObtainable, null)
        );

        Assert.Equal((3, 6), (list.Known, list.Total));
        Assert.Equal(["relation"], list.ToAsk.Select(i => i.Code));
        Assert.Equal(["stage"], list.Waiting.Select(i => i.Code));
        Assert.Equal(["ebv"], list.NotObtainable.Select(i => i.Code));
        Assert.Equal(("9702/3", "t_cell", null), (list.Value("histology"), list.Value("lineage"), list.Value("ebv")));
    }

    [Fact]
    public void An_unspecified_histology_and_an_unknown_site_are_still_missing()
    {
        var list = Of(Nothing with { Morphology = "8000/3", Topography = "C80.9" });

        Assert.Equal((0, 6), (list.Known, list.ToAsk.Length));
    }

    [Fact]
    public void A_presumed_relation_is_not_known_until_it_is_settled()
    {
        Assert.Null(Of(Nothing).Value("relation"));
        Assert.Equal("second_primary", Of(Nothing with { RelationSettled = true }).Value("relation"));
    }

    [Theory]
    [InlineData("ebv", AnswerStatus.Known, "positive", true, "report", null)]
    [InlineData("ebv", AnswerStatus.Known, "perhaps", true, "report", "checklist.value")]
    [InlineData("ebv", AnswerStatus.Known, null, true, "report", "checklist.value")]
    [InlineData("ebv", AnswerStatus.Known, "positive", false, "report", "checklist.date-missing")]
    [InlineData("ebv", AnswerStatus.Known, "positive", true, " ", "checklist.source-missing")]
    [InlineData("ebv", AnswerStatus.Asked, "positive", true, "report", "checklist.value-unexpected")]
    [InlineData("ebv", AnswerStatus.Asked, null, true, null, "checklist.source-missing")]
    [InlineData("ebv", AnswerStatus.NotObtainable, null, true, null, "checklist.source-missing")]
    [InlineData("ebv", AnswerStatus.Unknown, null, false, null, null)]
    [InlineData("histology", AnswerStatus.Known, "9702/3", true, "report", null)]
    [InlineData("histology", AnswerStatus.Known, "C84.4", true, "report", "checklist.value")]
    [InlineData("site", AnswerStatus.Known, "C77.9", true, "report", null)]
    [InlineData("site", AnswerStatus.Known, "9702/3", true, "report", "checklist.value")]
    [InlineData("stage", AnswerStatus.Known, "Ann Arbor IV", true, "report", null)]
    public void An_answer_has_a_value_a_date_and_a_source(
        string item,
        AnswerStatus status,
        string? value,
        bool dated,
        string? source,
        string? code
    ) =>
        Assert.Equal(
            code,
            (ChecklistAnswer.Of(Definition.Item(item)!, status, value, dated ? Day : null, source) as Result<ChecklistAnswer>.Refused)
                ?.Why
                .Code
        );

    [Fact]
    public void A_text_that_is_too_long_is_refused() =>
        Assert.IsType<Result<ChecklistAnswer>.Refused>(ChecklistAnswer.Of(Stage, AnswerStatus.Known, new string('x', 501), Day, "report"));
}
